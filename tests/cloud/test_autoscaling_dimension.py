"""Application Auto Scaling for each dimension: which bounds, metrics and policies it takes, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, scope_of
from tests.cloud.hosted_component import (
    component,
    copies_of,
    create_adapter,
    host,
    scope_of_copies,
    settled_component,
)
from tests.cloud.test_autoscaling import put_action, put_policy
from tests.cloud.test_endpoint_kind import asynchronous, concurrency_scope, serverless

Scope = dict[str, str]
COPIES_METRIC = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"


def copies(cloud: Sandbox) -> Scope:
    """Register the copies of a component, down to none."""
    scope = scope_of_copies(component(cloud, host(cloud)))
    cloud.client("application-autoscaling").register_scalable_target(**scope, MinCapacity=0, MaxCapacity=3)
    return scope


def instances(cloud: Sandbox) -> Scope:
    """Register the instances of a real-time endpoint."""
    return cloud.register(cloud.endpoint())


def concurrency(cloud: Sandbox) -> Scope:
    """Register the provisioned concurrency of a serverless endpoint."""
    scope = concurrency_scope(serverless(cloud, ProvisionedConcurrency=1))
    cloud.client("application-autoscaling").register_scalable_target(**scope, MinCapacity=1, MaxCapacity=3)
    return scope


def put(cloud: Sandbox, scope: Scope, kind: str = "StepScaling", **configuration: Any) -> Any:
    """Put a policy of any type."""
    return cloud.client("application-autoscaling").put_scaling_policy(
        PolicyName="policy", PolicyType=kind, **scope, **configuration
    )


def step(*adjustments: dict[str, Any], kind: str | None = "ChangeInCapacity", **fields: Any) -> dict[str, Any]:
    """Word a step policy's configuration."""
    configuration = {"StepAdjustments": list(adjustments), **fields}
    return {"StepScalingPolicyConfiguration": {**configuration, **({"AdjustmentType": kind} if kind else {})}}


def tracking(**fields: Any) -> dict[str, Any]:
    """Word a target-tracking policy's configuration."""
    return {"TargetTrackingScalingPolicyConfiguration": {"TargetValue": 5.0, **fields}}


CUSTOM = {"MetricName": "ApproximateBacklogSizePerInstance", "Namespace": "AWS/SageMaker", "Statistic": "Average"}
UP = {"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}


@pytest.mark.parametrize(
    ("register", "metric"),
    [
        (instances, "SageMakerVariantInvocationsPerInstance"),
        (instances, "SageMakerVariantConcurrentRequestsPerModelHighResolution"),
        (copies, "SageMakerInferenceComponentInvocationsPerCopy"),
        (copies, COPIES_METRIC),
        (concurrency, "SageMakerVariantProvisionedConcurrencyUtilization"),
    ],
)
def test_each_dimension_has_its_metrics(cloud: Sandbox, register: Callable[[Sandbox], Scope], metric: str) -> None:
    """A predefined metric is tracked on its own dimension, by alarms of its own."""
    target = 0.7 if "Utilization" in metric else 8.0
    specification = {"PredefinedMetricSpecification": {"PredefinedMetricType": metric}}
    answer = put(cloud, register(cloud), "TargetTrackingScaling", **tracking(**specification, TargetValue=target))
    assert len(answer["Alarms"]) == 2


@pytest.mark.parametrize(
    ("register", "metric"),
    [
        (instances, COPIES_METRIC),
        (instances, "SageMakerVariantProvisionedConcurrencyUtilization"),
        (copies, "SageMakerVariantInvocationsPerInstance"),
        (concurrency, "SageMakerVariantInvocationsPerInstance"),
    ],
)
def test_a_metric_of_another_dimension_is_refused(
    cloud: Sandbox, register: Callable[[Sandbox], Scope], metric: str
) -> None:
    """A predefined metric must match the dimension."""
    with pytest.raises(ClientError, match="is not valid for scalable dimension"):
        put_policy(cloud, register(cloud), metric)


def test_the_alarms_of_a_component_are_its_own(cloud: Sandbox) -> None:
    """They watch the component by its name."""
    scope = copies(cloud)
    names = [alarm["AlarmName"] for alarm in put_policy(cloud, scope, COPIES_METRIC)["Alarms"]]
    alarms = cloud.client("cloudwatch").describe_alarms(AlarmNames=names)["MetricAlarms"]
    name = scope["ResourceId"].removeprefix("inference-component/")
    assert {str(alarm["Dimensions"]) for alarm in alarms} == {str([{"Name": "InferenceComponentName", "Value": name}])}


@pytest.mark.parametrize(
    ("configuration", "kind", "words"),
    [
        (step(UP, kind=None), "StepScaling", "AdjustmentType is required"),
        (step(), "StepScaling", "at least one step adjustment"),
        (step({"ScalingAdjustment": 1}), "StepScaling", "must have a lower bound or an upper bound"),
        (
            step({**UP, "MetricIntervalUpperBound": 0.0}),
            "StepScaling",
            "must be greater than its lower bound",
        ),
        (
            step({**UP, "MetricIntervalUpperBound": 20.0}, {"MetricIntervalLowerBound": 10.0, "ScalingAdjustment": 2}),
            "StepScaling",
            "must not overlap",
        ),
        (
            step({**UP, "MetricIntervalUpperBound": 5.0}, {"MetricIntervalLowerBound": 10.0, "ScalingAdjustment": 2}),
            "StepScaling",
            "must not have a gap",
        ),
        (step(UP, MinAdjustmentMagnitude=2), "StepScaling", "only be specified when AdjustmentType is Percent"),
        (tracking(), "TargetTrackingScaling", "Exactly one of PredefinedMetricSpecification and Customized"),
        (
            tracking(
                CustomizedMetricSpecification=CUSTOM,
                PredefinedMetricSpecification={"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
            ),
            "TargetTrackingScaling",
            "Exactly one of PredefinedMetricSpecification and Customized",
        ),
        (
            tracking(TargetValue=0.0, CustomizedMetricSpecification=CUSTOM),
            "TargetTrackingScaling",
            "TargetValue must be greater than 0",
        ),
        ({}, "StepScaling", "StepScalingPolicyConfiguration is required"),
        ({}, "PredictiveScaling", "is not supported for service namespace sagemaker"),
    ],
)
def test_a_policy_that_does_not_add_up_is_refused(
    cloud: Sandbox, configuration: dict[str, Any], kind: str, words: str
) -> None:
    """Steps cover the axis once, and a tracked metric is one."""
    with pytest.raises(ClientError, match=f"ValidationException.*{re.escape(words)}"):
        put(cloud, instances(cloud), kind, **configuration)


def test_a_step_policy_makes_no_alarm_of_its_own(cloud: Sandbox) -> None:
    """Its alarm is the caller's."""
    answer = put(cloud, copies(cloud), **step(UP, MetricAggregationType="Maximum", Cooldown=60))
    assert answer.get("Alarms", []) == []


def test_real_time_instances_do_not_go_to_zero(cloud: Sandbox) -> None:
    """The floor of a real-time variant is 1."""
    with pytest.raises(ClientError, match="cannot be less than 1 for a real-time SageMaker variant"):
        cloud.register(cloud.endpoint(), low=0)


def test_asynchronous_instances_go_to_zero(cloud: Sandbox) -> None:
    """The floor of an asynchronous variant may be 0, and its backlog is tracked as a metric of one's own."""
    scope = cloud.register(asynchronous(cloud), low=0)
    answer = put(cloud, scope, "TargetTrackingScaling", **tracking(CustomizedMetricSpecification=CUSTOM))
    assert len(answer["Alarms"]) == 2


@pytest.mark.parametrize(("low", "high", "words"), [(0, 2, "less than 1"), (1, 6, "greater than the MaxConcurrency")])
def test_provisioned_concurrency_has_bounds(cloud: Sandbox, low: int, high: int, words: str) -> None:
    """It is 1 at least and MaxConcurrency at most."""
    scope = concurrency_scope(serverless(cloud, ProvisionedConcurrency=1))
    with pytest.raises(ClientError, match=words):
        cloud.client("application-autoscaling").register_scalable_target(**scope, MinCapacity=low, MaxCapacity=high)


def test_a_dimension_belongs_to_its_kind(cloud: Sandbox) -> None:
    """Instances of a serverless endpoint, and concurrency of one with instances, are refused."""
    autoscaling = cloud.client("application-autoscaling")
    for scope in (scope_of(serverless(cloud)), concurrency_scope(cloud.endpoint())):
        with pytest.raises(ClientError, match="Unsupported service namespace, resource type or scalable dimension"):
            autoscaling.register_scalable_target(**scope, MinCapacity=1, MaxCapacity=2)


def test_concurrency_must_be_provisioned_to_be_scaled(cloud: Sandbox) -> None:
    """On-demand serverless capacity has nothing to scale."""
    with pytest.raises(ClientError, match="has no provisioned concurrency"):
        cloud.client("application-autoscaling").register_scalable_target(
            **concurrency_scope(serverless(cloud)), MinCapacity=1, MaxCapacity=2
        )


def test_adapters_and_absent_components_do_not_scale(cloud: Sandbox) -> None:
    """A target needs a component with copies of its own."""
    endpoint = host(cloud)
    adapter = create_adapter(cloud, endpoint, component(cloud, endpoint))
    autoscaling = cloud.client("application-autoscaling")
    for name, words in ((adapter, "has no copies of its own"), ("absent", "Could not find inference component")):
        with pytest.raises(ClientError, match=words):
            autoscaling.register_scalable_target(**scope_of_copies(name), MinCapacity=0, MaxCapacity=2)


def test_the_bounds_of_copies_hold(cloud: Sandbox) -> None:
    """Copies set by hand come back into the bounds of their target."""
    name = component(cloud, host(cloud))
    scope = scope_of_copies(name)
    cloud.client("application-autoscaling").register_scalable_target(**scope, MinCapacity=1, MaxCapacity=2)
    cloud.client("sagemaker").update_inference_component_runtime_config(
        InferenceComponentName=name, DesiredRuntimeConfig={"CopyCount": 5}
    )
    settled_component(cloud, name)
    assert copies_of(settled_component(cloud, name)) == (2, 2)


def test_a_fired_action_moves_the_copies(cloud: Sandbox) -> None:
    """A scheduled action on copies sets their bounds, and the count follows."""
    scope = copies(cloud)
    name = scope["ResourceId"].removeprefix("inference-component/")
    put_action(cloud, scope)
    cloud.control("fire", {"endpoint": name, "action": "morning"})
    assert copies_of(settled_component(cloud, name)) == (2, 2)
