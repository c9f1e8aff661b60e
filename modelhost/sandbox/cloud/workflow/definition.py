"""Read a definition as Step Functions does before it keeps it, and say what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

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
    return found or _grammar(definition)


def _tasks(machine: dict[str, Any], path: str) -> Iterator[Diagnostic]:
    for name, state in machine["States"].items():
        place = f"{path}/States/{name}"
        if state.get("Type") == "Task":
            yield from task_diagnostics(state, place)
        for part, below in inner(state):
            yield from _tasks(below, f"{place}/{part}")


@lru_cache(maxsize=64)
def _grammar(definition: str) -> list[Diagnostic]:
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

    try:
        AmazonStateLanguageParser.parse(definition)
    except Exception as error:  # the parser and the nodes that it builds raise what they like
        return [Diagnostic("SCHEMA_VALIDATION_FAILED", str(error) or repr(error))]
    return []
