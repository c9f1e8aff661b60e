"""The inference components of an endpoint: the base that carries its model, and adapters on it."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from components.component_plan import adapter_name, adapter_specification, base_name
from components.endpoint_plan import VARIANT
from components.provider.inference_component import InferenceComponent
from modelhost.spec.component import AdapterSpec

TIMEOUTS = pulumi.CustomTimeouts(create="60m", update="480m", delete="30m")
"""An update may take the eight hours that SageMaker gives a deployment; its own limit is shorter."""


class ComponentSetArgs(TypedDict):
    """What the components of an endpoint need."""

    endpoint_name: str
    """Name of the endpoint, from which the components' names follow."""
    serving_endpoint_name: pulumi.Input[str]
    """The same name, known when the endpoint stands."""
    specification: pulumi.Input[Mapping[str, Any]]
    """What the base serves, and what each copy reserves."""
    copies: int
    """Copies at creation."""
    desired_copies: NotRequired[int | None]
    """Copies that Pulumi keeps; absent when an autoscaler or a schedule owns the number."""
    adapters: Mapping[str, AdapterSpec]
    """Adapters by name."""
    deployment: Mapping[str, Any]
    """How a new version takes over."""
    alarm_names: pulumi.Input[Sequence[str]]
    """Alarms to mute during our own updates."""


class ComponentSet(pulumi.ComponentResource):
    """A base component whose copies scale, and adapters that are shipped without touching it."""

    component_name: pulumi.Output[str]
    """Name of the base; known when it serves."""
    adapter_names: Mapping[str, pulumi.Output[str]]
    """Names of the adapters' components, by adapter."""
    component_arns: pulumi.Output[Sequence[str]]
    """ARNs of all of them."""

    def __init__(self, name: str, args: ComponentSetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        adapters = {key: AdapterSpec.model_validate(each) for key, each in args["adapters"].items()}
        intent = {"adapters": {key: each.plain() for key, each in adapters.items()}, "copies": args["copies"]}
        super().__init__("modelhost:index:ComponentSet", name, intent, opts)
        child = pulumi.ResourceOptions(parent=self, custom_timeouts=TIMEOUTS)

        base = InferenceComponent(
            f"{name}-base",
            name=base_name(args["endpoint_name"]),
            endpoint_name=args["serving_endpoint_name"],
            variant_name=VARIANT,
            specification=args["specification"],
            copy_count=max(1, args["copies"]),  # none at creation is refused
            desired_copy_count=args.get("desired_copies"),
            deployment_config=args["deployment"],
            alarm_names=args["alarm_names"],
            opts=child,
        )
        on_it = {
            key: InferenceComponent(
                f"{name}-adapter-{key}",
                name=adapter_name(args["endpoint_name"], key),
                endpoint_name=args["serving_endpoint_name"],
                specification=adapter_specification(base.name, each.artifact),
                opts=child,
            )
            for key, each in adapters.items()
        }

        self.component_name = base.name
        self.adapter_names = {key: each.name for key, each in on_it.items()}
        self.component_arns = pulumi.Output.all(base.arn, *(each.arn for each in on_it.values()))
        self.register_outputs({"component_name": self.component_name, "component_arns": self.component_arns})
