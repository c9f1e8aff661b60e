"""Models and endpoint configurations: what SageMaker keeps of them as they were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, sorted_by, tags_from, timestamp


@dataclass(frozen=True)
class Definition:
    """One immutable kind of SageMaker resource."""

    shelf: str
    title: str
    arn_kind: str
    name_field: str
    arn_field: str
    list_field: str

    def arn(self, call: Call, name: str) -> str:
        """Name one of this kind; SageMaker lowers the case."""
        return call.arn(f"{self.arn_kind}/{name.lower()}")

    def find(self, call: Call, cloud: Cloud, name: str) -> Record:
        """Look one up, or refuse as SageMaker does."""
        found: Record | None = cloud.shelf(self.shelf).get((call.region, name))
        if found is None:
            raise validation(f'Could not find {self.title} "{self.arn(call, name)}".')
        return found

    def create(self, call: Call, cloud: Cloud) -> dict[str, Any]:
        """Keep every field of the request."""
        fields = dict(call.params)
        name = fields.pop(self.name_field)
        arn = self.arn(call, name)
        if (call.region, name) in cloud.shelf(self.shelf):
            raise validation(f'Cannot create already existing {self.title} "{arn}".')
        tags = tags_from(fields.pop("Tags", None))
        cloud.shelf(self.shelf)[call.region, name] = Record(name, arn, fields, cloud.now(), tags=tags)
        return {self.arn_field: arn}

    def describe(self, call: Call, cloud: Cloud) -> dict[str, Any]:
        """Give every field back."""
        record = self.find(call, cloud, call.params[self.name_field])
        return {**record.fields, **self._summary(record)}

    def delete(self, call: Call, cloud: Cloud) -> None:
        """Forget one."""
        record = self.find(call, cloud, call.params[self.name_field])
        del cloud.shelf(self.shelf)[call.region, record.name]

    def list(self, call: Call, cloud: Cloud) -> dict[str, Any]:
        """List the ones of this region."""
        ours = [record for (region, _), record in cloud.shelf(self.shelf).items() if region == call.region]
        records, token = page(sorted_by(ours, call.params), call.params)
        return {self.list_field: [self._summary(record) for record in records], "NextToken": token}

    def _summary(self, record: Record) -> dict[str, Any]:
        return {
            self.name_field: record.name,
            self.arn_field: record.arn,
            "CreationTime": timestamp(record.created),
        }


MODEL = Definition("model", "model", "model", "ModelName", "ModelArn", "Models")
CONFIGURATION = Definition(
    "endpoint-config",
    "endpoint configuration",
    "endpoint-config",
    "EndpointConfigName",
    "EndpointConfigArn",
    "EndpointConfigs",
)


def capture_of(configuration: Record) -> dict[str, Any]:
    """Read the data capture that an endpoint configuration asks for."""
    asked: dict[str, Any] = configuration.fields.get("DataCaptureConfig", {})
    return asked
