"""A cloud that throttles, breaks and has no machines: bounded retries, nothing lost."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.sandbox


def test_throttling_and_server_errors_are_survived(workbench):
    """A burst of 429 and 5xx answers of several services delays an up but does not fail it."""
    bench = workbench()
    for service, operation, kind in [
        ("sagemaker", "CreateEndpoint", "throttle"),
        ("iam", "CreateRole", "throttle"),
        ("sagemaker", "DescribeEndpoint", "server_error"),
        ("kms", "CreateKey", "server_error"),
        ("application-autoscaling", "PutScalingPolicy", "throttle"),
    ]:
        bench.control("faults", {"service": service, "operation": operation, "kind": kind, "count": 2})

    bench.up().ok()

    assert bench.changes() == {}


def test_no_capacity_is_named_and_kept_in_the_state(team):
    """A create without machines fails as capacity, is not orphaned, and the next up converges."""
    bench = team()
    fault = {"service": "sagemaker", "operation": "CreateEndpoint", "kind": "capacity", "count": 1}
    bench.control("faults", fault)

    assert "capacity" in bench.up().failed().output

    bench.up().ok()
    live = bench.aws("sagemaker").describe_endpoint(EndpointName=bench.cloud_name())
    assert live["EndpointStatus"] == "InService"
    assert bench.changes() == {}


def test_a_bad_request_is_refused_in_preview(team):
    """AWS's own contract is checked before anything is created: a role's ARN has at most 2,048 characters."""
    bench = team()
    before = bench.control("resources")
    bench.edit(lambda e: e["endpoints"]["digits"].update(role_arn="arn:aws:iam::123456789012:role/" + "r" * 2100))

    said = bench.pulumi("preview").failed().output

    assert "executionRoleArn" in said
    assert "2048" in said
    assert bench.control("resources") == before
