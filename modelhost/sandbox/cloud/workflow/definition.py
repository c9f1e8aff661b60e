"""Read a definition as Step Functions does before it keeps it, and say what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelhost.sandbox.cloud.workflow import grammar
from modelhost.sandbox.cloud.workflow.diagnostic import Diagnostic
from modelhost.sandbox.cloud.workflow.task import task_diagnostics
from modelhost.sandbox.cloud.workflow.transition import inner, transition_diagnostics

State = dict[str, Any]


def diagnostics(definition: str) -> list[Diagnostic]:
    """Say everything that is wrong with a definition."""
    try:
        document: Any = json.loads(definition)
    except ValueError as error:
        return [Diagnostic("INVALID_JSON_DESCRIPTION", str(error))]
    if not isinstance(document, dict):
        return [Diagnostic("INVALID_JSON_DESCRIPTION", "The definition must be an object")]
    if not isinstance(document.get("States"), dict) or not document["States"] or "StartAt" not in document:
        return [Diagnostic("SCHEMA_VALIDATION_FAILED", "These fields are required: [StartAt, States]")]
    found = [*transition_diagnostics(document, ""), *_tasks(document, "")]
    if found:
        return found
    wrong = grammar.problem(definition)
    return [Diagnostic("SCHEMA_VALIDATION_FAILED", wrong)] if wrong else []


def _tasks(machine: dict[str, Any], path: str) -> Iterator[Diagnostic]:
    for name, state in machine["States"].items():
        place = f"{path}/States/{name}"
        if state.get("Type") == "Task":
            yield from task_diagnostics(state, place)
        for part, below in inner(state):
            yield from _tasks(below, f"{place}/{part}")
