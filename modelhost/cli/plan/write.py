"""`--write`: the plan's words into the stack file, whose comments and order stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelhost.cli.stack_edit.edit import Put, edited
from modelhost.cli.stack_edit.node import data
from modelhost.planner.search.candidate import Candidate
from modelhost.spec.load import load
from modelhost.spec.stack_file import ENVIRONMENT, REGION, StackFile

DEMAND = ("target", "targets", "steps")
"""Fields that say what demand-driven scaling follows; the plan's own replaces all of them."""


def rewritten(text: str, file: StackFile, key: str, candidate: Candidate) -> str:
    """Return the stack file's *text* with *candidate* in it, checked as `pulumi up` will check it."""
    after = edited(text, changes(key, file.environment["endpoints"][key], candidate))
    config = data(after)["config"]
    load(config[ENVIRONMENT], config[REGION], f"{file.path.name}, with the plan,")
    return after


def changes(key: str, block: Mapping[str, Any], candidate: Candidate) -> list[Put]:
    """Return what has to change in the *block* of endpoint *key*."""
    place = ("config", ENVIRONMENT, "endpoints", key)
    scaling = merged(block.get("scaling") or {}, candidate.scaling)
    routed = [Put((*place, "routing", "strategy"), candidate.routing)] if candidate.routing is not None else []
    return [
        Put((*place, "machine"), candidate.machine, after="model"),
        Put((*place, "scaling"), scaling, after="machine"),
        *routed,
    ]


def merged(now: Mapping[str, Any], planned: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scaling block *now* with what is *planned*; fields that other strategies keep stay."""
    taken = dict(now)
    if any(name in planned for name in DEMAND):
        taken = {name: value for name, value in taken.items() if name not in DEMAND}
    for name in ("schedule", "hours", "ladder"):
        taken.pop(name, None)
    order = [*now, *(name for name in planned if name not in now)]
    numbers = replicas(now.get("replicas") or {}, planned.get("replicas") or {}, planned.get("schedule") or [])
    whole = {**taken, **planned, "replicas": numbers}
    return {name: whole[name] for name in order if name in whole}


def replicas(
    now: Mapping[str, Any], planned: Mapping[str, Any], schedule: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Return the numbers *now* with those *planned*; a kept one that these, or the *schedule*, leave behind goes."""
    reached = [each[name] for each in (planned, *schedule) for name in ("count", "min", "max") if name in each]
    kept = {name: value for name, value in now.items() if name not in planned}
    if "min" in kept and reached and kept["min"] > min(reached):
        del kept["min"]
    if "max" in kept and reached and kept["max"] < max(reached):
        del kept["max"]
    if "count" in kept and not planned.get("min", 1) <= kept["count"] <= planned.get("max", kept["count"]):
        del kept["count"]
    return {**kept, **planned}
