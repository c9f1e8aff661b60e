"""One operation on one resource: makes the calls that its row names, and reads what the cloud has."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

from modelhost.provider import validate
from modelhost.provider.context import Context
from modelhost.provider.failure import message
from modelhost.provider.resource import ProviderError
from modelhost.provider.table.case import fit, fold
from modelhost.provider.table.request import build
from modelhost.provider.table.row import Action, Call, Row, Step
from modelhost.provider.table.scope import Scope
from modelhost.provider.table.template import PLACEHOLDER, fill

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
PAUSE_GROWTH = 1.5
CONFLICT_SECONDS = 60.0
CONFLICTS = frozenset(
    {
        "ConcurrentModification",
        "ConcurrentModificationException",
        "ConcurrentUpdateException",
        "ConflictException",
        "DeleteConflict",
        "DependencyViolation",
        "InvalidIPAddress.InUse",
        "OperationAbortedException",
        "OperationAborted",
        "ResourceInUse",
        "ResourceInUseException",
    }
)
T = TypeVar("T")


class Run:
    """The calls of one operation; rows' functions get it as their argument."""

    def __init__(self, row: Row, context: Context, values: Mapping[str, Any], id: str | None = None) -> None:
        self.row = row
        self.context = context
        self.scope = Scope(row, context, values, id)

    def client(self, service: str = "") -> Any:
        """Return the client of the row's service, in the resource's region."""
        return self.context.client(service or self.row.service, self.scope.values.get("region"))

    def act(self, action: Action, names: Collection[str] = ()) -> Any:
        """Make a call, or run the row's function."""
        return self.call(action, names) if isinstance(action, Call) else action(self)

    def call(self, call: Call, names: Collection[str] = (), extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Make a call and return its answer."""
        service = call.service or self.row.service
        params = build(self.row, call, self.scope, names)
        if extra:
            params |= fit(fill(dict(extra), self.scope) or {}, validate.input_shape(service, call.operation))
        return dict(getattr(self.client(service), call.operation)(**params))

    def given(self, step: Step) -> list[str]:
        """Return those of the step's properties that are given."""
        return [name for name in step.on if self.scope(name) is not None]

    def step(self, step: Step) -> None:
        """Set the step's properties, or unset them when none is given."""
        given = self.given(step)
        if given or step.unset is None:
            self.act(step.action, given)
        else:
            self.act(step.unset)

    def find(self) -> dict[str, Any] | None:
        """Return what the cloud has, None when it is gone."""
        answer = self.unless_missing(lambda: self.call(self.row.read))
        found = search(self._resolved(self.row.found), answer) if answer is not None else None
        if not found:
            return None
        if any(str(search(path, found)) in values for path, values in self.row.gone.items()):
            return None
        return dict(found) if isinstance(found, Mapping) else {"value": found}

    def unless_missing(self, work: Callable[[], T], codes: Collection[str] = ()) -> T | None:
        """Return what `work` returns, None when AWS says that the thing is not there."""
        try:
            return work()
        except Exception as error:
            if error_code(error) in (*self.row.missing, *codes):
                return None
            raise

    def wait_ready(self) -> dict[str, Any]:
        """Poll until the resource is ready, with the words of AWS when it fails."""
        wait = self.row.wait
        for found in self._polls():
            if found is None:
                raise ProviderError(f"{self.row.type} {self.scope.id} is not there")
            state = str(search(wait.path, found)) if wait else ""
            if wait is None or state in wait.ready:
                return found
            if state in wait.failed:
                raise ProviderError(f"{self.row.type} {self.scope.id} is {state}: {search(wait.reason or '@', found)}")
        raise ProviderError(f"{self.row.type} {self.scope.id} is not ready after {self.context.timeout_seconds:.0f} s")

    def wait_gone(self) -> None:
        """Poll until the resource is gone."""
        for found in self._polls():
            if found is None:
                return
        raise ProviderError(
            f"{self.row.type} {self.scope.id} is still there after {self.context.timeout_seconds:.0f} s"
        )

    def past_conflicts(self, work: Callable[[], T]) -> T:
        """Do `work` again while AWS says that something else still holds the resource."""
        give_up_at = time.monotonic() + min(CONFLICT_SECONDS, self.context.timeout_seconds)
        for pause_seconds in pauses():
            try:
                return work()
            except Exception as error:
                if error_code(error) not in CONFLICTS or time.monotonic() > give_up_at:
                    raise
                if self.context.cancelled.wait(pause_seconds):
                    raise ProviderError(f"cancelled while waiting: {message(error)}") from error
        raise AssertionError("pauses never end")

    def _polls(self) -> Iterator[dict[str, Any] | None]:
        give_up_at = time.monotonic() + self.context.timeout_seconds
        for pause_seconds in pauses():
            yield self.find()
            if time.monotonic() > give_up_at:
                return
            if self.context.cancelled.wait(pause_seconds):
                raise ProviderError(f"{self.row.type} {self.scope.id}: cancelled while waiting")

    def _resolved(self, path: str) -> str:
        return PLACEHOLDER.sub(lambda match: str(self.scope(match[1])), path)


def pauses() -> Iterator[float]:
    """Yield ever longer pauses in seconds, up to the longest."""
    pause_seconds = FIRST_PAUSE_SECONDS
    while True:
        yield pause_seconds
        pause_seconds = min(pause_seconds * PAUSE_GROWTH, LONGEST_PAUSE_SECONDS)


def search(path: str, answer: Any) -> Any:
    """Evaluate a JMESPath; names with other letters than JMESPath's need quotes."""
    import jmespath  # type: ignore[import-untyped]

    return jmespath.search(path, answer)


def named(answer: Mapping[str, Any], name: str) -> Any:
    """Return the value of a name whatever its case."""
    return next((value for key, value in answer.items() if fold(key) == fold(name)), None)


def error_code(error: BaseException) -> str:
    """Return the code of an AWS refusal, else an empty text."""
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, Mapping) else ""
