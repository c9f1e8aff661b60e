"""What scales of one endpoint, and how it is called."""

from dataclasses import dataclass

import pulumi

from components.component_plan import base_name
from components.hosted import Hosted
from infra.stage import Stage
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric import CustomizedMetric
from modelhost.spec.scalable import Scalable, scalable


@dataclass(frozen=True)
class Subject:
    """One hosted endpoint, as those see it who scale it."""

    stage: Stage
    """Where it is hosted."""
    key: str
    """Its key in the stack file."""
    hosted: Hosted
    """The endpoint."""

    @property
    def spec(self) -> EndpointSpec:
        """Its block of the stack file."""
        return self.stage.environment.endpoints[self.key]

    @property
    def name(self) -> str:
        """First part of the Pulumi names."""
        return self.stage.resource_name(self.key)

    @property
    def options(self) -> pulumi.ResourceOptions:
        """Options of all that belongs to it."""
        return self.stage.options(self.key)

    @property
    def endpoint_name(self) -> str:
        """Name in the cloud, known before it stands."""
        return self.stage.environment.endpoint_name(self.key)

    @property
    def scalable(self) -> Scalable:
        """What is counted."""
        return scalable(self.spec.kind)

    @property
    def resource_id(self) -> pulumi.Output[str]:
        """Application Auto Scaling's id, known when it can be registered."""
        variant, template = self.hosted.variant_name, self.scalable.resource_id
        return pulumi.Output.all(self.hosted.endpoint_name, self.hosted.component_name).apply(
            lambda names: template.format(endpoint=names[0], variant=variant, component=names[1])
        )

    def named(self, metric: CustomizedMetric) -> dict[str, str]:
        """Return the dimensions of a metric with the names in the cloud."""
        component = base_name(self.endpoint_name) if self.spec.kind is EndpointKind.COMPONENTS else None
        return metric.named(self.endpoint_name, self.hosted.variant_name, component)
