"""A stand-in for the engine's side of a call, and a resource type to call."""

from __future__ import annotations

from typing import Any, NoReturn

from modelhost.provider.context import Context
from modelhost.provider.difference import changes
from modelhost.provider.resource import Diff, Failure, PartialCreate, PartialUpdate, Properties
from modelhost.provider.servicer import Servicer

TYPE = "demo:index:Thing"
URN = f"urn:pulumi:dev::project::component:index:Parent${TYPE}::thing"


class AbortedError(Exception):
    """The call ended with an error."""


class Call:
    """What gRPC gives a servicer; keeps what the servicer says."""

    def __init__(self) -> None:
        self.trailing: dict[str, bytes] = {}
        self.details = ""

    def set_trailing_metadata(self, metadata: tuple[tuple[str, bytes], ...]) -> None:
        """Keep the metadata."""
        self.trailing = dict(metadata)

    def abort(self, code: Any, details: str) -> NoReturn:
        """End the call."""
        self.details = details
        raise AbortedError(details)


class Thing:
    """A resource type whose properties choose what goes wrong."""

    type = TYPE
    computed = frozenset({"arn", "version"})
    volatile = frozenset({"version"})

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Refuse a bad size."""
        failures = [Failure("size", f"{news['size']!r} is no size")] if news.get("size") == "bad" else []
        return {**news, "name": name}, failures

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Replace on another name."""
        return Diff(dict(changes(inputs, news)), frozenset({"name"}))

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Fail as the size says."""
        match inputs.get("size"):
            case "half":
                raise PartialCreate("id-1", {**inputs, "arn": "a"}, ["the second step failed", f"with {inputs}"])
            case "crash":
                raise ValueError(f"line one\nline two of {inputs['token']}")
        return "id-1", {**inputs, "arn": "a", "version": 1}

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Find everything but what is gone."""
        return None if id == "gone" else (id, inputs, outputs)

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Stop half-way as the size says."""
        if news.get("size") == "half":
            raise PartialUpdate({**outputs, "version": 2}, ["stopped"])
        return {**outputs, **news, "version": 2}

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Need an input to delete."""
        assert outputs["force"] is True


def servicer() -> Servicer:
    """Return a servicer of the one type."""
    return Servicer([Thing()], {"demo:index:double": lambda context, given: {"result": given["n"] * 2}}, "1.2.3")
