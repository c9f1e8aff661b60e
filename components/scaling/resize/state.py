"""The words of the Amazon States Language that the machine is written in; JSONPath, SDK integrations only."""

from collections.abc import Mapping, Sequence
from typing import Any

State = dict[str, Any]
States = dict[str, State]
Rule = dict[str, Any]

TASK_SECONDS = 60
RETRY = {
    "ErrorEquals": ["States.TaskFailed", "States.Timeout"],
    "IntervalSeconds": 2,
    "BackoffRate": 2,
    "MaxAttempts": 5,
    "MaxDelaySeconds": 60,
    "JitterStrategy": "FULL",
}
"""AWS throttles under unmodelled names, so every failed call is tried again: about two minutes in all."""


def task(
    action: str,
    parameters: Mapping[str, Any],
    then: str,
    *,
    result: str | None = None,
    select: Mapping[str, Any] | None = None,
    catch: str | None = None,
    caught: str = "$.failure",
    unless: Mapping[str, str] | None = None,
    patient: bool = True,
) -> State:
    """Call *action* (`service:operation`) of the SDK; *unless* names errors that lead elsewhere at once."""
    state: State = {"Type": "Task", "Resource": f"aws-sdk:{action}", "Parameters": dict(parameters)}
    state |= {"TimeoutSeconds": TASK_SECONDS, "ResultPath": result}
    if select is not None:
        state["ResultSelector"] = dict(select)
    expected = [{"ErrorEquals": [name], "MaxAttempts": 0} for name in unless or {}]
    if patient:
        state["Retry"] = [*expected, RETRY]
    catches = [_catch(name, target, caught) for name, target in (unless or {}).items()]
    if catch is not None:
        catches.append(_catch("States.ALL", catch, caught))
    if catches:
        state["Catch"] = catches
    return {**state, "Next": then}


def note(result: Any, then: str, at: str) -> State:
    """Put the constant *result* at the path *at*."""
    return {"Type": "Pass", "Result": result, "ResultPath": at, "Next": then}


def work_out(parameters: Mapping[str, Any], then: str, at: str = "$") -> State:
    """Put what follows from the state at the path *at*; `$` forgets everything else."""
    return {"Type": "Pass", "Parameters": dict(parameters), "ResultPath": at, "Next": then}


def choose(rules: Sequence[tuple[Rule, str]], otherwise: str) -> State:
    """Go to the state of the first rule that holds."""
    return {"Type": "Choice", "Choices": [{**rule, "Next": then} for rule, then in rules], "Default": otherwise}


def wait(seconds: int, then: str) -> State:
    """Let time pass."""
    return {"Type": "Wait", "Seconds": seconds, "Next": then}


def each(
    items: str,
    states: States,
    start: str,
    then: str,
    *,
    catch: str | None = None,
    caught: str = "$.failure",
    **more: Any,
) -> State:
    """Run *states* for each of the *items*, one after the other."""
    state: State = {"Type": "Map", "ItemsPath": items, "MaxConcurrency": 1, **more}
    state["ItemProcessor"] = {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": start, "States": states}
    if catch is not None:
        state["Catch"] = [_catch("States.ALL", catch, caught)]
    return {"ResultPath": None, **state, "Next": then}


def last(state: State) -> State:
    """Let *state* be the end of its processor."""
    return {**{key: value for key, value in state.items() if key != "Next"}, "End": True}


def succeed(outcome: str) -> State:
    """End well, and say how."""
    return {"Type": "Pass", "Parameters": {"outcome": outcome, "order.$": "$.order"}, "End": True}


def fail(error: str, cause: str) -> State:
    """End visibly; a cause with paths in it is an intrinsic function."""
    path = cause.startswith(("$", "States."))
    return {"Type": "Fail", "Error": error, "CausePath" if path else "Cause": cause}


def equals(path: str, value: str | bool | int) -> Rule:
    """Hold when the value at *path* is this one."""
    if isinstance(value, bool):
        return {"Variable": path, "BooleanEquals": value}
    return {"Variable": path, "NumericEquals" if isinstance(value, int) else "StringEquals": value}


def one_of(path: str, values: Sequence[str]) -> Rule:
    """Hold when the value at *path* is one of these."""
    return {"Or": [equals(path, value) for value in values]}


def both(*rules: Rule) -> Rule:
    """Hold when all of the rules do."""
    return {"And": list(rules)}


def at_least(path: str, value: int) -> Rule:
    """Hold when the number at *path* is not smaller."""
    return {"Variable": path, "NumericGreaterThanEquals": value}


def present(path: str) -> Rule:
    """Hold when something other than null is at *path*."""
    return {"And": [{"Variable": path, "IsPresent": True}, {"Variable": path, "IsNull": False}]}


def _catch(error: str, then: str, path: str) -> dict[str, Any]:
    return {"ErrorEquals": [error], "ResultPath": path, "Next": then}
