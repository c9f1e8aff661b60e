"""Follow the load of pods with the autoscaler of Kubernetes itself."""

from typing import Any, TypedDict

import pulumi

from components.checked import checked
from components.kubernetes.hpa_plan import hpa
from components.kubernetes.manifest import metadata
from components.kubernetes.sdk import sdk
from modelhost.spec.kubernetes.hpa import HpaSpec


class HorizontalPodAutoscalerArgs(TypedDict):
    """What the autoscaler needs."""

    namespace: pulumi.Input[str]
    """Namespace of the workload; the output of the Namespace, where the same program makes it."""
    spec: HpaSpec
    """Workload, bounds, metrics and behaviour."""


class HorizontalPodAutoscaler(pulumi.ComponentResource):
    """An autoscaler of the workload's own name: a second one meets it at creation, and fights nobody unseen."""

    autoscaler_name: pulumi.Output[str]
    """Name of the autoscaler."""

    def __init__(
        self, name: str, args: HorizontalPodAutoscalerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        spec = checked(HpaSpec, args["spec"], f"HorizontalPodAutoscaler {name!r}", args["namespace"])
        kubernetes = sdk()
        super().__init__("modelhost:index:HorizontalPodAutoscaler", name, {"spec": spec.plain()}, opts)

        of = spec.workload.name
        described: Any = metadata(of, args["namespace"], of, "autoscaler", spec.labels)
        wanted: Any = hpa(spec)
        autoscaler = kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
            name, metadata=described, spec=wanted, opts=pulumi.ResourceOptions(parent=self)
        )

        self.autoscaler_name = autoscaler.id.apply(lambda _: of)
        self.register_outputs({"autoscaler_name": self.autoscaler_name})
