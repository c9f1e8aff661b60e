"""Hold numbers of pods by the clock, follow a query beside it, rest at zero: KEDA."""

from typing import Any, TypedDict

import pulumi

from components.checked import checked
from components.kubernetes.manifest import metadata
from components.kubernetes.scaled_object_plan import HPA_PREFIX, LONGEST_NAME, scaled_object
from components.kubernetes.sdk import sdk
from modelhost.spec.kubernetes.scaled_object import ScaledObjectSpec
from modelhost.spec.name import cloud_name

API_VERSION, KIND = "keda.sh/v1alpha1", "ScaledObject"


class ScaledObjectArgs(TypedDict):
    """What a ScaledObject needs; the cluster has KEDA 2.21 or newer."""

    namespace: pulumi.Input[str]
    """Namespace of the workload; the output of the Namespace, where the same program makes it."""
    spec: ScaledObjectSpec
    """Workload, replicas and schedule, query, fallback and behaviour."""


class ScaledObject(pulumi.ComponentResource):
    """A ScaledObject of the workload's own name; KEDA refuses one beside another autoscaler of the workload."""

    scaled_object_name: pulumi.Output[str]
    """Name of the ScaledObject."""
    autoscaler_name: pulumi.Output[str]
    """Name of the horizontal pod autoscaler that KEDA makes."""

    def __init__(self, name: str, args: ScaledObjectArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = checked(ScaledObjectSpec, args["spec"], f"ScaledObject {name!r}", args["namespace"])
        kubernetes = sdk()
        super().__init__("modelhost:index:ScaledObject", name, {"spec": spec.plain()}, opts)

        of = spec.workload.name
        called = cloud_name(of, limit=LONGEST_NAME)
        described: Any = metadata(called, args["namespace"], of, "autoscaler", spec.labels)
        scaled = kubernetes.apiextensions.CustomResource(
            name,
            api_version=API_VERSION,
            kind=KIND,
            metadata=described,
            spec=scaled_object(spec),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.scaled_object_name = scaled.id.apply(lambda _: called)
        self.autoscaler_name = scaled.id.apply(lambda _: f"{HPA_PREFIX}{called}")
        self.register_outputs({"scaled_object_name": self.scaled_object_name, "autoscaler_name": self.autoscaler_name})
