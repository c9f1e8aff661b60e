"""What the state machine that resizes an endpoint leaves in SSM at its work."""

import json
from typing import Any

from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.parameter import asleep
from modelhost.provider.sagemaker.parameter.resizing import ROOT
from tests.provider_sagemaker.stage import VARIANT, Stage

EXECUTION = "arn:aws:states:us-west-2:123456789012:execution:resize:one"


def take_scaling(stage: Stage, step: str) -> None:
    """Take the lock at one step of the work, with the scaling kept, one thing in each parameter, and deregistered."""
    found = scaling.capture(stage.context(), stage.name, [VARIANT])
    targets = [
        {"target": {k: v for k, v in each.items() if k != "Tags"}, "tags": each["Tags"]} for each in found.targets
    ]
    lock = {"execution": EXECUTION, "action": "resize", "startedAt": "now", "stage": step, "targets": targets}
    keep(stage, "", lock)
    for folder, items in (("policies", found.policies), ("scheduled-actions", found.scheduled_actions)):
        for place, item in enumerate(items):
            keep(stage, f"/{folder}/{place}", item)
    scaling.deregister(stage.context(), found.targets)


def put_to_sleep(stage: Stage, configuration: str, count: int = 2, wait: bool = True) -> None:
    """What the state machine does in the evening."""
    ssm, sagemaker = stage.client("ssm"), stage.client("sagemaker")
    entry = {"configuration": configuration, "count": count, "machines": "own"}
    ssm.put_parameter(Name=asleep.ROOT + stage.name, Value=json.dumps(entry), Type="String", Overwrite=True)
    sagemaker.delete_endpoint(EndpointName=stage.name)
    if wait:
        sagemaker.get_waiter("endpoint_deleted").wait(
            EndpointName=stage.name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}
        )


def keep(stage: Stage, part: str, value: Any) -> None:
    """Write one parameter of the machine."""
    text = json.dumps(value, default=lambda time: time.isoformat())
    stage.client("ssm").put_parameter(Name=f"{ROOT}{stage.name}{part}", Value=text, Type="String", Overwrite=True)


def kept(stage: Stage) -> list[str]:
    """The parameters of the machine that are there."""
    ssm = stage.client("ssm")
    own = ssm.get_parameters(Names=[ROOT + stage.name])["Parameters"]
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=ROOT + stage.name, Recursive=True)
    found = [*own, *(each for page in pages for each in page["Parameters"])]
    return sorted(each["Name"].removeprefix(ROOT + stage.name) for each in found)
