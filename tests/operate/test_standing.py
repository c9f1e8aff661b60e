"""What AWS says next to what the stack file says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.alarm import alarm_facts
from modelhost.operate.standing.attention import attention
from modelhost.operate.standing.budget import is_of, shape, watches
from modelhost.operate.standing.cost import cost_fact, total
from modelhost.operate.standing.endpoint import ABSENT
from modelhost.operate.standing.rule import rule
from modelhost.operate.standing.scaling import ScalingAnswer, scaling_fact
from modelhost.operate.standing.schedule import schedule_facts
from modelhost.operate.standing.standing import standing
from modelhost.price.line import Line
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.load import load
from tests.cloud.embedded import REGION, Sandbox, unique

SCALING: dict[str, Any] = {
    "strategy": "auto",
    "replicas": {"count": 2, "min": 1, "max": 6},
    "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
    "target": {"metric": "concurrency", "value": 8},
    "schedule": [
        {"at": "weekdays 08:00", "timezone": "Europe/Berlin", "min": 2},
        {"at": "weekdays 20:00", "timezone": "Europe/Berlin", "min": 1},
    ],
}
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def environment(name: str = "dev", **scaling: Any) -> EnvironmentSpec:
    """An environment with one endpoint; *scaling* overrides its scaling block."""
    endpoint = {
        "model": {"artifact": "s3://models/digits.tar.gz", "framework": "sklearn", "size_gib": 0.1},
        "machine": "ml.m7i.large",
        "scaling": {**SCALING, **scaling},
    }
    described = {"name": name, "owner": "ml", "cost_centre": "research", "endpoints": {"digits": endpoint}}
    return load(described, REGION)


def endpoint(**scaling: Any) -> EndpointSpec:
    """Its endpoint."""
    return environment(**scaling).endpoints["digits"]


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("auto", "1 to 6, 8 requests in flight per replica"),
        ("horizontal", "2 replicas"),
        ("vertical", "2 x ml.m7i.large, step 1 of 2"),
    ],
)
def test_a_strategy_is_said_in_words(strategy: str, said: str):
    """Only its own fields are in force."""
    assert rule(endpoint(strategy=strategy, schedule=[]).in_force()) == said


@pytest.mark.parametrize(
    ("strategy", "fields"),
    [
        ("auto", ("sizes",)),
        ("horizontal", ("replicas.max", "replicas.min", "sizes", "target")),
        ("vertical", ("replicas.max", "replicas.min", "target")),
    ],
)
def test_fields_of_other_strategies_are_kept(strategy: str, fields: tuple[str, ...]):
    """A team sees what another word would bring into force."""
    nothing = ScalingAnswer(targets=(), policies=(), actions=())
    assert scaling_fact(endpoint(strategy=strategy, schedule=[]), nothing).kept == fields


def test_a_schedule_of_another_strategy_is_kept_too():
    """Floors move nothing where a count is chosen."""
    nothing = ScalingAnswer(targets=(), policies=(), actions=())
    assert scaling_fact(endpoint(strategy="horizontal"), nothing).kept[-2:] == ("schedule[0]", "schedule[1]")


def test_bounds_are_those_that_aws_holds():
    """The clock may have moved them."""
    target = {"MinCapacity": 2, "MaxCapacity": 6, "SuspendedState": {"DynamicScalingInSuspended": True}}
    fact = scaling_fact(endpoint(), ScalingAnswer(targets=(target,), policies=(), actions=()))
    assert (fact.min_count, fact.max_count, fact.suspended) == (2, 6, True)


def test_an_entry_is_live_when_aws_holds_its_cron_and_zone():
    """The same cron in another zone is another time."""
    entries = endpoint().in_force().schedule
    held = {"Schedule": entries[0].aws_cron(), "Timezone": "Europe/Berlin"}
    elsewhere = {"Schedule": entries[1].aws_cron(), "Timezone": "UTC"}
    assert [fact.live for fact in schedule_facts(entries, [held, elsewhere], NOW)] == [True, False]


def test_the_next_three_firings_are_in_the_schedules_zone():
    """Sunday evening: Monday, Tuesday, Wednesday."""
    fact = schedule_facts(endpoint().in_force().schedule, [], NOW)[0]
    assert [f"{each:%a %H:%M %z}" for each in fact.next] == ["Mon 08:00 +0100", "Tue 08:00 +0100", "Wed 08:00 +0100"]


def alarm(name: str, state: str = "OK", **fields: Any) -> Mapping[str, Any]:
    """An alarm as CloudWatch describes it."""
    return {"AlarmName": name, "StateValue": state, "ActionsEnabled": True, **fields}


def test_an_alarm_belongs_to_the_endpoint_with_the_longest_name():
    """One endpoint's name may begin another's."""
    alarms = [alarm("dev-chat-p99"), alarm("dev-chat-large-p99", "ALARM")]
    facts = alarm_facts(alarms, ["dev-chat", "dev-chat-large"])
    assert (facts["dev-chat"].firing, facts["dev-chat-large"].firing) == ((), ("dev-chat-large-p99",))


def test_alarms_are_counted_by_state_and_by_who_hears_of_them():
    """Muted ones are counted too."""
    alarms = [alarm("e-a", AlarmActions=["arn:t"]), alarm("e-b", "INSUFFICIENT_DATA", ActionsEnabled=False)]
    fact = alarm_facts(alarms, ["e"])["e"]
    assert (fact.states, fact.muted, fact.topics) == ({"INSUFFICIENT_DATA": 1, "OK": 1}, 1, ("arn:t",))


@pytest.mark.parametrize(
    ("filters", "ours"),
    [
        ({"CostFilters": {"TagKeyValue": ["user:environment$dev"]}}, True),
        ({"CostFilters": {"TagKeyValue": ["user:environment$dev2"]}}, False),
        ({"FilterExpression": {"Tags": {"Key": "environment", "Values": ["dev"]}}}, True),
        ({}, False),
    ],
)
def test_a_budget_is_ours_by_its_filter(filters: dict[str, Any], ours: bool):
    """Its name says nothing about what it counts."""
    assert is_of(filters, "dev") is ours


def test_a_watch_is_ours_by_what_it_watches():
    """Another environment's monitor is not."""
    assert not watches({"MonitorSpecification": {"Tags": {"Key": "environment", "Values": ["prod"]}}}, "dev")


def test_a_budget_without_figures_has_none():
    """AWS counts nothing for hours."""
    fact = shape({"BudgetName": "b", "BudgetLimit": {"Amount": "4000"}}, [], [], [], "dev")
    assert (fact.limit_usd, fact.actual_usd, fact.tag_status) == (4000.0, None, "unknown")


def test_an_unknown_price_is_an_unknown_cost():
    """It is not free."""
    nothing = Line("digits", 0.0, "no price of ml.new is known")
    assert (cost_fact(nothing, nothing).floor_usd, total([1.0, None]), total([1.0, 2.5])) == (None, None, 3.5)


def test_an_environment_in_service_is_shown_from_the_cloud(sandbox: Sandbox, cloud: Cloud):
    """Status, machine, count and bounds are AWS's, not the stack file's."""
    name = unique("env")
    client = sandbox.client("sagemaker")
    configuration = sandbox.configuration(InitialInstanceCount=3, InstanceType="ml.m7i.2xlarge")
    client.create_endpoint(EndpointName=f"{name}-digits", EndpointConfigName=configuration)
    sandbox.settled(f"{name}-digits")
    sandbox.register(f"{name}-digits", low=2, high=4)
    found = standing(environment(name), cloud, NOW)
    [each] = found.endpoints
    live = (each.endpoint.status, each.endpoint.live_machine, each.endpoint.desired_count)
    assert (*live, each.scaling.min_count, each.scaling.max_count) == ("InService", "ml.m7i.2xlarge", 3, 2, 4)
    assert any("runs on ml.m7i.2xlarge, the stack file says ml.m7i.large" in line for line in attention(found))


def test_a_part_that_may_not_be_seen_is_named(sandbox: Sandbox, cloud: Cloud):
    """A developer without the right to read budgets still sees the rest."""
    denial = {"code": "AccessDeniedException", "message": "no", "status": 400}
    sandbox.control("faults", {"service": "budgets", "operation": "DescribeBudgets", "count": 1, "error": denial})
    found = standing(environment(unique("env")), cloud, NOW)
    assert found.unseen == ("budget: DescribeBudgets is not allowed",)
    assert found.endpoints[0].endpoint.status == ABSENT


def test_what_is_most_likely_not_meant_needs_attention(cloud: Cloud):
    """The stack file's lints stand beside what AWS says."""
    found = standing(environment(unique("env"), sizes=["ml.m7i.2xlarge", "ml.m7i.large"]), cloud, NOW)
    assert any("adds nothing to ml.m7i.2xlarge" in line for line in attention(found))


def test_another_error_is_not_swallowed(sandbox: Sandbox, cloud: Cloud):
    """Only a missing permission leaves a part out."""
    broken = {"code": "ValidationException", "message": "odd", "status": 400}
    sandbox.control("faults", {"service": "budgets", "operation": "DescribeBudgets", "count": 1, "error": broken})
    with pytest.raises(ClientError, match="odd"):
        standing(environment(unique("env")), cloud, NOW)
