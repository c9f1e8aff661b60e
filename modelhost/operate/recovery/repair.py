"""Carrying out what was decided about what a killed run left."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.engine import Engine
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.case import Case, Choice
from modelhost.operate.recovery.execution import mend
from modelhost.operate.recovery.findings import ENDPOINT_TYPE, Findings
from modelhost.operate.recovery.lookup import LOOKUPS
from modelhost.operate.recovery.pending import Adoption, all_read, resources, settle
from modelhost.operate.recovery.restore import restore, settled
from modelhost.operate.recovery.subject import EndpointSubject

ENDPOINT_PATIENCE_SECONDS = 3600.0

Report = Callable[[str], None]
Decisions = Mapping[str, Choice]
"""A choice for each URN whose creation was interrupted."""


class FailedEndpointError(OperateError):
    """An endpoint that is not worth importing."""


class StateChangedError(OperateError):
    """Somebody else wrote the state between the look and the repair."""


def repair(
    findings: Findings, decisions: Decisions, engine: Engine, cloud: Cloud, backups: Path, report: Report
) -> None:
    """Carry out *decisions*; writing the state takes the engine's lock, so it comes before anything in the cloud."""
    if engine.export()["deployment"] != findings.exported["deployment"]:
        raise StateChangedError("the state changed meanwhile, so another run is at work; wait for it and start again")
    report(f"state saved to {save(findings.exported, engine.stack, backups)}")
    adoptions = list(adopted(findings.cases, decisions))
    await_endpoints(adoptions, decisions, cloud)
    engine.load(settle(findings.exported, adoptions))
    report("state settled: no operation is pending any more")
    delete_alone(findings.cases, decisions, cloud, report)
    for record in findings.records:
        for done in restore(cloud, record, ENDPOINT_PATIENCE_SECONDS):
            report(f"{record.endpoint}: {done}")
    for dead in findings.executions:
        for done in mend(cloud, dead, ENDPOINT_PATIENCE_SECONDS):
            report(f"{dead.endpoint}: {done}")
    entered = [each.pending.urn for each in adoptions if not each.doomed]
    if stale := [*entered, *(each.urn for each in findings.interrupted)]:
        report(f"reading from the cloud: {names(stale)}")
        engine.refresh(standing(engine, stale))
        engine.load(all_read(engine.export()))
    if unwanted := standing(engine, [urn for urn in entered if decisions[urn] is Choice.DELETE]):
        report(f"deleting {names(unwanted)}")
        engine.destroy(unwanted)


def await_endpoints(adoptions: list[Adoption], decisions: Decisions, cloud: Cloud) -> None:
    """Wait for endpoints to import, whose creation goes on without us; refuse one that failed."""
    for each in adoptions:
        if each.pending.type != ENDPOINT_TYPE or decisions[each.pending.urn] is not Choice.IMPORT:
            continue
        live = settled(cloud, EndpointSubject(each.id), ENDPOINT_PATIENCE_SECONDS)
        if live is not None and live.status == "Failed":
            reason = live.reason or "SageMaker gives no reason"
            raise FailedEndpointError(f"endpoint {each.id} has failed ({reason}); start again and delete it")


def adopted(cases: tuple[Case, ...], decisions: Decisions) -> Iterator[Adoption]:
    """Yield the objects that enter the state; all but one of a URN enter it as marked for deletion."""
    for case in cases:
        if decisions[case.pending.urn] is Choice.FORGET or alone(case, decisions) is not None:
            continue
        for index, id in enumerate(case.ids):
            yield Adoption(case.pending, id, doomed=case.replaced or index > 0)


def alone(case: Case, decisions: Decisions) -> Callable[[Cloud, str], None] | None:
    """Return how to delete the objects of *case* past the provider, where that is decided and needed."""
    lookup = LOOKUPS.get(case.pending.type)
    return lookup.delete if lookup is not None and decisions[case.pending.urn] is Choice.DELETE else None


def delete_alone(cases: tuple[Case, ...], decisions: Decisions, cloud: Cloud, report: Report) -> None:
    """Delete what the provider would not delete by itself."""
    for case in cases:
        if (delete := alone(case, decisions)) is not None:
            for id in case.ids:
                report(f"deleting {id}")
                delete(cloud, id)


def standing(engine: Engine, urns: list[str]) -> list[str]:
    """Return those of *urns* that the state lists."""
    if not urns:
        return []
    listed = {resource["urn"] for resource in resources(engine.export())}
    return [urn for urn in urns if urn in listed]


def names(urns: list[str]) -> str:
    """Write *urns* as the program's names."""
    return ", ".join(urn.rsplit("::", 1)[-1] for urn in urns)


def save(exported: Mapping[str, Any], stack: str, folder: Path) -> Path:
    """Write the state as it was to a file that only its owner can read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{stack}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(exported, file)
    return path
