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


class ForgetfulCloud(Cloud):
    """Access to an AWS that retains nothing of the live variants in an update, whatever it was asked."""

    def client(self, service: str, region: str | None = None) -> Any:
        """The client, which drops what it was told to retain."""
        client = super().client(service, region)
        client.meta.events.register("provide-client-params.sagemaker.UpdateEndpoint", _retain_nothing, "forgetful")
        return client


class MixedCloud(Cloud):
    """Access to an AWS where an update and its rollback failed: the endpoint serves old and new side by side."""

    def client(self, service: str, region: str | None = None) -> Any:
        """The client, which sees an endpoint at rest as a mix."""
        client = super().client(service, region)
        client.meta.events.register("after-call.sagemaker.DescribeEndpoint", _mix, "mixed")
        return client


def _retain_nothing(params: dict[str, Any], **_: Any) -> dict[str, Any]:
    return {key: value for key, value in params.items() if "Retain" not in key}


def _mix(parsed: dict[str, Any], **_: Any) -> None:
    if parsed.get("EndpointStatus") == "InService":
        parsed |= {"EndpointStatus": "UpdateRollbackFailed", "FailureReason": "no capacity to roll back"}
