"""What one resource type of a provider must be able to do, and how it speaks of changes and failures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from modelhost.provider.context import Context

Properties = dict[str, Any]
"""Property values as plain Python; `UNKNOWN` stands where a preview cannot know."""

Kind = Literal["add", "update", "delete"]
"""What happened to one property."""


@dataclass(frozen=True)
class Failure:
    """One property that the cloud would refuse, and why."""

    property: str
    reason: str


@dataclass(frozen=True)
class Diff:
    """What differs between a resource and what is wanted of it."""

    changed: Mapping[str, Kind] = field(default_factory=dict)
    """Kind of change by property path, for example `tags.owner` or `metricQueries[0].period`."""
    replace: frozenset[str] = frozenset()
    """Those of the changed paths, or their top-level properties, that force a replacement."""
    delete_before_replace: bool = False
    """Whether the old resource must go before its replacement can stand."""


class Resource(Protocol):
    """One resource type; every value it takes and returns is plain Python."""

    type: str

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Fill in defaults and names, and say what the cloud would refuse; `news` may hold UNKNOWN."""

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Compare the old inputs and outputs with the checked new inputs."""

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Create the resource and return its id and outputs; PartialCreate keeps a half-made one in the state."""

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Return id, inputs and outputs as the cloud has them, None when gone; an import passes empty inputs."""

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Change the resource in place and return its outputs; PartialUpdate keeps what was reached."""

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Remove the resource; one that is gone already is no error."""


Invoke = Callable[[Context, Properties], Properties]
"""One function of a provider: takes its arguments, answers its result."""


class ProviderError(Exception):
    """A failure told to the user as one clean line."""


class PartialCreate(ProviderError):  # noqa: N818 - an outcome, not only an error
    """The resource exists, but is not what was asked for; the state keeps it and the next up continues."""

    def __init__(self, id: str, outputs: Properties, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.id = id
        self.outputs = outputs
        self.reasons = reasons


class PartialUpdate(ProviderError):  # noqa: N818 - an outcome, not only an error
    """The update stopped half-way; the state keeps what was reached and the next up continues."""

    def __init__(self, outputs: Properties, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.outputs = outputs
        self.reasons = reasons
