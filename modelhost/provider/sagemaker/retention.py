"""Which versions of an endpoint stay for a rollback, and which go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Version:
    """One endpoint configuration made for an endpoint, with the models it names."""

    name: str
    created: datetime
    models: tuple[str, ...]
    size: str = ""
    """Machine type, where the endpoint has one configuration per size."""


@dataclass(frozen=True)
class Retirement:
    """What may be deleted."""

    configurations: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


def retirement(versions: Iterable[Version], keep: int, in_use: Collection[str]) -> Retirement:
    """Keep the newest versions of each size, those in use, and every model that one of them names; the rest may go."""
    newest_first = sorted(versions, key=lambda version: (version.created, version.name), reverse=True)
    newest = {v.name for size in {v.size for v in newest_first} for v in _newest(newest_first, size, keep)}
    kept = [v for v in newest_first if v.name in newest or v.name in in_use]
    gone = [version for version in newest_first if version not in kept]
    needed = {model for version in kept for model in version.models}
    orphans = dict.fromkeys(model for version in gone for model in version.models if model not in needed)
    return Retirement(tuple(version.name for version in gone), tuple(orphans))


def _newest(newest_first: Iterable[Version], size: str, keep: int) -> list[Version]:
    return [version for version in newest_first if version.size == size][:keep]
