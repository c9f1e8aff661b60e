"""Outside its hours the endpoint does not exist; within them it is as it was."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from components.scaling.resize.plan import PATIENCE_LOOKS, WAKE_TRIES
from tests.cloud.embedded import count_of, unique
from tests.components.scaling.ladder import LARGE, SMALL, TAGS, Ladder, ladder

ASLEEP, AWAKE = "the endpoint sleeps now", "the endpoint is awake"


def with_alarm(endpoint):
    """Give the endpoint an alarm that its machine mutes."""
    name = unique("alarm")
    endpoint.cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/SageMaker",
        MetricName="Invocations",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="LessThanThreshold",
    )
    return endpoint.with_plan(alarms=(name,))


def alarm_of(endpoint):
    """Describe that alarm."""
    [found] = endpoint.cloud.client("cloudwatch").describe_alarms(AlarmNames=list(endpoint.plan.alarms))["MetricAlarms"]
    return found


def tags_of(endpoint):
    """Read the tags of the endpoint."""
    return endpoint.cloud.client("sagemaker").list_tags(ResourceArn=endpoint.live()["EndpointArn"])["Tags"]


def asleep(endpoint):
    """Read what it wakes with."""
    found = endpoint.cloud.client("ssm").get_parameter(Name=endpoint.plan.asleep_record)
    return json.loads(found["Parameter"]["Value"])


@dataclass(frozen=True)
class Night:
    """What was seen of an endpoint that slept, was given other orders, and woke."""

    endpoint: Ladder
    before: dict[str, Any]
    tags: list[dict[str, str]]
    fell_asleep: str
    gone: bool
    muted: bool
    wakes_with: dict[str, Any]
    parameters: list[str]
    other_orders: list[str]
    woke: str
    woken_again: str


@pytest.fixture(scope="module")
def night(cloud):
    """Let one endpoint sleep and wake for all who look at it."""
    endpoint = with_alarm(ladder(cloud, count=3, every_shape=True))
    before, tags = endpoint.scaling(), tags_of(endpoint)
    fell_asleep = endpoint.outcome(action="sleep")
    muted = not alarm_of(endpoint)["ActionsEnabled"]
    cloud.client("cloudwatch").set_alarm_state(
        AlarmName=endpoint.plan.alarms[0], StateValue="ALARM", StateReason="nobody asks at night"
    )
    seen = (endpoint.gone(), muted, asleep(endpoint), endpoint.parameters())
    others = [endpoint.outcome(action="sleep"), endpoint.outcome(action="resize", size=LARGE)]
    woke, again = endpoint.outcome(action="wake"), endpoint.outcome(action="wake")
    return Night(endpoint, before, tags, fell_asleep, *seen, others, woke, again)


def test_a_night_leaves_nothing_but_parameters(night):
    """The endpoint is gone, its alarm is mute, and what it wakes with is written down."""
    plan = night.endpoint.plan
    assert (night.fell_asleep, night.gone, night.muted) == (ASLEEP, True, True)
    assert night.wakes_with == {"configuration": plan.configurations[SMALL], "count": 3}
    assert night.parameters == sorted(
        [
            *(plan.asleep_record, plan.lock, plan.tags_record),
            *(f"{plan.policies_path}/{place}" for place in range(2)),
            *(f"{plan.actions_path}/{place}" for place in range(4)),
        ]
    )


def test_the_morning_brings_everything_back(night):
    """Count, tags, and all of the scaling; nothing is kept any more, and the alarm speaks."""
    endpoint = night.endpoint
    assert night.woke == AWAKE
    assert (endpoint.size(), count_of(endpoint.live())) == (SMALL, 3)
    assert tags_of(endpoint) == night.tags == TAGS
    assert (endpoint.scaling(), endpoint.parameters()) == (night.before, [])
    assert alarm_of(endpoint)["ActionsEnabled"] is True


def test_an_alarm_that_rings_in_the_morning_is_heard(night):
    """CloudWatch acts on changes only: one that went off while it was mute is evaluated anew."""
    assert alarm_of(night.endpoint)["StateValue"] == "INSUFFICIENT_DATA"


def test_whoever_sleeps_takes_no_other_order(night):
    """Sleeping twice is no error, and a size for a sleeping endpoint is not lost by a failure either."""
    assert night.other_orders == ["the endpoint sleeps", "the endpoint sleeps"]


def test_whoever_is_awake_is_not_woken(night):
    """The clock may say the same twice."""
    assert night.woken_again == "the endpoint is awake"


def test_it_wakes_with_what_an_up_wrote_meanwhile(cloud):
    """The provider changes the parameter while the endpoint sleeps."""
    endpoint = ladder(cloud, count=1, scaled=False)
    endpoint.order(action="sleep")
    large = endpoint.plan.configurations[LARGE]
    endpoint.keep(endpoint.plan.asleep_record, json.dumps({"configuration": large, "count": 1}))
    assert endpoint.outcome(action="wake") == AWAKE
    assert endpoint.size() == LARGE
    assert endpoint.history()["reason"] == "schedule"


def test_an_endpoint_that_never_was_is_said(cloud):
    """Without the parameter of a sleeping one it is not for the machine to create."""
    endpoint = ladder(cloud, count=1, scaled=False)
    cloud.client("sagemaker").delete_endpoint(EndpointName=endpoint.endpoint)
    shown = endpoint.order(action="wake")
    assert (shown["error"], shown["cause"]) == (
        "EndpointGone",
        f"endpoint {endpoint.endpoint} does not exist; run pulumi up",
    )


def test_a_deletion_that_is_refused_leaves_it_as_it_was(cloud):
    """Scaling, alarm and parameters are those of before."""
    endpoint = with_alarm(ladder(cloud))
    before = endpoint.scaling()
    cloud.control(
        "faults",
        {
            "service": "sagemaker",
            "operation": "DeleteEndpoint",
            "count": 6,
            "match": {"EndpointName": endpoint.endpoint},
            "error": {"code": "AccessDeniedException", "message": "injected"},
        },
    )
    assert endpoint.order(action="sleep")["status"] == "FAILED"
    assert (endpoint.scaling(), endpoint.parameters()) == (before, [])
    assert alarm_of(endpoint)["ActionsEnabled"] is True


def test_a_morning_without_machines_is_tried_again(cloud):
    """What failed to start is removed, and created once more, however long the order had to wait for others."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    endpoint.order(action="sleep")
    cloud.control(
        "faults",
        {
            "service": "sagemaker",
            "operation": "CreateEndpoint",
            "kind": "fail",
            "count": 2,
            "match": {"EndpointName": endpoint.endpoint},
            "reason": "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error.",
        },
    )
    assert endpoint.outcome(action="wake", tries=PATIENCE_LOOKS) == AWAKE
    assert (endpoint.size(), endpoint.scaling()) == (SMALL, before)


def test_a_morning_that_failed_is_made_up_for_by_the_next_order(cloud):
    """What failed to start stands in its way; it is removed, and the endpoint created with what is wanted now."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    endpoint.order(action="sleep")
    fault = {"service": "sagemaker", "operation": "CreateEndpoint", "kind": "fail", "reason": "no machines"}
    cloud.control("faults", {**fault, "match": {"EndpointName": endpoint.endpoint}})
    assert endpoint.order(action="wake", attempts=WAKE_TRIES)["error"] == "NotAwake"
    assert endpoint.outcome(action="wake") == AWAKE
    assert (endpoint.size(), endpoint.scaling(), endpoint.parameters()) == (SMALL, before, [])
