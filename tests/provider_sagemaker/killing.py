"""Kill the provider at a chosen call: from then on it reaches AWS no more, as a dead process would."""

from typing import Any

from modelhost.provider.cloud import Cloud


class KilledError(BaseException):
    """The process is dead; nothing may catch this."""


class MortalCloud(Cloud):
    """Access to AWS that ends before, or after, the first call of one operation."""

    def __init__(self, operation: str, *, after: bool = False) -> None:
        super().__init__()
        self._operation = operation
        self._after = after
        self._dead = False
        self._watched: set[int] = set()

    def client(self, service: str, region: str | None = None) -> Any:
        """The client, with the end laid into it."""
        client = super().client(service, region)
        if id(client) not in self._watched:
            self._watched.add(id(client))
            client.meta.events.register("before-call", self._before_call)
            client.meta.events.register("after-call", self._after_call)
        return client

    def _before_call(self, model: Any, **_: Any) -> None:
        if self._dead or (model.name == self._operation and not self._after):
            self._dead = True
            raise KilledError(model.name)

    def _after_call(self, model: Any, **_: Any) -> None:
        if model.name == self._operation and self._after:
            self._dead = True
            raise KilledError(model.name)
