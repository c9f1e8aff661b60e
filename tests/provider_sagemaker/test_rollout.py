"""How an update takes over: the program's rollout is sent, its limit is waited for, its alarms are named."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import PartialUpdate, Properties
from modelhost.provider.sagemaker.rollout.alarm import rang_since
from modelhost.provider.sagemaker.rollout.conflict import conflicts
from modelhost.provider.sagemaker.rollout.deployment import deployment_request, patient, rollback_alarms
from modelhost.provider.wire import UNKNOWN
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, SMALL, Stage, State

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
CANARY: Properties = {
    "blueGreenUpdatePolicy": {
        "trafficRoutingConfiguration": {
            "type": "CANARY",
            "waitIntervalInSeconds": 0,
            "canarySize": {"type": "CAPACITY_PERCENT", "value": 50},
        },
        "terminationWaitInSeconds": 0,
        "maximumExecutionTimeoutInSeconds": 600,
    }
}
CANARY_REQUEST = {
    "BlueGreenUpdatePolicy": {
        "TrafficRoutingConfiguration": {
            "Type": "CANARY",
            "WaitIntervalInSeconds": 0,
            "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50},
        },
        "TerminationWaitInSeconds": 0,
        "MaximumExecutionTimeoutInSeconds": 600,
    }
}


def watched(*alarms: str) -> Properties:
    """A canary that these alarms undo."""
    return {**CANARY, "autoRollbackConfiguration": {"alarms": [{"alarmName": alarm} for alarm in alarms]}}


def ring(stage: Stage, alarm: str) -> None:
    """What CloudWatch does when a metric crosses its threshold."""
    stage.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="test")


def sent(embedded_aws: EmbeddedAws, operation: str, stage: Stage) -> list[Any]:
    """The DeploymentConfig of the calls on this stage's endpoint."""
    calls = [call["params"] for call in embedded_aws.calls(operation)]
    return [call.get("DeploymentConfig") for call in calls if call["EndpointName"] == stage.name]


def test_rollout_is_sent_with_creation_and_update(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The program's words in SageMaker's spelling, both times."""
    embedded_aws.control("DELETE", "calls")
    state = stage.endpoint(stage.configuration(count=2), deploymentConfig=CANARY)
    stage.update(state, endpointConfigName=stage.configuration(count=2).id)
    assert sent(embedded_aws, "CreateEndpoint", stage) == [CANARY_REQUEST]
    assert sent(embedded_aws, "UpdateEndpoint", stage) == [CANARY_REQUEST]


def test_without_a_rollout_none_is_sent(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """SageMaker's default stays SageMaker's."""
    embedded_aws.control("DELETE", "calls")
    state = stage.endpoint(stage.configuration())
    stage.update(state, endpointConfigName=stage.configuration().id)
    assert sent(embedded_aws, "UpdateEndpoint", stage) == [None]


def test_changed_variants_go_live_at_once(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """SageMaker rolls out between the same variants only; a shadow that comes, and one that goes, is said."""
    plain, model = stage.configuration(), stage.model()
    shadow = {"variantName": "shadow", "modelName": model.id, "instanceType": SMALL, "initialInstanceCount": 1}
    both = stage.configuration(around={"shadowProductionVariants": [shadow]})
    state = stage.endpoint(plain, deploymentConfig=CANARY)
    embedded_aws.control("DELETE", "calls")
    for configuration in (both, plain):
        state = stage.update(state, endpointConfigName=configuration.id)
    assert sent(embedded_aws, "UpdateEndpoint", stage) == [None, None]
    assert [line for line in stage.logged if line.startswith("warning")] == [
        f"warning: endpoint {stage.name}: the variants change from {old} to {new}, so this goes live all at once, "
        f"and no alarm rolls it back"
        for old, new in (("main", "main, shadow"), ("main, shadow", "main"))
    ]


def test_failed_endpoint_is_created_again_with_its_rollout(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """What is created under the old name is created as the program says."""
    configuration = stage.configuration()
    embedded_aws.fault("CreateEndpoint", kind="fail", reason="no")
    with pytest.raises(Exception, match="is Failed") as caught:
        stage.endpoint(configuration)
    outputs = caught.value.outputs  # type: ignore[attr-defined]
    state = State(stage.name, stage.endpoint_inputs(configuration), outputs)
    embedded_aws.control("DELETE", "calls")
    stage.update(state, deploymentConfig=CANARY)
    assert sent(embedded_aws, "CreateEndpoint", stage) == [CANARY_REQUEST]


def test_another_rollout_alone_touches_nothing(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """It takes effect with the next version; the state learns it now."""
    state = stage.endpoint(stage.configuration())
    assert set(stage.changed(state, deploymentConfig=CANARY)) == {"deploymentConfig"}
    embedded_aws.control("DELETE", "calls")
    state = stage.update(state, deploymentConfig=CANARY)
    assert (sent(embedded_aws, "UpdateEndpoint", stage), state.outputs["deploymentConfig"]) == ([], CANARY)


def test_rollback_names_the_alarms_behind_it(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Of the alarms that may undo the update, the error names the one in ALARM."""
    guilty, quiet = stage.alarm("p99"), stage.alarm("errors")
    state = stage.endpoint(stage.configuration(), deploymentConfig=watched(guilty, quiet))
    ring(stage, guilty)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="an alarm went off")
    with pytest.raises(PartialUpdate, match=rf"; in ALARM since the update began: {guilty};"):
        stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)


def test_rollback_by_an_alarm_leaves_scaling_and_shows_again(stage: Stage) -> None:
    """Fail then retry below SageMaker's own auto rollback: once the alarm is over, the same program goes live."""
    alarm = stage.alarm()
    state = stage.endpoint(stage.configuration(count=2), deploymentConfig=watched(alarm))
    stage.autoscale()
    before, larger = stage.scaling(), stage.configuration(machine=LARGE, count=2).id
    ring(stage, alarm)
    with pytest.raises(PartialUpdate, match=rf"in ALARM since the update began: {alarm};") as caught:
        stage.update(state, endpointConfigName=larger)
    state = State(state.id, {**state.inputs, "endpointConfigName": larger}, caught.value.outputs)
    assert (stage.scaling(), set(stage.changed(state))) == (before, {"endpointConfigName"})
    stage.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="OK", StateReason="test")
    assert stage.update(state).outputs["liveConfigName"] == larger
    assert (stage.scaling(), stage.count()) == (before, 2)


def test_alarm_that_rings_already_is_said_before(stage: Stage) -> None:
    """Whoever updates below a ringing alarm learns why it may be undone."""
    alarm = stage.alarm()
    state = stage.endpoint(stage.configuration())
    ring(stage, alarm)
    with suppress(PartialUpdate):
        stage.update(state, endpointConfigName=stage.configuration().id, deploymentConfig=watched(alarm))
    assert any(line.startswith(f"warning: endpoint {stage.name}: {alarm} in ALARM before") for line in stage.logged)


def test_alarms_that_may_not_be_read_do_not_stop_an_update(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """A deployer without cloudwatch:DescribeAlarms is told what was not seen."""
    alarm = stage.alarm()
    denied = {"code": "AccessDenied", "message": "not you", "status": 403}
    embedded_aws.fault("DescribeAlarms", "cloudwatch", error=denied)
    state = stage.endpoint(stage.configuration(), deploymentConfig=watched(alarm))
    stage.update(state, endpointConfigName=stage.configuration().id)
    assert any(line.startswith(f"warning: the alarms {alarm} cannot be looked at:") for line in stage.logged)


@pytest.mark.parametrize(
    ("limit", "timeout", "expected"), [(600, 7200, 7200), (28_800, 7200, 30_600), (3000, 1800, 4800), (600, 1800, 3600)]
)
def test_wait_outlasts_sagemakers_own_limit(limit: int, timeout: float, expected: float) -> None:
    """A rollout of eight hours is not given up after two; a short one leaves the bound as it is."""
    rollout = {"rollingUpdatePolicy": {"maximumExecutionTimeoutInSeconds": limit}}
    context = patient(Context(cloud=Cloud("us-west-2"), timeout_seconds=timeout), rollout)
    assert max(context.timeout_seconds, 3600 if timeout == 1800 else 0) == expected


def test_request_leaves_out_what_the_program_left_open() -> None:
    """An absent size of a rollback is SageMaker's to choose; alarms are found by name."""
    rollout = {"rollingUpdatePolicy": {"maximumBatchSize": None, "waitIntervalInSeconds": 0}}
    assert deployment_request(rollout) == {"RollingUpdatePolicy": {"WaitIntervalInSeconds": 0}}
    assert (deployment_request(None), rollback_alarms(watched("a", "b"))) == ({}, ("a", "b"))


def routed(**routing: Any) -> Properties:
    """A blue/green policy with this traffic routing."""
    policy = CANARY["blueGreenUpdatePolicy"]
    return {"blueGreenUpdatePolicy": {**policy, "trafficRoutingConfiguration": routing}}


def percent(value: int) -> Properties:
    """A share of the capacity."""
    return {"type": "CAPACITY_PERCENT", "value": value}


BATCH = "deploymentConfig.rollingUpdatePolicy.maximumBatchSize"
ROUTING = "deploymentConfig.blueGreenUpdatePolicy.trafficRoutingConfiguration"


@pytest.mark.parametrize(
    ("kind", "rollout", "expected"),
    [
        ("realtime", CANARY, {}),
        ("realtime", UNKNOWN, {}),
        ("realtime", {"blueGreenUpdatePolicy": UNKNOWN}, {}),
        (
            "realtime",
            {**CANARY, "rollingUpdatePolicy": {"maximumBatchSize": percent(25)}},
            {
                "deploymentConfig": "has blueGreenUpdatePolicy and rollingUpdatePolicy; SageMaker takes one policy, "
                "leave the other out"
            },
        ),
        (
            "serverless",
            {"rollingUpdatePolicy": {"maximumBatchSize": percent(25)}},
            {
                "deploymentConfig.rollingUpdatePolicy": "is not for serverless endpoints; use blueGreenUpdatePolicy",
            },
        ),
        (
            "realtime",
            {"rollingUpdatePolicy": {"maximumBatchSize": percent(51)}},
            {f"{BATCH}.value": "is 51 per cent; SageMaker takes 5 to 50"},
        ),
        ("realtime", routed(type="CANARY"), {f"{ROUTING}.canarySize": "is required by type CANARY"}),
        (
            "realtime",
            routed(type="ALL_AT_ONCE", linearStepSize=percent(20)),
            {f"{ROUTING}.linearStepSize": "is only for type LINEAR, the type is ALL_AT_ONCE; leave it out"},
        ),
        (
            "realtime",
            routed(type="LINEAR", linearStepSize=percent(10), waitIntervalInSeconds=60),
            {
                "deploymentConfig.blueGreenUpdatePolicy.maximumExecutionTimeoutInSeconds": "is 600; the waits alone "
                "last 600 s, so that SageMaker always rolls back; raise it"
            },
        ),
    ],
)
def test_rollouts_that_sagemaker_refuses(kind: str, rollout: Any, expected: dict[str, str]) -> None:
    """Each is named at the property to change, before anything is sent."""
    assert {failure.property: failure.reason for failure in conflicts(kind, rollout)} == expected


class RecordedAlarms(Cloud):
    """CloudWatch with a history, by botocore's own stubs."""

    def __init__(self, history: list[dict[str, Any]], alarm: str) -> None:
        super().__init__("us-west-2")
        self._client = boto3.client("cloudwatch", region_name="us-west-2")
        stub = Stubber(self._client)
        stub.add_response("describe_alarms", {"MetricAlarms": []})
        asked = {
            "AlarmName": alarm,
            "AlarmTypes": ANY,
            "HistoryItemType": "StateUpdate",
            "StartDate": BEGAN.isoformat(),
        }
        stub.add_response("describe_alarm_history", {"AlarmHistoryItems": history}, asked)
        stub.activate()

    def client(self, service: str, region: str | None = None) -> Any:
        """The stubbed client."""
        return self._client


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"HistorySummary": "Alarm updated from OK to ALARM"}, ["a"]),
        ({"HistoryData": '{"newState": {"stateValue": "ALARM"}}'}, ["a"]),
        ({"HistorySummary": "Alarm updated from ALARM to OK"}, []),
    ],
)
def test_alarm_that_is_over_again_is_found_in_the_history(item: dict[str, Any], expected: list[str]) -> None:
    """An alarm that rang during the update and is OK again is behind the rollback all the same."""
    assert rang_since(Context(cloud=RecordedAlarms([item], "a")), ["a"], BEGAN) == expected
