"""Each interrupted creation as a case to decide: what was found of it, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.lookup import LOOKUPS
from modelhost.operate.recovery.lookup.query import Query
from modelhost.operate.recovery.pending import (
    CREATING,
    Pending,
    default_tags,
    known_ids,
    pendings,
    standing_urns,
)

PARALLEL_LOOKUPS = 8


class Choice(StrEnum):
    """What to do about one interrupted creation."""

    IMPORT = "import"
    DELETE = "delete"
    FORGET = "forget"


@dataclass(frozen=True)
class Case:
    """One interrupted creation and the cloud objects that may have come of it."""

    pending: Pending
    ids: tuple[str, ...]
    """Ids of the objects; normally one, none when nothing was made."""
    seen: bool
    """Whether they were seen; else the id follows from the request and a refresh tells whether it is there."""
    searched: bool
    """Whether we know how to look for this type; else the user has to say."""
    replaced: bool
    """Whether another object stands under the same URN already."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be done, the advised first."""
        if not self.pending.in_cloud or (self.searched and not self.ids):
            return (Choice.FORGET,)
        if not self.searched:
            return ()
        return (Choice.DELETE,) if self.replaced else (Choice.IMPORT, Choice.DELETE)

    def plain(self) -> dict[str, Any]:
        """Return the case for JSON."""
        return {
            "urn": self.pending.urn,
            "type": self.pending.type,
            "name": self.pending.name,
            "ids": list(self.ids),
            "seen": self.seen,
            "searched": self.searched,
            "choices": [str(choice) for choice in self.choices],
        }


def cases(exported: Mapping[str, Any], cloud: Cloud, given: Mapping[str, str] | None = None) -> list[Case]:
    """Look for the object of every interrupted creation; *given* are ids that the user found, by URN."""
    creations = [each for each in pendings(exported) if each.operation == CREATING]
    known, standing, marks = known_ids(exported), standing_urns(exported), default_tags(exported)

    def look(pending: Pending) -> tuple[Pending, list[str]]:
        named = (given or {}).get(pending.urn)
        if named is not None:
            return pending, [named]
        lookup = LOOKUPS.get(pending.type) if pending.in_cloud else None
        if lookup is None:
            return pending, []
        listed = frozenset(known.get(pending.type, ()))
        ids = lookup.search(Query(cloud, pending.inputs, marks, pending.urn))
        return pending, [each for each in ids if each not in listed]

    with ThreadPoolExecutor(PARALLEL_LOOKUPS) as pool:
        looked = list(pool.map(look, creations))
    return list(_shared_out(looked, standing, set(given or ())))


def _shared_out(looked: Iterable[tuple[Pending, list[str]]], standing: set[str], given: set[str]) -> Iterable[Case]:
    """Give each found object to one case only: twins that were made at the same time are interchangeable."""
    looked = list(looked)
    taken: set[tuple[str, str]] = set()
    for index, (pending, ids) in enumerate(looked):
        free = [each for each in ids if (pending.type, each) not in taken]
        rivals = sum(
            1 for other, theirs in looked[index + 1 :] if other.type == pending.type and set(theirs) & set(free)
        )
        mine = free[: max(1, len(free) - rivals)]
        taken |= {(pending.type, each) for each in mine}
        lookup = LOOKUPS.get(pending.type)
        yield Case(
            pending=pending,
            ids=tuple(mine),
            seen=lookup.seen if lookup else True,
            searched=lookup is not None or pending.urn in given or not pending.in_cloud,
            replaced=pending.urn in standing,
        )
