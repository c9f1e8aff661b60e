"""The examples of how a new version goes live: the deployment that SageMaker is asked for."""

from __future__ import annotations

import pytest

from tests.examples.example import variant

pytestmark = pytest.mark.sandbox

ALARMS = ("latency-p99", "errors-5xx", "rollout-errors")


def new_version(digits):
    """Change the container, so that a new version has to go live."""
    digits["environment"] = {"LEVEL": "debug"}


def rollback_on(pattern: str) -> dict[str, object]:
    """The alarms of the endpoint's own that put the old version back."""
    return {"Alarms": [{"AlarmName": f"{pattern}-digits-{alarm}"} for alarm in ALARMS]}


def blue_green(routing: dict[str, object], termination_seconds: int, limit_seconds: int) -> dict[str, object]:
    """A blue/green policy of the API."""
    return {
        "TrafficRoutingConfiguration": routing,
        "TerminationWaitInSeconds": termination_seconds,
        "MaximumExecutionTimeoutInSeconds": limit_seconds,
    }


def quarter(kind: str = "CAPACITY_PERCENT") -> dict[str, object]:
    """A quarter of the fleet."""
    return {"Type": kind, "Value": 25}


POLICIES = {
    "canary": {
        "BlueGreenUpdatePolicy": blue_green(
            {"Type": "CANARY", "WaitIntervalInSeconds": 600, "CanarySize": quarter()}, 300, 5100
        )
    },
    "linear": {
        "BlueGreenUpdatePolicy": blue_green(
            {"Type": "LINEAR", "WaitIntervalInSeconds": 300, "LinearStepSize": quarter()}, 0, 4800
        )
    },
    "rolling": {
        "RollingUpdatePolicy": {
            "MaximumBatchSize": quarter(),
            "WaitIntervalInSeconds": 120,
            "MaximumExecutionTimeoutInSeconds": 4080,
        }
    },
}


@pytest.mark.parametrize("pattern", POLICIES)
def test_guarded_deployment(example, pattern):
    """The update names the steps, the time between them, and the alarms that put the old version back."""
    stack = example(pattern).change(new_version)

    assert stack.sent("sagemaker", "UpdateEndpoint") == [
        {
            "EndpointName": f"{pattern}-digits",
            "EndpointConfigName": f"{pattern}-digits-#",
            "RetainAllVariantProperties": True,
            "DeploymentConfig": POLICIES[pattern] | {"AutoRollbackConfiguration": rollback_on(pattern)},
        }
    ]
    stack.destroy()


def test_shadow(example):
    """A shadow beside the one production variant; without it the next update takes it away."""
    stack = example("shadow")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["ProductionVariants"] == [variant("shadow", InitialInstanceCount=2)]
    shadow = {"VariantName": "shadow", "InstanceType": "ml.m7i.2xlarge", "InitialVariantWeight": 0.5}
    assert configuration["ShadowProductionVariants"] == [variant("shadow", **shadow)]

    stack.change(lambda digits: digits.pop("shadow"))

    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert "ShadowProductionVariants" not in configuration
    assert len(stack.sent("sagemaker", "UpdateEndpoint")) == 1
    stack.destroy()


def test_ab(example):
    """Two variants with nine tenths and a tenth of the traffic; another split is one call, and no deployment."""
    stack = example("ab")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["ProductionVariants"] == [
        variant("ab", InitialInstanceCount=2, InitialVariantWeight=9.0),
        variant("ab", VariantName="wide", InstanceType="ml.m7i.2xlarge"),
    ]

    stack.change(lambda digits: digits["challengers"]["wide"].update(weight=3))

    [split] = stack.sent("sagemaker", "UpdateEndpointWeightsAndCapacities")
    assert {"VariantName": "wide", "DesiredWeight": 3.0} in split["DesiredWeightsAndCapacities"]
    assert stack.sent("sagemaker", "UpdateEndpoint") == []
    stack.destroy()
