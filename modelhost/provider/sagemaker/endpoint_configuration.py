"""The resource `modelhost:index:EndpointConfiguration`: which models on which machines."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Failure, Properties
from modelhost.provider.sagemaker.configuration_conflict import conflicts
from modelhost.provider.sagemaker.immutable import DEFAULT_KEEP, IN_PLACE, OWN_PROPERTIES, Immutable
from modelhost.provider.sagemaker.named import Named
from modelhost.provider.sagemaker.ownership import SIZE_TAG
from modelhost.provider.sagemaker.request import CONFIGURATION, configuration_request, properties
from modelhost.provider.sagemaker.retire import retire_configuration
from modelhost.provider.sagemaker.version import Usage

VARIANT_DEFAULTS = {"initialVariantWeight": 1, "enableSsmAccess": False}
INITIAL_ONLY = frozenset({"initialInstanceCount", "initialVariantWeight"})
"""What an endpoint takes from its configuration once; afterwards the endpoint itself holds counts and weights."""
VARIANTS = ("productionVariants", "shadowProductionVariants")


class EndpointConfiguration(Immutable):
    """A SageMaker endpoint configuration."""

    type = "modelhost:index:EndpointConfiguration"
    noun = "endpoint_config"
    arn_key = "EndpointConfigArn"
    name_key = "EndpointConfigName"
    cloud_properties = CONFIGURATION
    own_properties = (*OWN_PROPERTIES, "size")
    in_place = IN_PLACE | {"size"}
    request = staticmethod(configuration_request)

    def __init__(self, named: Named | None = None) -> None:
        self._usage = Usage()
        self._named = named or Named()

    def conflicts(self, inputs: Properties) -> Iterator[Failure]:
        """What SageMaker would refuse of the variants together."""
        return conflicts(inputs)

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Retire it: the newest few of its size stay while the endpoint lives."""
        keep = int(outputs.get("keep", DEFAULT_KEEP))
        endpoint = outputs["endpointName"]
        retire_configuration(context, id, endpoint, keep, self._usage, self._named.of(endpoint))

    def described(self, answer: Mapping[str, Any]) -> Properties:
        """The properties of DescribeEndpointConfig's answer."""
        return properties(answer, CONFIGURATION)

    def imported(self, id: str, answer: Mapping[str, Any], tags: Mapping[str, str]) -> Properties:
        """The inputs of a configuration, with the size that its tag names."""
        found = super().imported(id, answer, tags)
        return {**found, "size": tags[SIZE_TAG]} if SIZE_TAG in tags else found

    def marks(self, context: Context, inputs: Properties) -> dict[str, str]:
        """Endpoint, resource and, where it is one of several sizes, the size."""
        size = inputs.get("size")
        found = super().marks(context, inputs)
        return {**found, SIZE_TAG: size} if isinstance(size, str) and size else found

    def normal(self, inputs: Properties) -> Properties:
        """Without SageMaker's defaults: weight one, no shell access, no isolation."""
        found = super().normal(inputs)
        if found.get("enableNetworkIsolation") is False:
            del found["enableNetworkIsolation"]
        return found | {key: _each(found[key], _plain) for key in VARIANTS if key in found}

    def compared(self, inputs: Properties) -> Properties:
        """Without counts and weights of the beginning: they alone make no new version."""
        found = self.normal(inputs)
        return found | {key: _each(found[key], _lasting) for key in VARIANTS[:1] if key in found}


def _each(variants: Any, change: Any) -> Any:
    if not isinstance(variants, list):
        return variants
    return [change(each) if isinstance(each, Mapping) else each for each in variants]


def _plain(variant: Mapping[str, Any]) -> dict[str, Any]:
    return {
        k: v for k, v in variant.items() if v is not None and (k not in VARIANT_DEFAULTS or v != VARIANT_DEFAULTS[k])
    }


def _lasting(variant: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in variant.items() if key not in INITIAL_ONLY}
