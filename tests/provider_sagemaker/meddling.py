"""Somebody else who acts at a chosen moment of our own work."""

from collections.abc import Callable
from typing import Any

from modelhost.provider.cloud import Cloud


class MeddledCloud(Cloud):
    """Access to AWS during which something else happens once, right after the first call of one operation."""

    def __init__(self, operation: str, act: Callable[[], None]) -> None:
        super().__init__()
        self._operation = operation
        self._acts = [act]
        self._watched: set[int] = set()

    def client(self, service: str, region: str | None = None) -> Any:
        """The client, with the meddler laid into it."""
        client = super().client(service, region)
        if id(client) not in self._watched:
            self._watched.add(id(client))
            client.meta.events.register("after-call", self._after_call)
        return client

    def _after_call(self, model: Any, **_: Any) -> None:
        if model.name == self._operation and self._acts:
            self._acts.pop()()
