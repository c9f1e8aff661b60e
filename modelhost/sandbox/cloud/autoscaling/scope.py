"""Which scalable target a call is about, and how Application Auto Scaling says that it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modelhost.sandbox.cloud.bounds import TARGETS
from modelhost.sandbox.cloud.call import Call, NotOursError, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, timestamp


@dataclass(frozen=True)
class Scope:
    """A service namespace, a resource and one of its scalable dimensions."""

    namespace: str
    resource: str | None
    dimension: str | None

    @property
    def key(self) -> str:
        """Name the target on its shelf."""
        return f"{self.namespace}|{self.resource}|{self.dimension}"

    def __str__(self) -> str:
        """Word the scope as the service does in its messages."""
        return (
            f"service namespace: {self.namespace}, resource ID: {self.resource}, scalable dimension: {self.dimension}"
        )

    def fields(self) -> dict[str, Any]:
        """Give the three as a description carries them."""
        return {
            "ServiceNamespace": self.namespace,
            "ResourceId": self.resource,
            "ScalableDimension": self.dimension,
        }

    def covers(self, record: Record) -> bool:
        """Tell whether a description filtered by this scope shows a record."""
        fields = record.fields
        return (
            fields["ServiceNamespace"] == self.namespace
            and self.resource in (None, fields["ResourceId"])
            and self.dimension in (None, fields["ScalableDimension"])
        )


def scope_of(call: Call) -> Scope:
    """Read the scope of a call; other services' targets stay with moto."""
    params = call.params
    if params.get("ServiceNamespace") != "sagemaker":
        raise NotOursError
    return Scope("sagemaker", params.get("ResourceId"), params.get("ScalableDimension"))


def registered(call: Call, cloud: Cloud, scope: Scope) -> Record:
    """Find the target of a policy or an action, or refuse."""
    found: Record | None = cloud.shelf(TARGETS).get((call.region, scope.key))
    if found is None:
        raise missing(f"No scalable target registered for {scope}")
    return found


def missing(message: str) -> RefusalError:
    """Refuse because something is not there."""
    return RefusalError("ObjectNotFoundException", message, 400)


def listed(call: Call, cloud: Cloud, kind: str, scope: Scope) -> list[Record]:
    """List the records of a kind that a description shows."""
    ours = [record for (region, _), record in cloud.shelf(kind).items() if region == call.region]
    return [record for record in ours if scope.covers(record)]


def page_of(call: Call, cloud: Cloud, kind: str, name_field: str) -> tuple[list[Record], str | None]:
    """Cut the page of a kind that a description shows, only of the names it asks for if it does."""
    wanted = call.params.get(f"{name_field}s")
    found = listed(call, cloud, kind, scope_of(call))
    found = [record for record in found if not wanted or record.fields[name_field] in wanted]
    return page(found, call.params, limit=50)


def described(record: Record, arn_field: str) -> dict[str, Any]:
    """Describe a record with its ARN and when it was created."""
    return {**record.fields, arn_field: record.arn, "CreationTime": timestamp(record.created)}
