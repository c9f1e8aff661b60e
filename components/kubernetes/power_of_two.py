"""Send each request to the less busy of two pods: Traefik's `p2c`.

Traefik draws two different pods and takes the first unless the second has fewer requests in flight, as the planner
does. Envoy, and with it Istio and Envoy Gateway, draws with replacement, so that of few pods it often compares one
with itself. Read from Traefik 3.7 (`pkg/server/service/loadbalancer/p2c`) and Envoy 1.37 (`least_request_lb.cc`).
"""

from typing import Any, TypedDict

import pulumi

from components.checked import checked
from components.kubernetes.manifest import Manifest, metadata
from components.kubernetes.sdk import sdk
from modelhost.spec.kubernetes.service import ServiceSpec

API_VERSION, KIND = "traefik.io/v1alpha1", "TraefikService"
STRATEGY = "p2c"


class PowerOfTwoArgs(TypedDict):
    """What balancing needs; the cluster has Traefik with its custom resources."""

    namespace: pulumi.Input[str]
    """Namespace of the service; the output of the Namespace, where the same program makes it."""
    spec: ServiceSpec
    """The service whose pods answer."""


class PowerOfTwo(pulumi.ComponentResource):
    """A TraefikService of the service's own name, for routes to point to; each Traefik counts its own requests only."""

    traefik_service_name: pulumi.Output[str]
    """Name of the TraefikService."""

    def __init__(self, name: str, args: PowerOfTwoArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = checked(ServiceSpec, args["spec"], f"PowerOfTwo {name!r}", args["namespace"])
        kubernetes = sdk()
        super().__init__("modelhost:index:PowerOfTwo", name, {"spec": spec.plain()}, opts)

        described: Any = metadata(spec.service, args["namespace"], spec.service, "balancer", spec.labels)
        balanced = kubernetes.apiextensions.CustomResource(
            name,
            api_version=API_VERSION,
            kind=KIND,
            metadata=described,
            spec=balancing(spec),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.traefik_service_name = balanced.id.apply(lambda _: spec.service)
        self.register_outputs({"traefik_service_name": self.traefik_service_name})


def balancing(spec: ServiceSpec) -> Manifest:
    """Return one service that all requests go to; Traefik itself picks the pod, not the service's own balancing."""
    service = {"kind": "Service", "name": spec.service, "port": spec.port, "strategy": STRATEGY, "nativeLB": False}
    return {"weighted": {"services": [service]}}
