"""What Step Functions does and this sandbox does not; such a definition is refused as that, never half run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelhost.sandbox.cloud.call import RefusalError
from modelhost.sandbox.cloud.workflow.task import OTHERS, SDK
from modelhost.sandbox.cloud.workflow.transition import inner

NOT_HERE = "the sandbox does not run {what} at {place}; AWS would. Use JSONPath and aws-sdk tasks"


def refuse_beyond(definition: str) -> None:
    """Refuse what the interpreter here cannot run."""
    for what, place in _beyond(json.loads(definition), ""):
        raise RefusalError("NotImplementedInSandbox", NOT_HERE.format(what=what, place=place or "/"), 501)


def _beyond(machine: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    if machine.get("QueryLanguage") == "JSONata":
        yield "JSONata", path
    for name, state in machine["States"].items():
        place = f"{path}/States/{name}"
        if state.get("QueryLanguage") == "JSONata":
            yield "JSONata", place
        if "Assign" in state:
            yield "variables", place
        if state.get("Type") == "Task" and not (SDK.fullmatch(state["Resource"]) or state["Resource"] in OTHERS):
            yield state["Resource"], place
        for part, below in inner(state):
            if below.get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED":
                yield "a distributed map", place
            yield from _beyond(below, f"{place}/{part}")
