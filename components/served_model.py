"""One model of an endpoint as SageMaker knows it: a container, its data, and the network that it joins."""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi

from components.container import container_environment, primary_container
from components.provider.model import Model
from modelhost.spec.model import ModelSpec


class ServedModelArgs(TypedDict):
    """What a served model needs."""

    spec: ModelSpec
    """The model."""
    endpoint_name: str
    """Endpoint that serves it."""
    name_prefix: str
    """First part of its name in the cloud."""
    keep: int
    """Versions kept for rollback."""
    role_arn: pulumi.Input[str]
    """Role of the container."""
    image: str
    """Container image."""
    data_source: NotRequired[pulumi.Input[Mapping[str, Any]] | None]
    """Where the model lies; a model inside its image has none."""
    many_models: bool
    """Whether the container loads many models from there."""
    environment: Mapping[str, str]
    """Environment variables of the container."""
    sessions: NotRequired[bool]
    """Whether the container is to hold sessions of its callers."""
    secret_environment: NotRequired[pulumi.Input[Mapping[str, str]] | None]
    """Environment variables that must not be seen."""
    network: Mapping[str, Any] | None
    """Subnets and security groups; none outside a VPC."""
    isolated: bool
    """Whether the container has no network at all."""


def served_model(name: str, args: ServedModelArgs, opts: pulumi.ResourceOptions) -> Model:
    """Make the SageMaker model, a new version whenever anything of it changes."""
    return Model(
        name,
        name_prefix=args["name_prefix"],
        endpoint_name=args["endpoint_name"],
        keep=args["keep"],
        execution_role_arn=args["role_arn"],
        primary_container=pulumi.Output.all(
            args["image"], args.get("data_source"), environment(args), args["many_models"]
        ).apply(lambda parts: primary_container(*parts)),
        vpc_config=args["network"],
        enable_network_isolation=args["isolated"],
        opts=opts,
    )


def environment(args: ServedModelArgs) -> pulumi.Input[Mapping[str, str]]:
    """Return the container's environment, secret as a whole when any of it is."""
    plain = container_environment(args["spec"], args["environment"], args.get("sessions", False))
    secret = args.get("secret_environment")
    if secret is None:
        return plain
    return pulumi.Output.secret(secret).apply(lambda hidden: {**plain, **hidden})
