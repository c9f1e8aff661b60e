"""What the state machine that resizes an endpoint leaves in SSM at its work."""

import json
from typing import Any

from modelhost.provider.sagemaker import scaling
from modelhost.provider.sagemaker.parameter.resizing import ROOT
from tests.provider_sagemaker.stage import VARIANT, Stage

EXECUTION = "arn:aws:states:us-west-2:123456789012:execution:resize:one"


def take_scaling(stage: Stage, step: str) -> None:
    """Take the lock at one step of the work, with the scaling kept and deregistered."""
    found = scaling.capture(stage.context(), stage.name, [VARIANT])
    targets = [
        {"target": {k: v for k, v in each.items() if k != "Tags"}, "tags": each["Tags"]} for each in found.targets
    ]
    lock = {"execution": EXECUTION, "action": "resize", "startedAt": "now", "stage": step, "targets": targets}
    _put(stage, "", lock)
    _put(stage, "/policies", found.policies)
    _put(stage, "/scheduled-actions", found.scheduled_actions)
    scaling.deregister(stage.context(), found.targets)


def kept(stage: Stage) -> list[str]:
    """The parameters of the machine that are there."""
    names = [f"{ROOT}{stage.name}{part}" for part in ("", "/policies", "/scheduled-actions", "/tags")]
    found = stage.client("ssm").get_parameters(Names=names)["Parameters"]
    return sorted(each["Name"].removeprefix(ROOT + stage.name) for each in found)


def _put(stage: Stage, part: str, value: Any) -> None:
    text = json.dumps(value, default=lambda time: time.isoformat())
    stage.client("ssm").put_parameter(Name=f"{ROOT}{stage.name}{part}", Value=text, Type="String", Overwrite=True)
