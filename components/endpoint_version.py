"""The immutable parts of an endpoint: a model per variant and image, a configuration per machine type."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.endpoint_making import Making, artifact_bytes, primary_serving
from components.endpoint_plan import (
    VARIANT,
    Beside,
    challengers,
    data_capture,
    shadows,
    variant_parts,
)
from components.provider.endpoint_configuration import EndpointConfiguration
from components.served_model import served_model
from components.traffic_plan import capture_prefix
from components.variant_plan import Serving, on_machines, with_capacity
from modelhost.catalog.machine import Machine, machine
from modelhost.spec.model import ModelSpec


def primary_models(making: Making, sizes: Sequence[str]) -> dict[str, Any]:
    """Return the name of the primary variant's model by machine type; types with one image share one model."""
    by_image: dict[str, Any] = {}
    names: dict[str, Any] = {}
    for size in sizes or [making.spec.image_machine.name]:
        image = making.spec.model.image_uri(making.region, machine(size))
        if image not in by_image:
            part = "" if not by_image else f"-{slug(size)}"
            by_image[image] = _model(making, VARIANT, making.spec.model, image, part)
        names[size] = by_image[image]
    return names


def configurations(
    making: Making, sizes: Sequence[str], model_names: Mapping[str, Any]
) -> dict[str, pulumi.Output[str]]:
    """Return the name of the configuration by machine type, the endpoint's own first."""
    rivals, shadow = _beside(making, challengers(making.spec)), _beside(making, shadows(making.spec))
    made = {}
    for number, size in enumerate(sizes or [making.spec.image_machine.name]):
        variants = [_primary(making, machine(size), model_names), *rivals]
        part = "" if number == 0 else f"-{slug(size)}"
        made[size] = EndpointConfiguration(
            f"{making.name}-configuration{part}",
            name_prefix=making.prefix,
            endpoint_name=making.site.endpoint_name,
            keep=making.keep,
            production_variants=variants,
            shadow_production_variants=shadow or None,
            data_capture_config=_capture(making),
            kms_key_arn=making.site.key_arn,
            size=size if len(sizes) > 1 else None,
            opts=making.opts,
            **making.shape.configuration(making.spec, making.site),
        ).name
    return made


def slug(size: str) -> str:
    """Return a machine type as part of a name."""
    return size.replace(".", "-")


def _primary(making: Making, kind: Machine, model_names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the primary variant on a machine type, or on several where capacity is short."""
    own = model_names[kind.name]
    variant = making.shape.variant(making.spec, primary_serving(making, kind, own))
    others = {size: name for size, name in model_names.items() if name is not own}
    # A pinned model serves on every machine type; components carry their models themselves.
    pinned = making.spec.version is not None or making.shape.components
    return with_capacity(variant, making.spec.capacity, {} if pinned else others)


def _beside(making: Making, variants: Mapping[str, Beside]) -> list[dict[str, Any]]:
    """Return variants beside the primary one, each with a model of its own."""
    return [
        on_machines(
            Serving(
                variant=key,
                model=each.model,
                model_name=_model(making, key, each.model, each.model.image_uri(making.region, each.machine), ""),
                machine=each.machine,
                region=making.region,
                count=each.count,
                weight=each.weight,
                artifact_bytes=artifact_bytes(making, key),
            )
        )
        for key, each in variants.items()
    ]


def _model(making: Making, variant: str, model: ModelSpec, image: str, part: str) -> pulumi.Output[str]:
    """Make the model of a variant, and return its name."""
    artifact, networked = making.artifacts.get(variant), making.shape.networked
    return served_model(
        f"{making.name}-model{variant_parts(variant)}{part}",
        {
            "spec": model,
            "endpoint_name": making.site.endpoint_name,
            "name_prefix": making.prefix,
            "keep": making.keep,
            "role_arn": making.site.role_arn,
            "image": image,
            "data_source": artifact.data_source if artifact else None,
            "many_models": making.shape.many_models,
            "environment": making.spec.environment,
            "sessions": making.spec.routing is not None and making.spec.routing.sessions,
            "secret_environment": making.secret_environment,
            "network": making.site.network if networked else None,
            "isolated": networked and making.spec.network_isolation,
        },
        making.opts,
    ).name


def _capture(making: Making) -> dict[str, Any] | None:
    """Return what is captured, where anything is."""
    if making.spec.capture is None:
        return None
    uri = making.site.uri(capture_prefix(making.site.endpoint_name))
    return data_capture(making.spec, uri, making.site.key_arn)
