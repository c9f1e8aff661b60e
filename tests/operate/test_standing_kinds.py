"""What stands of each kind of endpoint."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.standing.attention import attention
from modelhost.operate.standing.endpoint import (
    ABSENT,
    ASLEEP,
    CLOCK,
    DEMAND,
    SLEEPING,
    EndpointFact,
    endpoint_fact,
    shape,
)
from modelhost.operate.standing.rule import rule
from modelhost.operate.standing.scaling import ScalingAnswer, of, policy_fact, scaling_fact
from modelhost.operate.standing.schedule import hours_facts, schedule_facts, timers
from modelhost.operate.standing.standing import standing
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.load import load
from tests.cloud.embedded import REGION, ROLE, Sandbox, unique
from tests.cloud.hosted_component import component, create_adapter, host, settled_component

MODEL = {"artifact": "s3://models/digits.tar.gz", "framework": "sklearn", "size_gib": 0.1}
SIZES = ["ml.m7i.large", "ml.m7i.2xlarge"]
SIZED = [{"at": "weekdays 08:00", "size": SIZES[1]}, {"at": "weekdays 20:00", "size": SIZES[0]}]
QUEUED = {"strategy": "auto", "replicas": {"min": 0, "max": 3}, "target": {"metric": "backlog", "value": 5.0}}
COUNTED = {"strategy": "horizontal", "replicas": {"count": 2}}
LADDER = {"metric": "cpu", "up_above": 0.7, "down_below": 0.2}
SUNDAY = datetime(2026, 11, 22, 8, tzinfo=UTC)
WORKDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def environment(name: str = "dev", scaling: dict[str, Any] | None = COUNTED, **fields: Any) -> EnvironmentSpec:
    """An environment with one endpoint; *fields* are of its block."""
    block = {"model": MODEL, **({} if scaling is None else {"scaling": scaling}), **fields}
    machine = {} if fields.get("kind") == "serverless" else {"machine": SIZES[0]}
    described = {"name": name, "owner": "ml", "cost_centre": "research", "endpoints": {"digits": {**machine, **block}}}
    return load(described, REGION)


def endpoint(**fields: Any) -> EndpointSpec:
    """Its endpoint."""
    return environment(**fields).endpoints["digits"]


def vertical(**fields: Any) -> dict[str, Any]:
    """A scaling block with a ladder of sizes."""
    return {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 2}, **fields}


def described(status: str = "InService", **fields: Any) -> dict[str, Any]:
    """An endpoint as SageMaker describes it."""
    variant = {"VariantName": "main", "CurrentInstanceCount": 2, "DesiredInstanceCount": 3, "CurrentWeight": 1.0}
    return {"EndpointStatus": status, "EndpointConfigName": "c", "ProductionVariants": [variant], **fields}


def fact(spec: EndpointSpec, live: dict[str, Any], **variant: Any) -> EndpointFact:
    """What is known of it."""
    configured = {"VariantName": "main", "InstanceType": SIZES[1], **variant}
    return shape("digits", "dev-digits", spec, live, {"ProductionVariants": [configured]})


@pytest.mark.parametrize(
    ("scaling", "owner", "pending"),
    [
        (vertical(), "stack file", True),
        (vertical(schedule=SIZED), CLOCK, False),
        (vertical(ladder=LADDER), DEMAND, False),
    ],
)
def test_a_size_has_an_owner(scaling: dict[str, Any], owner: str, pending: bool):
    """Another size than the stack file's waits for an up only where the stack file decides."""
    found = fact(endpoint(scaling=scaling), described())
    assert (found.size_owner, found.live_machine, found.pending_machine) == (owner, SIZES[1], pending)


def test_pools_are_shown_in_the_order_of_preference():
    """The stack file's machine is the first of them, so nothing is pending."""
    pools = [{"InstanceType": "ml.m6i.large", "Priority": 2}, {"InstanceType": "ml.m7i.large", "Priority": 1}]
    found = fact(endpoint(), described(), InstancePools=pools)
    assert (found.live_machine, found.pending_machine) == ("ml.m7i.large, ml.m6i.large", False)


def test_a_shadow_and_a_share_are_variants():
    """The endpoint's own first, the shadow last."""
    live = described(ShadowProductionVariants=[{"VariantName": "shadow", "CurrentInstanceCount": 1}])
    found = fact(endpoint(), live)
    assert [(each.name, each.shadow) for each in found.variants] == [("main", False), ("shadow", True)]


def test_a_serverless_variant_counts_its_provisioned_concurrency():
    """It has no instances."""
    serverless = {"MemorySizeInMB": 2048, "MaxConcurrency": 5, "ProvisionedConcurrency": 2}
    live = described(ProductionVariants=[{"VariantName": "main", "CurrentServerlessConfig": serverless}])
    assert fact(endpoint(), live).current_count == 2


def test_a_rollout_in_flight_tells_its_stages():
    """Each once, with SageMaker's message."""
    status = [{"Status": "Baking", "StatusMessage": "5 minutes"}]
    pending = {
        "EndpointConfigName": "next",
        "ProductionVariants": [{"VariantName": "main", "VariantStatus": status}] * 2,
    }
    found = fact(endpoint(), described("Updating", PendingDeploymentSummary=pending))
    assert found.rollout is not None
    assert (found.rollout.configuration, found.rollout.stages) == ("next", ("Baking (5 minutes)",))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"scaling": vertical(schedule=SIZED)}, "2 x ml.m7i.large, step 1 of 2, the size goes by the clock"),
        ({"scaling": vertical(ladder=LADDER)}, "2 x ml.m7i.large, step 1 of 2, the size goes by demand"),
        (
            {"scaling": {"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"}},
            "1 replica, exists weekdays 07-20 UTC",
        ),
        (
            {"kind": "async", "scaling": QUEUED},
            "0 to 3, 5 waiting requests per replica, sleeps without load",
        ),
    ],
)
def test_every_strategy_is_said_in_words(fields: dict[str, Any], said: str):
    """What it does, not what it is called."""
    assert rule(endpoint(**fields).in_force()) == said


def test_a_serverless_endpoint_scales_on_demand():
    """Nothing is registered for it."""
    spec = endpoint(
        kind="serverless", network_isolation=False, serverless={"memory_gib": 2, "max_concurrency": 5}, scaling=None
    )
    nothing = ScalingAnswer(targets=(), policies=(), actions=())
    assert scaling_fact(spec, nothing).rule == "on demand, at most 5 at once"


def test_the_scaling_of_a_base_component_is_the_endpoints():
    """An adapter has none, another endpoint's is its own."""
    scaled = ["inference-component/e-base", "inference-component/e-adapter-x", "inference-component/f-base"]
    assert [of({"ResourceId": each}, "e") for each in scaled] == [True, False, False]


def test_a_step_policy_tells_its_steps():
    """By the distance to the alarm's threshold."""
    steps = [
        {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 10.0, "ScalingAdjustment": 1},
        {"MetricIntervalLowerBound": 10.0, "ScalingAdjustment": 3},
    ]
    policy = {
        "PolicyName": "p",
        "PolicyType": "StepScaling",
        "StepScalingPolicyConfiguration": {"StepAdjustments": steps},
    }
    assert policy_fact(policy).steps == ("0..10: +1", "10..: +3")


def test_a_metric_that_is_divided_has_the_name_of_the_whole():
    """The queue, not the samples by which its depth is divided."""
    names = ("ApproximateNumberOfMessagesVisible", "CPUUtilization")
    stats = [{"Id": name[0].lower(), "MetricStat": {"Metric": {"MetricName": name}, "Stat": "Sum"}} for name in names]
    metrics = [{"Id": "share", "Expression": "a / c"}, *stats]
    tracking = {"CustomizedMetricSpecification": {"Metrics": metrics}, "TargetValue": 30.0}
    policy = {
        "PolicyName": "queue-depth-jobs",
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": tracking,
    }
    assert policy_fact(policy).metric == "ApproximateNumberOfMessagesVisible"


def test_a_size_by_the_clock_is_live_when_a_timer_holds_it():
    """Counts are scheduled actions of Application Auto Scaling, sizes are timers of EventBridge Scheduler."""
    entries = endpoint(scaling=vertical(schedule=SIZED)).in_force().schedule
    held = {(entries[0].scheduler_cron(), "UTC")}
    assert [each.live for each in schedule_facts(entries, [], SUNDAY, held)] == [True, False]


def test_opening_hours_have_two_timers():
    """One wakes the endpoint, one puts it to sleep; each fires on five days of the week."""
    spec = endpoint(scaling={"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"})
    comes, goes = hours_facts(spec.scaling.hours, SUNDAY, frozenset())
    assert (comes.sets, f"{comes.next[0]:%a %H:%M}", comes.live) == ("the endpoint comes", "Mon 07:00", False)
    assert (goes.sets, f"{goes.next[0]:%a %H:%M}") == ("the endpoint goes", "Mon 20:00")


def test_timers_are_found_by_the_machine_that_they_start(cloud: Cloud):
    """Whatever they are called, and whosever group they are in."""
    name = unique("e")
    target = {"Arn": f"arn:aws:states:{REGION}:123456789012:stateMachine:{name}-resize", "RoleArn": ROLE, "Input": "{}"}
    cloud.client("scheduler").create_schedule(
        Name=unique("up"),
        ScheduleExpression="cron(0 7 ? * MON-FRI *)",
        ScheduleExpressionTimezone="Europe/Berlin",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target=target,
    )
    assert timers(cloud, [name]) == {name: frozenset({("cron(0 7 ? * MON-FRI *)", "Europe/Berlin")})}


def office(name: str) -> EnvironmentSpec:
    """An environment whose endpoint exists in working hours only."""
    return environment(name, {"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"})


@pytest.mark.parametrize(("now", "said"), [(SUNDAY, []), (WORKDAY, ["is asleep in its opening hours"])])
def test_an_endpoint_that_sleeps_is_not_absent(cloud: Cloud, now: datetime, said: list[str]):
    """Asleep in its opening hours it needs attention, outside of them it does not."""
    described = office(unique("env"))
    name = described.endpoint_name("digits")
    waking = json.dumps({"configuration": "c-1", "count": 1})
    cloud.client("ssm").put_parameter(Name=SLEEPING + name, Value=waking, Type="String")
    found = standing(described, cloud, now)
    [each] = found.endpoints
    assert (each.endpoint.status, each.endpoint.live_configuration) == (ASLEEP, "c-1")
    noted = [line for line in attention(found) if line.startswith("digits is")]
    assert [expected in line for expected, line in zip(said, noted, strict=True)] == [True] * len(said)


def test_who_may_not_ask_whether_it_sleeps_sees_the_rest(sandbox: Sandbox, cloud: Cloud):
    """And is told what could not be asked."""
    described = office(unique("env"))
    match = {"Name": SLEEPING + described.endpoint_name("digits")}
    refusal = {"service": "ssm", "operation": "GetParameter", "error": {"code": "AccessDeniedException"}}
    sandbox.control("faults", {**refusal, "kind": "error", "count": 1, "match": match})
    found = standing(described, cloud, SUNDAY)
    assert found.endpoints[0].endpoint.status == "absent or asleep"
    assert any("digits is not there; it may sleep" in line for line in attention(found))


def test_an_endpoint_without_hours_does_not_sleep(cloud: Cloud):
    """A parameter left over from earlier hours means nothing."""
    spec, name = endpoint(), unique("e")
    cloud.client("ssm").put_parameter(Name=SLEEPING + name, Value="{}", Type="String")
    assert endpoint_fact(cloud, "digits", name, spec).status == ABSENT


def test_components_and_their_copies_are_shown(sandbox: Sandbox, cloud: Cloud):
    """The base first, then its adapters."""
    where = host(sandbox)
    base = component(sandbox, where)
    adapter = create_adapter(sandbox, where, base)
    settled_component(sandbox, adapter)
    spec = endpoint().model_copy(update={"kind": EndpointKind.COMPONENTS})
    found = endpoint_fact(cloud, "digits", where, spec)
    assert [(each.name, each.base, each.current_copies) for each in found.components] == [
        (base, None, 1),
        (adapter, base, None),
    ]
