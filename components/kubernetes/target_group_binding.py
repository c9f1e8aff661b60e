"""Keep the pods of a service registered with a load balancer's target group: the AWS Load Balancer Controller does it.

Fields are those of its TargetGroupBinding, elbv2.k8s.aws/v1beta1. Who may reach the pods is left to security groups.
"""

from typing import Any, TypedDict

import pulumi

from components.checked import checked
from components.kubernetes.manifest import Manifest, metadata
from components.kubernetes.sdk import sdk
from modelhost.spec.kubernetes.service import ServiceSpec

API_VERSION, KIND = "elbv2.k8s.aws/v1beta1", "TargetGroupBinding"


class TargetGroupBindingArgs(TypedDict):
    """What a binding needs; the cluster has the AWS Load Balancer Controller."""

    namespace: pulumi.Input[str]
    """Namespace of the service; the output of the Namespace, where the same program makes it."""
    target_group_arn: pulumi.Input[str]
    """Target group of addresses."""
    spec: ServiceSpec
    """The service whose pods are registered."""


class TargetGroupBinding(pulumi.ComponentResource):
    """A binding of the service's own name; as pods come and go, their addresses do in the target group."""

    binding_name: pulumi.Output[str]
    """Name of the binding."""

    def __init__(self, name: str, args: TargetGroupBindingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = checked(ServiceSpec, args["spec"], f"TargetGroupBinding {name!r}", args["namespace"])
        kubernetes = sdk()
        super().__init__("modelhost:index:TargetGroupBinding", name, {"spec": spec.plain()}, opts)

        described: Any = metadata(spec.service, args["namespace"], spec.service, "balancer", spec.labels)
        binding = kubernetes.apiextensions.CustomResource(
            name,
            api_version=API_VERSION,
            kind=KIND,
            metadata=described,
            spec=bound(spec, args["target_group_arn"]),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.binding_name = binding.id.apply(lambda _: spec.service)
        self.register_outputs({"binding_name": self.binding_name})


def bound(spec: ServiceSpec, target_group_arn: Any) -> Manifest:
    """Return which pods belong into which target group."""
    service = {"name": spec.service, "port": spec.port}
    return {"serviceRef": service, "targetGroupARN": target_group_arn, "targetType": "ip"}
