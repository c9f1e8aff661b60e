"""Examining what a killed run left, without changing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, denied
from modelhost.operate.engine import Engine
from modelhost.operate.recovery.case import Case, cases
from modelhost.operate.recovery.execution import DeadExecution, dead_executions
from modelhost.operate.recovery.pending import CREATING, Pending, pendings, resources, unread
from modelhost.operate.recovery.record import Record, records
from modelhost.operate.recovery.stray import strays
from modelhost.operate.recovery.subject import COMPONENT

ENDPOINT_TYPE = "modelhost:index:Endpoint"
COMPONENT_TYPE = "modelhost:index:InferenceComponent"


@dataclass(frozen=True)
class Findings:
    """What a killed run left."""

    exported: Mapping[str, Any]
    cases: tuple[Case, ...]
    """Creations that may or may not have happened."""
    interrupted: tuple[Pending, ...]
    """Updates, deletions, reads and imports of resources that the state knows; a refresh settles these."""
    records: tuple[Record, ...]
    """Endpoints and components whose scaling an update had taken away."""
    executions: tuple[DeadExecution, ...] = ()
    """Executions of state machines that ended before they had put the scaling back."""
    strays: tuple[str, ...] | None = ()
    """ARNs that carry the stack's tags but that the state does not list, only told of; none when nobody may ask."""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to recover."""
        return not (self.cases or self.interrupted or self.records or self.executions)

    def plain(self) -> dict[str, Any]:
        """Return the findings for JSON."""
        return {
            "creations": [case.plain() for case in self.cases],
            "interrupted": [{"urn": each.urn, "operation": each.operation} for each in self.interrupted],
            "updates": [record.plain() for record in self.records],
            "executions": [each.plain() for each in self.executions],
            "strays": None if self.strays is None else list(self.strays),
        }


def examine(engine: Engine, cloud: Cloud, given: Mapping[str, str] | None = None) -> Findings:
    """Look at the state and at the cloud, and change nothing."""
    exported = engine.export()
    interrupted = [each for each in pendings(exported) if each.operation != CREATING and each.in_cloud]
    looked_for = cases(exported, cloud, given)
    endpoints, components = names_of(exported, ENDPOINT_TYPE), names_of(exported, COMPONENT_TYPE)
    return Findings(
        exported=exported,
        cases=tuple(looked_for),
        interrupted=(*interrupted, *unread(exported)),
        records=tuple(records(cloud, [*endpoints, *(f"{COMPONENT}{name}" for name in components)])),
        executions=tuple(dead_executions(cloud, endpoints)),
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


def names_of(exported: Mapping[str, Any], type: str) -> set[str]:
    """Return the cloud names of the stack's resources of *type*, those being made included."""
    states = [*resources(exported), *(each.state for each in pendings(exported))]
    inputs = [state.get("inputs") or {} for state in states if state["type"] == type]
    return {str(each["name"]) for each in inputs if each.get("name")}
