"""The examples whose scale is what the file says: a number of replicas, or a size."""

from __future__ import annotations

import pytest

from tests.examples.example import variant

pytestmark = pytest.mark.sandbox


def test_horizontal(example):
    """Three replicas, then five: one call for the capacity, no new configuration."""
    stack = example("horizontal")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["ProductionVariants"] == [variant("horizontal", InitialInstanceCount=3)]

    stack.change(lambda digits: digits["scaling"]["replicas"].update(count=5))

    [resize] = stack.sent("sagemaker", "UpdateEndpointWeightsAndCapacities")
    assert resize == {
        "EndpointName": "horizontal-digits",
        "DesiredWeightsAndCapacities": [{"VariantName": "primary", "DesiredInstanceCount": 5}],
    }
    assert stack.sent("sagemaker", "UpdateEndpoint") == []
    assert stack.sent("sagemaker", "CreateEndpointConfig") == []
    stack.destroy()


def test_vertical(example):
    """A larger step of the ladder is a new configuration, and an update that keeps the rest."""
    stack = example("vertical")
    assert stack.sent("application-autoscaling", "RegisterScalableTarget") == []

    stack.change(lambda digits: digits.update(machine="ml.m7i.4xlarge"))

    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    larger = variant("vertical", InitialInstanceCount=2, InstanceType="ml.m7i.4xlarge")
    assert configuration["ProductionVariants"] == [larger]
    [update] = stack.sent("sagemaker", "UpdateEndpoint")
    assert update["EndpointConfigName"] == "vertical-digits-#"
    assert update["RetainAllVariantProperties"] is True
    stack.destroy()
