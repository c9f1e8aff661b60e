"""Endpoints outside their opening hours: the state machine deletes them and leaves a parameter to wake them by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.parameter import resizing, store

ROOT = "/modelhost/asleep/"


@dataclass(frozen=True)
class Asleep:
    """What an endpoint wakes with."""

    configuration: str
    plain: Mapping[str, Any]
    """The parameter's whole object; what we do not know of it is kept."""

    @property
    def count(self) -> int:
        """The instances of the evening."""
        found = self.plain.get("count")
        return found if isinstance(found, int) else 0

    def waking_with(self, configuration: str, count: int | None) -> "Asleep":
        """The same with another configuration and, where Pulumi owns it, another count."""
        counted = {} if count is None else {"count": count}
        return Asleep(configuration, {**self.plain, "configuration": configuration, **counted})


def load(context: Context, endpoint: str) -> Asleep | None:
    """What the endpoint wakes with; None when it does not sleep."""
    found = store.read(context.client("ssm"), ROOT + endpoint)
    return None if found is None else Asleep(str(found.get("configuration", "")), found)


def save(context: Context, endpoint: str, asleep: Asleep) -> None:
    """Let it wake with something else."""
    store.write(context.client("ssm"), ROOT + endpoint, asleep.plain)


def forget(context: Context, endpoint: str) -> None:
    """Delete what it would wake with, and the scaling kept for it."""
    store.remove(context.client("ssm"), ROOT + endpoint)
    resizing.forget(context, endpoint)
