"""The resource `modelhost:index:Model`: a container image with its weights and role."""

from collections.abc import Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.immutable import DEFAULT_KEEP, Immutable
from modelhost.provider.sagemaker.request import MODEL, model_request, properties
from modelhost.provider.sagemaker.retire import retire_model


class Model(Immutable):
    """A SageMaker model."""

    type = "modelhost:index:Model"
    noun = "model"
    arn_key = "ModelArn"
    name_key = "ModelName"
    cloud_properties = MODEL
    request = staticmethod(model_request)

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Retire it: the newest few stay while the endpoint lives, and whatever is named by something that stays."""
        retire_model(context, id, outputs["endpointName"], int(outputs.get("keep", DEFAULT_KEEP)))

    def described(self, answer: Mapping[str, Any]) -> Properties:
        """The properties of DescribeModel's answer."""
        return properties(answer, MODEL)

    def normal(self, inputs: Properties) -> Properties:
        """Without SageMaker's defaults: one model per container, no isolation."""
        found = super().normal(inputs)
        container = found.get("primaryContainer")
        if isinstance(container, Mapping):
            plain = {key: value for key, value in container.items() if value not in (None, {}, [])}
            found["primaryContainer"] = {k: v for k, v in plain.items() if (k, v) != ("mode", "SingleModel")}
        if found.get("enableNetworkIsolation") is False:
            del found["enableNetworkIsolation"]
        return found
