"""Whatever happens in the middle, the scaling comes back, and the failure is visible."""

from tests.components.scaling.ladder import LARGE, SMALL, ladder

REFUSED = {"code": "ValidationException", "message": "injected"}


def fault(endpoint, operation, kind="error", service="sagemaker", count=1, **fields):
    """Let the next such call about the endpoint fail."""
    match = {"EndpointName": endpoint.endpoint} if service == "sagemaker" else {}
    endpoint.cloud.control(
        "faults", {"service": service, "operation": operation, "kind": kind, "count": count, "match": match, **fields}
    )


def test_a_rollback_fails_with_sagemakers_reason(cloud):
    """SageMaker reports a rolled-back update as InService; the machine compares what is live."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    fault(endpoint, "UpdateEndpoint", "rollback", reason="no such machine is free")
    shown = endpoint.order(action="resize", size=LARGE)
    small, large = endpoint.plan.configurations.values()
    assert (shown["status"], shown["error"]) == ("FAILED", "RolledBack")
    assert shown["cause"] == (
        f"SageMaker rolled endpoint {endpoint.endpoint} back to {small}, {large} did not go live: "
        "no such machine is free"
    )
    assert (endpoint.size(), endpoint.scaling(), endpoint.parameters()) == (SMALL, before, [])


def test_an_update_that_is_refused_puts_the_scaling_back(cloud):
    """The refusal is the failure that people see, after the tries that it is given."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    fault(endpoint, "UpdateEndpoint", error=REFUSED, count=6)
    shown = endpoint.order(action="resize", size=LARGE)
    assert (shown["error"], shown["cause"].startswith("injected")) == ("SageMaker.SageMakerException", True)
    assert (endpoint.size(), endpoint.scaling(), endpoint.parameters()) == (SMALL, before, [])


def test_throttled_calls_are_made_again(cloud):
    """Throttling is no failure: neither of what captures, nor of what takes away, nor of what puts back."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    for operation in ("DescribeScalableTargets", "DeregisterScalableTarget", "PutScheduledAction"):
        match = {"ServiceNamespace": "sagemaker"}
        fault(endpoint, operation, "throttle", "application-autoscaling", count=2, match=match)
    assert endpoint.outcome(action="resize", size=LARGE) == "the endpoint has its new size"
    assert endpoint.scaling() == before


def test_a_scaling_that_cannot_be_put_back_is_kept_and_said(cloud):
    """The parameters stay, and the next order puts back what is missing before it does anything."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    match = {"ResourceId": endpoint.plan.resource_id}
    fault(endpoint, "PutScalingPolicy", "error", "application-autoscaling", count=6, match=match, error=REFUSED)
    shown = endpoint.order(action="resize", size=LARGE)
    assert (shown["error"], endpoint.plan.lock in shown["cause"]) == ("NotRestored", True)
    assert endpoint.plan.lock in endpoint.parameters()
    assert endpoint.outcome(action="resize", size=LARGE) == "the endpoint has that size already"
    assert (endpoint.scaling(), endpoint.parameters()) == (before, [])


def test_what_a_killed_execution_left_is_put_back_first(cloud):
    """An execution that is stopped in the middle of its update leaves parameters, and the next one begins with them."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    cloud.slowly("UpdateEndpoint", endpoint.endpoint)
    execution = endpoint.begin(action="resize", size=LARGE)
    endpoint.until_updating()
    cloud.client("stepfunctions").stop_execution(executionArn=execution)
    cloud.hour()
    assert endpoint.scaling()["targets"] == []
    assert endpoint.outcome(action="resize", size=LARGE) == "the endpoint has that size already"
    assert (endpoint.scaling(), endpoint.parameters()) == (before, [])


def test_what_is_newer_than_what_was_left_stays(cloud):
    """An `up` registered the target with other bounds after the machine died: those hold."""
    endpoint = ladder(cloud)
    cloud.slowly("UpdateEndpoint", endpoint.endpoint)
    execution = endpoint.begin(action="resize", size=LARGE)
    endpoint.until_updating()
    cloud.client("stepfunctions").stop_execution(executionArn=execution)
    cloud.hour()
    endpoint.live()
    cloud.register(endpoint.endpoint, 2, 9)
    endpoint.order(action="resize", size=LARGE)
    [target] = endpoint.scaling()["targets"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (2, 9)
    assert sorted(each["PolicyName"] for each in endpoint.scaling()["policies"]) == ["steps", "tracking"]
