"""How a new version takes over: the API's shapes, the arithmetic of the waits, and what AWS refuses."""

from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from modelhost.spec.kind import EndpointKind
from modelhost.spec.rollout import RolloutSpec
from tests.spec.kind import HERE, of
from tests.spec.stack import told

PLACE = f"{HERE}.rollout"
SHAPES = botocore.session.get_session().get_service_model("sagemaker")


def rollout(**fields: Any) -> RolloutSpec:
    """Return a rollout of *fields*."""
    return RolloutSpec.model_validate(fields)


def refused(kind: str = "realtime", count: int = 4, **fields: Any) -> list[str]:
    """Return what is told of an endpoint of *count* replicas that ships so."""
    scaling = {"strategy": "horizontal", "replicas": {"count": count}}
    return told(of(kind, **({} if kind == "serverless" else {"scaling": scaling}), rollout=fields))


def pascal(value: Any) -> Any:
    """Return *value* with the API's keys."""
    if isinstance(value, dict):
        return {f"{key[0].upper()}{key[1:]}": pascal(inner) for key, inner in value.items()}
    return value


def test_all_at_once_bakes() -> None:
    """Without a word, a second fleet takes over at once and the first goes after five minutes of watching."""
    assert rollout().deployment() == {
        "blueGreenUpdatePolicy": {
            "trafficRoutingConfiguration": {"type": "ALL_AT_ONCE", "waitIntervalInSeconds": 300},
            "terminationWaitInSeconds": 0,
            "maximumExecutionTimeoutInSeconds": 4200,
        }
    }


def test_a_canary_moves_first() -> None:
    """A fraction, the rest after the bake."""
    spec = rollout(strategy="canary", step=0.2, bake_seconds=600, termination_wait_seconds=120)
    assert spec.deployment() == {
        "blueGreenUpdatePolicy": {
            "trafficRoutingConfiguration": {
                "type": "CANARY",
                "waitIntervalInSeconds": 600,
                "canarySize": {"type": "CAPACITY_PERCENT", "value": 20},
            },
            "terminationWaitInSeconds": 120,
            "maximumExecutionTimeoutInSeconds": 2 * 600 + 120 + 3600,
        }
    }


def test_a_linear_rollout_moves_in_steps() -> None:
    """A number of instances at once."""
    spec = rollout(strategy="linear", step_count=2, timeout_seconds=7200)
    policy = (spec.deployment() or {})["blueGreenUpdatePolicy"]
    assert policy["trafficRoutingConfiguration"] == {
        "type": "LINEAR",
        "waitIntervalInSeconds": 300,
        "linearStepSize": {"type": "INSTANCE_COUNT", "value": 2},
    }
    assert policy["maximumExecutionTimeoutInSeconds"] == 7200


def test_a_rolling_update_goes_batch_by_batch() -> None:
    """No second fleet; and back in steps of its own."""
    assert rollout(strategy="rolling", step=0.5, rollback_step=1).deployment() == {
        "rollingUpdatePolicy": {
            "maximumBatchSize": {"type": "CAPACITY_PERCENT", "value": 50},
            "waitIntervalInSeconds": 300,
            "maximumExecutionTimeoutInSeconds": 4200,
            "rollbackMaximumBatchSize": {"type": "CAPACITY_PERCENT", "value": 100},
        }
    }


def test_components_ship_themselves() -> None:
    """Beneath components the endpoint has nothing to roll out, and copies are counted."""
    spec = rollout(strategy="rolling", step_count=1)
    assert spec.deployment(EndpointKind.COMPONENTS) is None
    assert spec.component_deployment()["rollingUpdatePolicy"]["maximumBatchSize"] == {"type": "COPY_COUNT", "value": 1}


@pytest.mark.parametrize(("strategy", "percent"), [("canary", 10), ("linear", 25), ("rolling", 25)])
def test_a_step_is_derived(strategy: str, percent: int) -> None:
    """A tenth first, or a quarter at once."""
    assert f"'value': {percent}" in str(rollout(strategy=strategy).deployment())


@pytest.mark.parametrize("strategy", ["all-at-once", "canary", "linear", "rolling"])
@pytest.mark.parametrize("bake", [0, 300, 2800])
def test_the_api_takes_every_rollout(strategy: str, bake: int) -> None:
    """The service model accepts the shape, for endpoints and for components."""
    spec = rollout(strategy=strategy, bake_seconds=bake)
    check = ParamValidator()
    endpoints = check.validate(pascal(spec.deployment()), SHAPES.shape_for("DeploymentConfig"))
    components = check.validate(
        pascal(spec.component_deployment()), SHAPES.shape_for("InferenceComponentDeploymentConfig")
    )
    assert (endpoints.generate_report(), components.generate_report()) == ("", "")


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        ({}, 300),
        ({"strategy": "canary"}, 600),
        ({"strategy": "linear", "step": 0.1}, 3000),
        ({"strategy": "linear", "step": 0.3, "termination_wait_seconds": 60}, 1260),
        ({"strategy": "rolling", "step": 0.05, "bake_seconds": 60}, 1200),
    ],
)
def test_the_waits_add_up(fields: dict[str, Any], waits: int) -> None:
    """As many bakes as steps, and the wait before the end; the derived limit is above them."""
    spec = rollout(**fields)
    assert spec.waits_seconds == waits
    assert spec.limit_seconds > waits


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"strategy": "canary", "step": 0.1, "step_count": 1},
            "step_count",
            "1 stands beside step 0.1; leave one of the two",
        ),
        ({"step": 0.2}, "step", "0.2 has nothing to step beside all-at-once; write canary, linear or rolling"),
        ({"step_count": 2}, "step_count", "2 has nothing to step beside all-at-once; write canary, linear or rolling"),
        ({"strategy": "linear", "step": 0.05}, "step", "0.05 is below the 0.1 that AWS takes for linear; write 0.1"),
        (
            {"strategy": "rolling", "step": 0.01},
            "step",
            "0.01 is below the 0.05 that AWS takes for rolling; write 0.05",
        ),
        ({"strategy": "canary", "step": 0.6}, "step", "0.6 is too large; write 0.5 or less"),
        (
            {"strategy": "canary", "step": 0.125},
            "step",
            "0.125 is no whole per cent, and AWS takes only those; write 0.12",
        ),
        (
            {"strategy": "rolling", "rollback_step": 0.333},
            "rollback_step",
            "0.333 is no whole per cent, and AWS takes only those; write 0.33",
        ),
        ({"bake_seconds": 4000}, "bake_seconds", "4000 is too large; write 3600 or less"),
        ({"timeout_seconds": 300}, "timeout_seconds", "300 is too small; write 600 or more"),
        (
            {"strategy": "linear", "step": 0.1, "bake_seconds": 3600},
            "bake_seconds",
            "10 x bake_seconds 3600 + termination_wait_seconds 0 = 36000 s reach the 28800 s that AWS gives an update; "
            "lower it, or take larger steps",
        ),
        (
            {"strategy": "linear", "step": 0.1, "termination_wait_seconds": 60, "timeout_seconds": 3060},
            "timeout_seconds",
            "3060 does not exceed the waits of 10 x bake_seconds 300 + termination_wait_seconds 60 = 3060; "
            "write more than 3060, leave it out, or lower the waits",
        ),
        (
            {"strategy": "rolling", "termination_wait_seconds": 60},
            "termination_wait_seconds",
            "60: a rolling update ends old instances batch by batch; leave it out, or write canary or linear",
        ),
        (
            {"strategy": "canary", "rollback_step": 0.5},
            "rollback_step",
            "0.5: only a rolling update goes back in steps; leave it out, or write strategy: rolling",
        ),
    ],
)
def test_a_rollout_that_aws_refuses_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Sizes, waits and limits are inside what the API takes."""
    assert refused(**fields) == [f"{PLACE}.{place}: {text}"]


@pytest.mark.parametrize(
    ("kind", "strategy", "text"),
    [
        ("components", "canary", "AWS updates inference components by rolling only; write strategy: rolling"),
        ("components", "linear", "AWS updates inference components by rolling only; write strategy: rolling"),
        ("serverless", "rolling", "AWS does not roll serverless endpoints; write canary, linear or all-at-once"),
    ],
)
def test_a_kind_has_its_rollouts(kind: str, strategy: str, text: str) -> None:
    """Components roll, serverless endpoints do not."""
    assert refused(kind, strategy=strategy) == [f"{PLACE}.strategy: {strategy}: {text}"]


def test_a_serverless_endpoint_has_nothing_to_count() -> None:
    """Its traffic moves by fractions."""
    text = "1: a serverless endpoint has no instances to count; write a fraction as step"
    assert refused("serverless", strategy="canary", step_count=1) == [f"{PLACE}.step_count: {text}"]


@pytest.mark.parametrize(
    ("kind", "count", "fields", "text"),
    [
        (
            "realtime",
            1,
            {"strategy": "canary", "step_count": 1},
            "1 of 1 instance is more than the half that AWS takes for canary; "
            "write a fraction as step, or have 2 replicas or more",
        ),
        (
            "components",
            3,
            {"strategy": "rolling", "step_count": 2},
            "2 of 3 copies is more than the half that AWS takes for rolling; "
            "write a fraction as step, or have 4 replicas or more",
        ),
        (
            "realtime",
            30,
            {"strategy": "linear", "step_count": 2},
            "2 of 30 is less than the 0.1 that AWS takes for linear; write a larger number, or a fraction as step",
        ),
    ],
)
def test_a_number_is_a_part_of_what_there_is(kind: str, count: int, fields: dict[str, Any], text: str) -> None:
    """AWS bounds a number of instances by fractions of the fleet."""
    assert refused(kind, count, **fields) == [f"{PLACE}.step_count: {text}"]


def test_the_fewest_replicas_bound_a_number() -> None:
    """A canary of two needs four at every hour."""
    fields = {"rollout": {"strategy": "canary", "step_count": 2}}
    scaling = {"strategy": "auto", "replicas": {"min": 3, "max": 8}}
    text = "2 of 3 instances is more than the half that AWS takes for canary; "
    text += "write a fraction as step, or have 4 replicas or more"
    assert told(of("realtime", **fields, scaling=scaling)) == [f"{PLACE}.step_count: {text}"]
    assert told(of("realtime", **fields, scaling={**scaling, "replicas": {"min": 4, "max": 8}})) == []


def test_the_waits_follow_from_the_number() -> None:
    """Twenty instances, two at a time, bake ten times."""
    fields = {"strategy": "linear", "step_count": 2, "bake_seconds": 600, "timeout_seconds": 6000}
    text = "6000 does not exceed the waits of 10 x bake_seconds 600 + termination_wait_seconds 0 = 6000; "
    assert refused(count=20, **fields) == [
        f"{PLACE}.timeout_seconds: {text}write more than 6000, leave it out, or lower the waits"
    ]
    assert refused(count=10, **fields) == []


def test_an_inferentia_machine_is_updated_at_once() -> None:
    """AWS falls back to all at once, without baking, for this family."""
    model = {"image": f"123456789012.dkr.ecr.us-west-2.amazonaws.com/neuron@sha256:{'0' * 64}"}
    text = "canary: AWS updates inf1 machines all at once, without baking; write all-at-once, or take inf2 machines"
    canary = {"strategy": "canary"}
    assert told(of("realtime", model=model, machine="ml.inf1.xlarge", rollout=canary)) == [f"{PLACE}.strategy: {text}"]
    assert told(of("realtime", model=model, machine="ml.inf2.xlarge", rollout=canary)) == []


@pytest.mark.parametrize("other", ["shadow", "challengers"])
def test_several_variants_do_not_roll(other: str) -> None:
    """AWS excludes endpoints with more than one variant."""
    model = {"artifact": "./other", "framework": "sklearn"}
    variant = {"shadow": {"model": model, "sample": 0.5}, "challengers": {"other": {"model": model, "weight": 1}}}
    text = "rolling: AWS does not roll an endpoint of 2 variants; write canary, linear or all-at-once"
    config = of("realtime", **{other: variant[other]}, rollout={"strategy": "rolling"})
    assert told(config) == [f"{PLACE}.strategy: {text}"]
