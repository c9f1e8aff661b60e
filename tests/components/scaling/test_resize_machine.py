"""The machine changes the size of a live endpoint, and everything that scaled it is as it was."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from components.scaling.resize.plan import PATIENCE_LOOKS, StepAlarm
from tests.cloud import machine
from tests.cloud.embedded import count_of, until
from tests.components.scaling.ladder import LARGE, SMALL, Ladder, ladder

ALARM = {
    "Namespace": "AWS/SageMaker",
    "MetricName": "Invocations",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanThreshold",
}


def ringing(endpoint, state="ALARM"):
    """Give the endpoint an alarm in this state, and return its name."""
    name = f"{endpoint.endpoint}-up"
    client = endpoint.cloud.client("cloudwatch")
    client.put_metric_alarm(AlarmName=name, **ALARM)
    client.set_alarm_state(AlarmName=name, StateValue=state, StateReason="a test says so")
    return name


@pytest.fixture(scope="module")
def resting(cloud):
    """Give an endpoint at the small size that no order changes."""
    return ladder(cloud, count=1, scaled=False)


@dataclass(frozen=True)
class Resized:
    """An endpoint that the clock gave its large size."""

    endpoint: Ladder
    before: dict[str, Any]
    outcome: str


@pytest.fixture(scope="module")
def resized(cloud):
    """Resize one endpoint for all who look at it."""
    endpoint = ladder(cloud, count=3, every_shape=True)
    request = {"AlarmName": f"{endpoint.endpoint}-up", **ALARM}
    cloud.client("cloudwatch").put_metric_alarm(**request)
    del request["Threshold"]
    endpoint, before = endpoint.with_plan(step_alarms=(StepAlarm(request, (160.0, 640.0)),)), endpoint.scaling()
    return Resized(endpoint, before, endpoint.outcome(action="resize", size=LARGE))


def test_a_size_is_taken_with_the_fleet_and_its_scaling(resized):
    """Count, target, suspension, tags, both kinds of policies and all shapes of actions are the same afterwards."""
    endpoint = resized.endpoint
    assert resized.outcome == "the endpoint has its new size"
    assert (endpoint.size(), count_of(endpoint.live())) == (LARGE, 3)
    assert (endpoint.scaling(), endpoint.parameters()) == (resized.before, [])


def test_the_update_retains_what_the_fleet_has(resized):
    """Without RetainAllVariantProperties a fleet falls back to its initial count."""
    assert resized.endpoint.calls("UpdateEndpoint") == [
        {
            "EndpointName": resized.endpoint.endpoint,
            "EndpointConfigName": resized.endpoint.plan.configurations[LARGE],
            "RetainAllVariantProperties": True,
        }
    ]


def test_history_says_what_is_live_and_why(resized):
    """The parameter whose versions are the endpoint's history gets a new one."""
    history = resized.endpoint.history()
    assert history.pop("at").startswith("20")
    assert [each.startswith("model-") for each in history.pop("models")] == [True]
    assert history == {
        "configuration": resized.endpoint.plan.configurations[LARGE],
        "machine": LARGE,
        "kind": "realtime",
        "reason": "schedule",
    }


def test_the_thresholds_of_the_ladder_fit_the_size(resized):
    """CPU of eight cores sums to 800 %: the same threshold would drive every ladder to its end."""
    endpoint = resized.endpoint
    names = [f"{endpoint.endpoint}-up"]
    [alarm] = endpoint.cloud.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    assert alarm["Threshold"] == 640.0


def test_the_size_that_is_live_is_left_alone(resting):
    """The clock may say the same twice, and may say it again after a failure."""
    assert resting.outcome(action="resize", size=SMALL) == "the endpoint has that size already"
    assert resting.calls("UpdateEndpoint") == []


@pytest.mark.parametrize(
    ("order", "error", "cause"),
    [
        (
            {"action": "resize", "size": "ml.p5.48xlarge"},
            "UnknownSize",
            f"ml.p5.48xlarge is not a size of the ladder; use one of {SMALL}, {LARGE}",
        ),
        ({"action": "grow"}, "UnknownOrder", "grow is no action; use resize, step, sleep or wake"),
    ],
)
def test_an_order_that_makes_no_sense_fails_with_what_to_say(resting, order, error, cause):
    """Nothing is touched."""
    shown = resting.order(**order)
    assert (shown["status"], shown["error"], shown["cause"]) == ("FAILED", error, cause)


def test_an_alarm_that_rings_takes_steps_to_the_end_of_the_ladder(cloud):
    """After its cooldown the machine looks again: CloudWatch does not repeat an alarm that goes on."""
    endpoint = ladder(cloud)
    alarm, before = ringing(endpoint), endpoint.scaling()
    assert endpoint.outcome(action="step", by=1, alarm=alarm) == "the ladder ends here"
    assert (endpoint.size(), endpoint.scaling()) == (LARGE, before)
    assert endpoint.history()["reason"] == "demand"
    assert endpoint.parameters() == []


def test_an_alarm_that_is_over_moves_nothing(resting):
    """An execution that waited for a rollout asks the alarm before it acts."""
    alarm = ringing(resting, "OK")
    assert resting.outcome(action="step", by=1, alarm=alarm) == "the alarm is over"
    assert resting.size() == SMALL


def test_there_is_no_step_below_the_smallest_size(resting):
    """A ladder has two ends."""
    assert resting.outcome(action="step", by=-1) == "the ladder ends here"


def test_an_update_in_flight_is_waited_for(cloud):
    """While the provider's record stands nothing is touched; when it is gone the order is carried out."""
    endpoint = ladder(cloud, scaled=False)
    endpoint.keep(endpoint.plan.update_record)
    execution = endpoint.begin(action="resize", size=LARGE)
    until(lambda: len(endpoint.calls("GetParameters")) > 1)
    assert endpoint.calls("UpdateEndpoint") == []
    endpoint.forget(endpoint.plan.update_record)
    until(lambda: endpoint.size() == LARGE)
    assert cloud.client("stepfunctions").describe_execution(executionArn=execution)["status"] != "FAILED"


@pytest.fixture
def busy(resting):
    """Let the resting endpoint be in the middle of an update of the provider's."""
    resting.keep(resting.plan.update_record)
    yield resting
    resting.forget(resting.plan.update_record)


def test_an_endpoint_that_stays_busy_is_said_of_the_clock(busy):
    """A firing that found no good moment fails visibly: the clock says nothing twice."""
    shown = busy.order(action="resize", size=LARGE, tries=PATIENCE_LOOKS)
    assert (shown["error"], "modelhost recover" in shown["cause"]) == ("EndpointBusy", True)


def test_an_endpoint_that_stays_busy_ends_a_step_quietly(busy):
    """A step is no promise to anybody."""
    assert busy.outcome(action="step", by=1, tries=PATIENCE_LOOKS) == "the endpoint was busy all the time"


def test_a_configuration_of_another_time_is_not_brought_back(cloud):
    """An `up` shipped a model while an execution waited: the order goes to one that knows the new configurations."""
    endpoint = ladder(cloud, count=1, scaled=False)
    newer = cloud.configuration(InstanceType=SMALL)
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint.endpoint, EndpointConfigName=newer)
    cloud.settled(endpoint.endpoint)
    outcome = endpoint.outcome(action="resize", size=LARGE, tries=PATIENCE_LOOKS - 1)
    assert outcome == "handed over to an execution that knows the configurations of now"
    shown = endpoint.order(action="resize", size=LARGE, tries=PATIENCE_LOOKS)
    assert shown["error"] == "UnknownConfiguration"
    assert endpoint.live()["EndpointConfigName"] == newer


def test_of_two_orders_at_once_one_acts_at_a_time(cloud):
    """The lock lets one through; the other finds the size that it wanted."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    executions = [endpoint.begin(action="resize", size=LARGE) for _ in range(2)]
    client = cloud.client("stepfunctions")
    until(lambda: all(client.describe_execution(executionArn=each)["status"] == "SUCCEEDED" for each in executions))
    assert len(endpoint.calls("UpdateEndpoint")) == 1
    assert endpoint.scaling() == before


def held(endpoint, stage):
    """Let an execution that waits for a while hold the lock of the endpoint."""
    endpoint.keep(endpoint.plan.update_record)
    execution = endpoint.begin(action="step", by=-1)
    endpoint.keep(endpoint.plan.lock, json.dumps({"execution": execution, "stage": stage, "targets": []}))
    endpoint.forget(endpoint.plan.update_record)
    return execution


def test_the_clock_goes_before_the_cooldown_of_a_step(cloud):
    """A size at eight o'clock does not wait until a step of five to eight has cooled down."""
    endpoint = ladder(cloud, count=1, scaled=False)
    held(endpoint, "cooling")
    assert endpoint.outcome(action="resize", size=LARGE) == "the endpoint has its new size"
    until(lambda: endpoint.parameters() == [])


@pytest.mark.parametrize(
    ("stage", "order"),
    [("working", {"action": "resize", "size": LARGE}), ("cooling", {"action": "step", "by": 1})],
)
def test_an_execution_at_work_is_left_alone(resting, stage, order):
    """Nobody interrupts an update, and a step waits for the cooldown of the one before."""
    execution = held(resting, stage)
    resting.order(**order, tries=PATIENCE_LOOKS)
    assert resting.calls("UpdateEndpoint") == []
    assert resting.parameters() == [resting.plan.lock]
    resting.forget(resting.plan.lock)
    assert machine.ended(resting.cloud, execution)["status"] == "SUCCEEDED"
