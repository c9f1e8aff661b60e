"""A load balancer spreads requests as the planner simulates it, with what AWS allows for each algorithm."""

from typing import Any

import pulumi
import pytest
from botocore.session import get_session

from components.target_group import TargetGroup
from modelhost.spec.target_group import Algorithm, HealthCheckSpec, TargetGroupSpec
from tests.components.conftest import Build
from tests.components.recording import record


def group(name: str = "chat", **spec: Any) -> TargetGroup:
    """Return a target group with defaults to override."""
    return TargetGroup(name, {"vpc_id": "vpc-1", "spec": TargetGroupSpec.model_validate({"port": 8080, **spec})})


@pytest.mark.parametrize(
    ("spec", "chosen"),
    [
        ({}, {"loadBalancingAlgorithmType": "least_outstanding_requests"}),
        ({"algorithm": "round_robin"}, {"loadBalancingAlgorithmType": "round_robin", "slowStart": 0}),
        (
            {"algorithm": "round_robin", "slow_start_seconds": 120},
            {"loadBalancingAlgorithmType": "round_robin", "slowStart": 120},
        ),
        (
            {"algorithm": "weighted_random"},
            {"loadBalancingAlgorithmType": "weighted_random", "loadBalancingAnomalyMitigation": "off"},
        ),
        (
            {"algorithm": "weighted_random", "anomaly_mitigation": True},
            {"loadBalancingAlgorithmType": "weighted_random", "loadBalancingAnomalyMitigation": "on"},
        ),
    ],
)
def test_each_algorithm_has_what_aws_allows_for_it(build: Build, spec: dict[str, Any], chosen: dict[str, Any]) -> None:
    """Slow start with round robin only, mitigation with weighted random only; the others are not even named."""
    inputs = build(lambda: group(**spec)).one("aws:lb/targetGroup:TargetGroup")
    words = ("loadBalancing", "slowStart", "stickiness")
    assert {key: value for key, value in inputs.items() if key.startswith(words)} == chosen


def test_pods_are_targets_by_their_address(build: Build) -> None:
    """Over HTTP, with a check that says when the model serves."""
    inputs = build(group).one("aws:lb/targetGroup:TargetGroup")
    assert (inputs["targetType"], inputs["port"], inputs["protocol"], inputs["vpcId"]) == ("ip", 8080, "HTTP", "vpc-1")
    assert inputs["deregistrationDelay"] == 300
    assert inputs["healthCheck"]["path"] == "/ping"
    assert "name" not in inputs


def test_pulumi_finds_room_for_its_own_letters(build: Build) -> None:
    """AWS takes 32 characters, eight of which are Pulumi's; what is cut ends in a hash."""
    [made] = build(lambda: group("an-endpoint-with-a-rather-long-name")).of("aws:lb/targetGroup:TargetGroup")
    assert len(made.name) == 24


@pytest.mark.parametrize(
    ("spec", "problem"),
    [
        (
            {"anomaly_mitigation": True},
            "spec.anomaly_mitigation: needs weighted_random, and the algorithm is least_outstanding_requests; "
            "change one of the two",
        ),
        (
            {"slow_start_seconds": 60},
            "spec.slow_start_seconds: 60 needs round_robin, and the algorithm is least_outstanding_requests; "
            "write 0, or change the algorithm",
        ),
        (
            {"algorithm": "round_robin", "slow_start_seconds": 10},
            "spec.slow_start_seconds: 10 is too short for AWS; write 0, or 30 to 900",
        ),
        (
            {"health_check": {"interval_seconds": 5}},
            "spec.health_check.timeout_seconds: 5 s are not below interval_seconds 5; lower them",
        ),
        (
            {"health_check": {"path": "ping"}},
            "spec.health_check.path: 'ping' is not a path; begin it with a slash, such as /ping",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(spec: dict[str, Any], problem: str) -> None:
    """With its place, its value and what to do."""
    with pytest.raises(pulumi.RunError) as caught:
        record(lambda: TargetGroup("chat", {"vpc_id": "vpc-1", "spec": {"port": 8080, **spec}}))
    assert str(caught.value).splitlines() == ["TargetGroup 'chat' has 1 problem:", f"  {problem}"]


def test_the_words_and_limits_are_those_of_the_api() -> None:
    """The algorithms are named where the API documents its attributes, and the numbers are within its ranges."""
    model = get_session().get_service_model("elbv2")
    attributes = model.shape_for("TargetGroupAttribute").members["Key"].documentation
    assert all(f"<code>{each}</code>" in attributes for each in Algorithm)
    create = model.operation_model("CreateTargetGroup").input_shape.members
    names = {
        "interval_seconds": "HealthCheckIntervalSeconds",
        "timeout_seconds": "HealthCheckTimeoutSeconds",
        "healthy": "HealthyThresholdCount",
        "unhealthy": "UnhealthyThresholdCount",
    }
    schema = HealthCheckSpec.model_json_schema()["properties"]
    ours = {name: (schema[name]["minimum"], schema[name]["maximum"]) for name in names}
    assert ours == {name: tuple(create[api].metadata[key] for key in ("min", "max")) for name, api in names.items()}
