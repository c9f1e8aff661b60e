"""The resource `modelhost:index:EndpointConfiguration`: which models on which machines."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.immutable import DEFAULT_KEEP, Immutable
from modelhost.provider.sagemaker.request import CONFIGURATION, configuration_request, properties
from modelhost.provider.sagemaker.retire import retire_configuration
from modelhost.provider.sagemaker.version import Usage

VARIANT_DEFAULTS = {"initialVariantWeight": 1, "enableSsmAccess": False}


class EndpointConfiguration(Immutable):
    """A SageMaker endpoint configuration."""

    type = "modelhost:index:EndpointConfiguration"
    noun = "endpoint_config"
    arn_key = "EndpointConfigArn"
    name_key = "EndpointConfigName"
    cloud_properties = CONFIGURATION
    request = staticmethod(configuration_request)

    def __init__(self) -> None:
        self._usage = Usage()

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Retire it: the newest few stay while the endpoint lives."""
        keep = int(outputs.get("keep", DEFAULT_KEEP))
        retire_configuration(context, id, outputs["endpointName"], keep, self._usage)

    def described(self, answer: Mapping[str, Any]) -> Properties:
        """The properties of DescribeEndpointConfig's answer."""
        return properties(answer, CONFIGURATION)

    def normal(self, inputs: Properties) -> Properties:
        """Without SageMaker's defaults: weight one, no shell access."""
        found = super().normal(inputs)
        variants = found.get("productionVariants")
        if isinstance(variants, list):
            found["productionVariants"] = [_plain_variant(each) for each in variants]
        return found


def _plain_variant(variant: Any) -> Any:
    if not isinstance(variant, Mapping):
        return variant
    return {
        k: v for k, v in variant.items() if v is not None and (k not in VARIANT_DEFAULTS or v != VARIANT_DEFAULTS[k])
    }
