"""Putting back what an interrupted update had taken away."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.record import ROOT, RecordError, decode, records
from modelhost.operate.recovery.restore import StillMovingError, restore, settled
from modelhost.operate.recovery.subject import EndpointSubject
from tests.cloud.embedded import Sandbox, count_of, scope_of, unique

SERVICE = "application-autoscaling"
PATIENCE_SECONDS = 20.0


def parameter(**fields: Any) -> str:
    """The text of a record as the provider writes it; *fields* override."""
    plain = {
        "version": 1,
        "endpoint": "e",
        "startedAt": "2026-11-22T05:00:00+00:00",
        "fromConfig": "a",
        "toConfig": "b",
        "targets": [],
        "policies": [],
        "scheduledActions": [],
        "counts": {},
        "mutedAlarms": [],
    }
    return base64.b64encode(gzip.compress(json.dumps({**plain, **fields}).encode())).decode()


def described(cloud: Cloud, operation: str, key: str, endpoint: str) -> list[dict[str, Any]]:
    """What Application Auto Scaling says of an endpoint, without what AWS adds."""
    client = cloud.client(SERVICE)
    listed = getattr(client, operation)(ServiceNamespace="sagemaker")[key]
    return [each for each in listed if each["ResourceId"] == scope_of(endpoint)["ResourceId"]]


def scaled(sandbox: Sandbox, cloud: Cloud) -> str:
    """An endpoint in service with a target, a policy and a scheduled action."""
    endpoint = sandbox.endpoint(InitialInstanceCount=2)
    scope, client = sandbox.register(endpoint), cloud.client(SERVICE)
    client.put_scaling_policy(
        **scope,
        PolicyName="follow",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 8.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
        },
    )
    client.put_scheduled_action(
        **scope,
        ScheduledActionName="morning",
        Schedule="cron(0 8 ? * MON-FRI *)",
        Timezone="Europe/Berlin",
        ScalableTargetAction={"MinCapacity": 2},
    )
    return endpoint


LISTINGS = {
    "targets": ("describe_scalable_targets", "ScalableTargets"),
    "policies": ("describe_scaling_policies", "ScalingPolicies"),
    "scheduledActions": ("describe_scheduled_actions", "ScheduledActions"),
}


def captured(cloud: Cloud, endpoint: str) -> dict[str, Any]:
    """The scaling of an endpoint as a record holds it."""
    found = {what: described(cloud, *listing, endpoint) for what, listing in LISTINGS.items()}
    plain: dict[str, Any] = json.loads(json.dumps(found, default=lambda moment: moment.isoformat()))
    return plain


def essence(scaling: dict[str, Any]) -> list[Any]:
    """What of a scaling must be the same afterwards."""
    return [
        [(each["MinCapacity"], each["MaxCapacity"]) for each in scaling["targets"]],
        [(each["PolicyName"], each["TargetTrackingScalingPolicyConfiguration"]) for each in scaling["policies"]],
        [(each["ScheduledActionName"], each["Schedule"], each["Timezone"]) for each in scaling["scheduledActions"]],
    ]


def interrupted(sandbox: Sandbox, cloud: Cloud, **fields: Any) -> tuple[str, dict[str, Any]]:
    """An endpoint whose update was killed after the scaling was taken away; the record is left over."""
    endpoint = scaled(sandbox, cloud)
    before = captured(cloud, endpoint)
    cloud.client(SERVICE).deregister_scalable_target(**scope_of(endpoint))
    text = parameter(endpoint=endpoint, **before, **fields)
    cloud.client("ssm").put_parameter(Name=ROOT + endpoint, Value=text, Type="String")
    return endpoint, before


def test_scaling_comes_back_and_the_record_goes(sandbox: Sandbox, cloud: Cloud):
    """Target, policy and scheduled action are what they were, and nothing is left to recover."""
    endpoint, before = interrupted(sandbox, cloud)
    [record] = records(cloud, [endpoint])
    restore(cloud, record, PATIENCE_SECONDS)
    assert essence(captured(cloud, endpoint)) == essence(before)
    assert records(cloud, [endpoint]) == []


def test_a_second_restore_changes_nothing(sandbox: Sandbox, cloud: Cloud):
    """The first may have been killed too."""
    endpoint, before = interrupted(sandbox, cloud)
    [record] = records(cloud, [endpoint])
    restore(cloud, record, PATIENCE_SECONDS)
    cloud.client("ssm").put_parameter(Name=record.parameter, Value="again", Type="String")
    restore(cloud, record, PATIENCE_SECONDS)
    assert essence(captured(cloud, endpoint)) == essence(before)


def test_lost_instances_come_back(sandbox: Sandbox, cloud: Cloud):
    """The count after is at least the count before."""
    endpoint, _ = interrupted(sandbox, cloud, counts={"main": 5})
    [record] = records(cloud, [endpoint])
    restore(cloud, record, PATIENCE_SECONDS)
    assert count_of(sandbox.settled(endpoint)) == 5


def test_a_scaled_out_count_stays(sandbox: Sandbox, cloud: Cloud):
    """More than before is nobody's loss."""
    endpoint, _ = interrupted(sandbox, cloud, counts={"main": 1})
    [record] = records(cloud, [endpoint])
    restore(cloud, record, PATIENCE_SECONDS)
    assert count_of(sandbox.settled(endpoint)) == 2


def test_muted_alarms_speak_again(sandbox: Sandbox, cloud: Cloud):
    """An update of ours wakes nobody; a killed one must not silence anybody."""
    client, name = cloud.client("cloudwatch"), unique("alarm")
    client.put_metric_alarm(
        AlarmName=name,
        MetricName="Invocations",
        Namespace="AWS/SageMaker",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Sum",
        ActionsEnabled=False,
    )
    endpoint, _ = interrupted(sandbox, cloud, mutedAlarms=[name])
    restore(cloud, records(cloud, [endpoint])[0], PATIENCE_SECONDS)
    assert client.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["ActionsEnabled"]


def test_the_record_of_an_endpoint_that_is_gone_stays(cloud: Cloud):
    """The update was killed between deleting a failed endpoint and creating it anew; the next up needs the record."""
    endpoint = unique("gone")
    text = parameter(endpoint=endpoint)
    cloud.client("ssm").put_parameter(Name=ROOT + endpoint, Value=text, Type="String")
    [record] = records(cloud, [endpoint])
    assert "it is gone, so its scaling stays recorded" in restore(cloud, record, PATIENCE_SECONDS)[-1]
    assert records(cloud, [endpoint]) == [record]


def test_waiting_for_an_endpoint_ends(sandbox: Sandbox, cloud: Cloud):
    """One that never settles is told of, and the record stays for the next try."""
    endpoint = unique("slow")
    configuration = sandbox.configuration()
    cloud.client("sagemaker").create_endpoint(EndpointName=endpoint, EndpointConfigName=configuration)
    with pytest.raises(StillMovingError, match=f"{endpoint} is still Creating"):
        settled(cloud, EndpointSubject(endpoint), 0.0, pytest.fail)


def test_a_record_of_another_version_is_refused():
    """Better not restored than restored wrongly."""
    with pytest.raises(RecordError, match="version 2, this modelhost reads 1"):
        decode(parameter(version=2))


def test_a_record_that_is_none_is_refused():
    """Somebody wrote the parameter by hand."""
    with pytest.raises(RecordError, match="cannot be read"):
        decode("bm90aGluZw==")


def test_only_the_stacks_own_endpoints_are_restored(cloud: Cloud):
    """Another team's update may be in flight in the same account."""
    theirs = unique("theirs")
    cloud.client("ssm").put_parameter(Name=ROOT + theirs, Value=parameter(endpoint=theirs), Type="String")
    assert records(cloud, ["mine"]) == []
