"""Where the states of a definition go on: every state can be reached, and leads to one that exists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelhost.sandbox.cloud.workflow.diagnostic import Diagnostic

Machine = dict[str, Any]
ENDS = ("Succeed", "Fail")
TYPES = ("Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map")
MISSING = "Missing '{kind}' target: {target}"
LONGEST_NAME = 80


def transition_diagnostics(machine: Machine, path: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with the way from state to state, in the machine and those inside of it."""
    states = machine["States"]
    if machine.get("StartAt") not in states:
        yield _missing("StartAt", machine.get("StartAt"), f"{path}/StartAt")
    for name, state in states.items():
        place = f"{path}/States/{name}"
        yield from _state(name, state, place)
        for kind, target, where in _targets(state):
            if target not in states:
                yield _missing(kind, target, f"{place}{where}")
        for part, below in inner(state):
            yield from transition_diagnostics(below, f"{place}/{part}")
    for name in sorted(states.keys() - _reached(machine)):
        yield Diagnostic("MISSING_TRANSITION_TARGET", f'State "{name}" is not reachable.', f"{path}/States/{name}")


def inner(state: dict[str, Any]) -> Iterator[tuple[str, Machine]]:
    """Yield the machines inside of a state, with where they stand."""
    for part in ("ItemProcessor", "Iterator"):
        if isinstance(state.get(part), dict):
            yield part, state[part]
    for index, branch in enumerate(state.get("Branches", [])):
        yield f"Branches[{index}]", branch


def _state(name: str, state: dict[str, Any], place: str) -> Iterator[Diagnostic]:
    kind = state.get("Type")
    if kind not in TYPES:
        yield Diagnostic("SCHEMA_VALIDATION_FAILED", f"Value is not valid: {kind}", f"{place}/Type")
    if len(name) > LONGEST_NAME:
        yield Diagnostic("SCHEMA_VALIDATION_FAILED", f"Name is longer than {LONGEST_NAME} characters", place)
    if kind in ENDS or kind == "Choice":
        if "Next" in state or "End" in state:
            yield Diagnostic("SCHEMA_VALIDATION_FAILED", f"A {kind} state has neither Next nor End", place)
    elif ("Next" in state) == bool(state.get("End")):
        yield Diagnostic("SCHEMA_VALIDATION_FAILED", "Exactly one of these fields is required: [Next, End]", place)


def _targets(state: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    if "Next" in state:
        yield "Next", state["Next"], "/Next"
    if "Default" in state:
        yield "Default", state["Default"], "/Default"
    for part in ("Choices", "Catch"):
        for index, rule in enumerate(state.get(part, [])):
            yield "Next", rule.get("Next"), f"/{part}[{index}]/Next"


def _reached(machine: Machine) -> set[str]:
    states, ahead = machine["States"], [machine.get("StartAt")]
    reached: set[str] = set()
    while ahead:
        name = ahead.pop()
        if isinstance(name, str) and name in states and name not in reached:
            reached.add(name)
            ahead += [target for _, target, _ in _targets(states[name])]
    return reached


def _missing(kind: str, target: Any, place: str) -> Diagnostic:
    return Diagnostic("MISSING_TRANSITION_TARGET", MISSING.format(kind=kind, target=target), place)
