"""No autoscaler or balancer without a component that can deploy it: each is named here with what does."""

import importlib

import pytest

from modelhost.planner.autoscalers.autoscaler import Kind
from modelhost.planner.policy import Balancer

VARIANT = "components.variant_plan:on_machines"
TRACKING, STEPS = "components.scaling.target_tracking:TargetTracking", "components.scaling.step_scaling:StepScaling"
SAGEMAKER_ROUTING, TARGET_GROUP = "components.kind.realtime:variant", "components.target_group:TargetGroup"
TARGET_GROUP_BINDING = "components.kubernetes.target_group_binding:TargetGroupBinding"

AUTOSCALERS = {
    Kind.FIXED: [VARIANT, "components.scaling.scheduled_scaling:ScheduledScaling"],
    Kind.TARGET_TRACKING: [TRACKING],
    Kind.STEP_SCALING: [STEPS],
    Kind.HPA: ["components.kubernetes.horizontal_pod_autoscaler:HorizontalPodAutoscaler"],
    Kind.KEDA_CRON: ["components.kubernetes.scaled_object:ScaledObject"],
    Kind.SCALE_TO_ZERO: [TRACKING, "components.scaling.wake_up:wake_up"],
    Kind.SEVERAL: [TRACKING, STEPS],
}
"""What deploys each autoscaler of the planner."""
BALANCERS = {
    Balancer.ROUND_ROBIN: [TARGET_GROUP, TARGET_GROUP_BINDING],
    Balancer.LEAST_OUTSTANDING: [SAGEMAKER_ROUTING, TARGET_GROUP, TARGET_GROUP_BINDING],
    Balancer.RANDOM: [SAGEMAKER_ROUTING, TARGET_GROUP, TARGET_GROUP_BINDING],
    Balancer.POWER_OF_TWO: ["components.kubernetes.power_of_two:PowerOfTwo"],
    Balancer.WEIGHTED_RANDOM: ["components.variant_plan:called"],
}
"""What deploys each balancer of the planner; weights are those of production variants."""


def test_every_autoscaler_can_be_deployed() -> None:
    """A new one is added together with its component."""
    assert set(AUTOSCALERS) == set(Kind)


def test_every_balancer_can_be_deployed() -> None:
    """A new one is added together with its component."""
    assert set(BALANCERS) == set(Balancer)


@pytest.mark.parametrize(
    "place", sorted({place for table in (AUTOSCALERS, BALANCERS) for found in table.values() for place in found})
)
def test_what_deploys_them_is_there(place: str) -> None:
    """No component is only promised."""
    module, _, name = place.partition(":")
    assert callable(getattr(importlib.import_module(module), name))
