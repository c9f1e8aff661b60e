"""Examining what a killed run left, and carrying out what was decided about it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, denied
from modelhost.operate.engine import Engine
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.case import Case, Choice, cases
from modelhost.operate.recovery.pending import (
    CREATING,
    Adoption,
    Pending,
    pendings,
    resources,
    settle,
)
from modelhost.operate.recovery.record import Record, records
from modelhost.operate.recovery.restore import restore, settled
from modelhost.operate.recovery.stray import strays

ENDPOINT_TYPE = "modelhost:index:Endpoint"
ENDPOINT_PATIENCE_SECONDS = 3600.0

Report = Callable[[str], None]


class FailedEndpointError(OperateError):
    """An endpoint that is not worth importing."""


class StateChangedError(OperateError):
    """Somebody else wrote the state between the look and the repair."""


@dataclass(frozen=True)
class Findings:
    """What a killed run left."""

    exported: Mapping[str, Any]
    cases: tuple[Case, ...]
    """Creations that may or may not have happened."""
    interrupted: tuple[Pending, ...]
    """Updates, deletions and reads of resources that the state knows; a refresh settles these."""
    records: tuple[Record, ...]
    """Endpoints whose scaling an update had taken away."""
    strays: tuple[str, ...] | None = ()
    """ARNs that carry the stack's tags but that the state does not list, only told of; none when nobody may ask."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to recover."""
        return not (self.cases or self.interrupted or self.records)

    def plain(self) -> dict[str, Any]:
        """Return the findings for JSON."""
        return {
            "creations": [case.plain() for case in self.cases],
            "interrupted": [{"urn": each.urn, "operation": each.operation} for each in self.interrupted],
            "updates": [record.plain() for record in self.records],
            "strays": None if self.strays is None else list(self.strays),
        }


def examine(engine: Engine, cloud: Cloud, given: Mapping[str, str] | None = None) -> Findings:
    """Look at the state and at the cloud, and change nothing."""
    exported = engine.export()
    interrupted = [each for each in pendings(exported) if each.operation != CREATING and each.in_cloud]
    looked_for = cases(exported, cloud, given)
    return Findings(
        exported=exported,
        cases=tuple(looked_for),
        interrupted=tuple(interrupted),
        records=tuple(records(cloud, endpoint_names(exported))),
        strays=_strays(exported, cloud, looked_for),
    )


def _strays(exported: Mapping[str, Any], cloud: Cloud, looked_for: list[Case]) -> tuple[str, ...] | None:
    """Look for strays, which must not keep anybody from recovering what is known."""
    try:
        return strays(exported, cloud, (id for case in looked_for for id in case.ids))
    except ClientError as error:
        if denied(error):
            return None
        raise


def endpoint_names(exported: Mapping[str, Any]) -> set[str]:
    """Return the cloud names of the stack's endpoints, those being made included."""
    states = [*resources(exported), *(each.state for each in pendings(exported))]
    inputs = [state.get("inputs") or {} for state in states if state["type"] == ENDPOINT_TYPE]
    return {str(each["name"]) for each in inputs if each.get("name")}


def repair(
    findings: Findings,
    decisions: Mapping[str, Choice],
    engine: Engine,
    cloud: Cloud,
    backups: Path,
    report: Report,
) -> None:
    """Carry out *decisions*, one for each URN; the engine's lock keeps everybody else away from the state."""
    if engine.export()["deployment"] != findings.exported["deployment"]:
        raise StateChangedError("the state changed meanwhile, so another run is at work; wait for it and start again")
    report(f"state saved to {save(findings.exported, engine.stack, backups)}")
    adoptions = list(adopted(findings.cases, decisions))
    for each in adoptions:
        if each.pending.type == ENDPOINT_TYPE and decisions[each.pending.urn] is Choice.IMPORT:
            serving(cloud, each.id)
    engine.load(settle(findings.exported, adoptions))
    report("state settled: no operation is pending any more")
    for record in findings.records:
        for done in restore(cloud, record, ENDPOINT_PATIENCE_SECONDS):
            report(f"{record.endpoint}: {done}")
    entered = [each.pending.urn for each in adoptions if not each.doomed]
    if stale := [*entered, *(each.urn for each in findings.interrupted)]:
        report(f"reading {len(stale)} resource{'' if len(stale) == 1 else 's'} from the cloud")
        engine.refresh(standing(engine, stale))
    unwanted = [urn for urn in entered if decisions[urn] is Choice.DELETE]
    if gone := standing(engine, unwanted):
        report(f"deleting {len(gone)} resource{'' if len(gone) == 1 else 's'}")
        engine.destroy(gone)


def serving(cloud: Cloud, endpoint: str) -> None:
    """Wait for an endpoint whose creation goes on without us; refuse one that failed."""
    live = settled(cloud, endpoint, ENDPOINT_PATIENCE_SECONDS, time.sleep)
    if live is not None and live["EndpointStatus"] == "Failed":
        reason = live.get("FailureReason", "SageMaker gives no reason")
        raise FailedEndpointError(f"endpoint {endpoint} has failed ({reason}); start again and delete it")


def adopted(found: tuple[Case, ...], decisions: Mapping[str, Choice]) -> Iterator[Adoption]:
    """Yield the objects that enter the state; all but one of a URN enter it as marked for deletion."""
    for case in found:
        if decisions[case.pending.urn] is Choice.FORGET:
            continue
        for index, id in enumerate(case.ids):
            yield Adoption(case.pending, id, doomed=case.replaced or index > 0)


def standing(engine: Engine, urns: list[str]) -> list[str]:
    """Return those of *urns* that the state lists."""
    if not urns:
        return []
    listed = {resource["urn"] for resource in resources(engine.export())}
    return [urn for urn in urns if urn in listed]


def save(exported: Mapping[str, Any], stack: str, folder: Path) -> Path:
    """Write the state as it was to a file that only its owner can read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{stack}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(exported, file)
    return path
