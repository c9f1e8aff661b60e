"""Outside its hours the endpoint does not exist; within them it is as it was."""

import json

from components.scaling.resize.plan import PATIENCE_LOOKS, WAKE_TRIES
from tests.cloud.embedded import count_of, unique
from tests.components.scaling.ladder import LARGE, SMALL, TAGS, ladder

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


def asleep(endpoint):
    """Read what it wakes with."""
    found = endpoint.cloud.client("ssm").get_parameter(Name=endpoint.plan.asleep_record)
    return json.loads(found["Parameter"]["Value"])


def test_a_night_leaves_nothing_but_parameters(cloud):
    """The endpoint is gone, its alarm is mute, and what it wakes with is written down."""
    endpoint = with_alarm(ladder(cloud, count=3))
    assert endpoint.outcome(action="sleep") == ASLEEP
    assert endpoint.gone()
    assert alarm_of(endpoint)["ActionsEnabled"] is False
    assert asleep(endpoint) == {"configuration": endpoint.plan.configurations[SMALL], "count": 3}
    policies, actions = endpoint.plan.policies_path, endpoint.plan.actions_path
    assert endpoint.parameters() == sorted(
        [
            *(endpoint.plan.asleep_record, endpoint.plan.lock, endpoint.plan.tags_record),
            *(f"{policies}/{place}" for place in range(2)),
            *(f"{actions}/{place}" for place in range(4)),
        ]
    )


def test_the_morning_brings_everything_back(cloud):
    """Count, tags, and all of the scaling; nothing is kept any more, and the alarm speaks."""
    endpoint = with_alarm(ladder(cloud, count=3))
    before, tags = endpoint.scaling(), cloud.client("sagemaker").list_tags(ResourceArn=endpoint.live()["EndpointArn"])
    endpoint.order(action="sleep")
    assert endpoint.outcome(action="wake") == AWAKE
    assert (endpoint.size(), count_of(endpoint.live())) == (SMALL, 3)
    assert (
        cloud.client("sagemaker").list_tags(ResourceArn=endpoint.live()["EndpointArn"])["Tags"] == tags["Tags"] == TAGS
    )
    assert (endpoint.scaling(), endpoint.parameters()) == (before, [])
    assert alarm_of(endpoint)["ActionsEnabled"] is True


def test_it_wakes_with_what_an_up_wrote_meanwhile(cloud):
    """The provider changes the parameter while the endpoint sleeps."""
    endpoint = ladder(cloud, count=1, scaled=False)
    endpoint.order(action="sleep")
    large = endpoint.plan.configurations[LARGE]
    endpoint.keep(endpoint.plan.asleep_record, json.dumps({"configuration": large, "count": 1}))
    assert endpoint.outcome(action="wake") == AWAKE
    assert endpoint.size() == LARGE
    assert endpoint.history()["reason"] == "schedule"


def test_an_alarm_that_rings_in_the_morning_is_heard(cloud):
    """CloudWatch acts on changes only: one that went off while it was mute is evaluated anew."""
    endpoint = with_alarm(ladder(cloud, count=1, scaled=False))
    endpoint.order(action="sleep")
    cloud.client("cloudwatch").set_alarm_state(
        AlarmName=endpoint.plan.alarms[0], StateValue="ALARM", StateReason="nobody asks at night"
    )
    endpoint.order(action="wake")
    assert alarm_of(endpoint)["StateValue"] == "INSUFFICIENT_DATA"


def test_whoever_sleeps_takes_no_other_order(cloud):
    """Sleeping twice is no error, and a size for a sleeping endpoint is not lost by a failure either."""
    endpoint = ladder(cloud, count=1, scaled=False)
    endpoint.order(action="sleep")
    assert endpoint.outcome(action="sleep") == "the endpoint sleeps"
    assert endpoint.outcome(action="resize", size=LARGE) == "the endpoint sleeps"


def test_whoever_is_awake_is_not_woken(cloud):
    """The clock may say the same twice."""
    assert ladder(cloud, count=1, scaled=False).outcome(action="wake") == "the endpoint is awake"


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
    """What failed to start is removed, and created once more."""
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
    assert endpoint.outcome(action="wake") == AWAKE
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


def test_patience_and_attempts_are_counted_apart(cloud):
    """An order that waited for others all the time may still fail to start as often as any other."""
    endpoint = ladder(cloud, count=1, scaled=False)
    endpoint.order(action="sleep")
    fault = {"service": "sagemaker", "operation": "CreateEndpoint", "kind": "fail", "reason": "no machines"}
    cloud.control("faults", {**fault, "match": {"EndpointName": endpoint.endpoint}})
    assert endpoint.outcome(action="wake", tries=PATIENCE_LOOKS) == AWAKE
