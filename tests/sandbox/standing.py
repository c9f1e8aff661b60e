"""What keeps one endpoint of a stack at its size and number, as AWS tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from tests.sandbox.test_kill import until
from tests.sandbox.test_transition import parts
from tests.sandbox.workbench import Workbench


@dataclass(frozen=True)
class Autoscaling:
    """What Application Auto Scaling holds for an endpoint, without the names that chance gives."""

    bounds: tuple[tuple[int, int], ...]
    policies: tuple[str, ...]
    actions: tuple[str, ...]


NO_AUTOSCALING = Autoscaling((), (), ())


@dataclass(frozen=True)
class Standing:
    """An endpoint, and all that stands around it."""

    count: int
    machine: str
    autoscaling: Autoscaling
    parts: Counter[tuple[str, str]]


def standing(bench: Workbench, key: str = "digits") -> Standing:
    """What stands for an endpoint, which must be in service with alarms that speak."""
    assert muted(bench, key) == []
    client, live = bench.aws("sagemaker"), settled(bench, key)
    [variant] = live["ProductionVariants"]
    configuration = client.describe_endpoint_config(EndpointConfigName=live["EndpointConfigName"])
    return Standing(
        count=variant["DesiredInstanceCount"],
        machine=configuration["ProductionVariants"][0]["InstanceType"],
        autoscaling=autoscaling(bench, key),
        parts=parts(bench, key),
    )


def settled(bench: Workbench, key: str = "digits") -> dict[str, Any]:
    """The description of an endpoint once nothing changes it; it must be in service then."""
    name, found = bench.cloud_name(key), dict[str, Any]()

    def still() -> bool:
        found.update(bench.aws("sagemaker").describe_endpoint(EndpointName=name))
        return not found["EndpointStatus"].endswith("ing")

    until(still, 20, f"{name} settles")
    assert found["EndpointStatus"] == "InService", found
    return found


def ended(bench: Workbench, key: str = "digits") -> dict[str, Any]:
    """The last execution of an endpoint's state machine, when it has ended."""
    found: list[dict[str, Any]] = []

    def over() -> bool:
        found[:] = [each for each in bench.control("executions") if bench.cloud_name(key) in str(each)]
        return bool(found) and found[-1]["status"] != "RUNNING"

    until(over, 60, f"the state machine of {key} ends")
    return found[-1]


def autoscaling(bench: Workbench, key: str = "digits") -> Autoscaling:
    """What Application Auto Scaling holds for an endpoint."""
    client, resource = bench.aws("application-autoscaling"), f"endpoint/{bench.cloud_name(key)}/variant/primary"
    one = {"ServiceNamespace": "sagemaker", "ResourceId": resource}
    targets = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[resource])["ScalableTargets"]
    return Autoscaling(
        bounds=tuple((each["MinCapacity"], each["MaxCapacity"]) for each in targets),
        policies=tuple(
            sorted(each["PolicyType"] for each in client.describe_scaling_policies(**one)["ScalingPolicies"])
        ),
        actions=tuple(
            sorted(each["Schedule"] for each in client.describe_scheduled_actions(**one)["ScheduledActions"])
        ),
    )


def muted(bench: Workbench, key: str = "digits") -> list[str]:
    """Alarms of an endpoint, composite ones too, whose actions are off."""
    both = ["MetricAlarm", "CompositeAlarm"]
    prefix = f"{bench.cloud_name(key)}-"
    found = bench.aws("cloudwatch").describe_alarms(AlarmNamePrefix=prefix, AlarmTypes=both, MaxRecords=100)
    alarms: list[dict[str, Any]] = [*found["MetricAlarms"], *found["CompositeAlarms"]]
    assert alarms
    return [alarm["AlarmName"] for alarm in alarms if not alarm["ActionsEnabled"]]
