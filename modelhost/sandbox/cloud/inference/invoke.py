"""InvokeEndpoint: find the live model of an endpoint and let it answer."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.artifact import unpack
from modelhost.sandbox.cloud.inference.process import ModelProcessError
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.state import Endpoint
from modelhost.sandbox.cloud.sagemaker.variant import Variant

LOCAL_REPOSITORY = "sagemaker-scikit-learn"
SERVING = (state.IN_SERVICE, state.UPDATING, state.ROLLING_BACK)
NOT_RUN = "The image {image} is not run in the sandbox; only models of {repository} images answer here."
FAILED = 'Received server error ({status}) from primary with message "{message}".'
DEFAULT_TYPE = "application/json"


def invoke(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Answer one request by the endpoint's live model."""
    with cloud.lock:
        name = call.params["EndpointName"]
        variant, model = _live(name, call, cloud)
    container = (model.fields.get("PrimaryContainer") or model.fields["Containers"][0]) if model else {}
    image = container.get("Image", "")
    if model is None or LOCAL_REPOSITORY not in image.split("/")[-1]:
        message = NOT_RUN.format(image=image or "of this variant", repository=LOCAL_REPOSITORY)
        raise RefusalError("ModelError", message, 424, OriginalStatusCode=501, OriginalMessage=message)
    content_type = call.headers.get("Content-Type") or DEFAULT_TYPE
    accept = call.headers.get("Accept") or DEFAULT_TYPE
    accept = DEFAULT_TYPE if accept == "*/*" else accept
    try:
        process = cloud.model_servers.get((call.region, name), model.arn, lambda folder: unpack(container, folder))
        body, answer_type = process.ask(call.body, content_type, accept)
    except ModelProcessError as error:
        raise _model_error(error) from error
    return {"Body": body, "ContentType": answer_type, "InvokedProductionVariant": variant.name}


def _live(name: str, call: Call, cloud: Cloud) -> tuple[Variant, Record | None]:
    endpoint = state.look_up(cloud, call.region, name)
    if endpoint is None or endpoint.status not in SERVING:
        raise RefusalError("ValidationError", f"Endpoint {name} of account {ACCOUNT_ID} not found.", 400)
    variant = _variant(endpoint, call.params.get("TargetVariant"))
    return variant, cloud.shelf("model").get((call.region, variant.spec.get("ModelName", "")))


def _variant(endpoint: Endpoint, wanted: str | None) -> Variant:
    if wanted is None:
        return max(endpoint.variants, key=lambda variant: variant.weight)
    for variant in endpoint.variants:
        if variant.name == wanted:
            return variant
    raise RefusalError("ValidationError", f"Variant {wanted} not found for Request", 400)


def _model_error(error: ModelProcessError) -> RefusalError:
    message = FAILED.format(status=error.status, message=error)
    return RefusalError("ModelError", message, 424, OriginalStatusCode=error.status, OriginalMessage=str(error))
