"""Let a target answer: its process is started at the first request and computes for real."""

from __future__ import annotations

from dataclasses import dataclass

from modelhost.sandbox.cloud.call import RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.artifact import overlay, unpack
from modelhost.sandbox.cloud.inference.process import ModelProcessError, Served
from modelhost.sandbox.cloud.inference.reached import Target

LOCAL_REPOSITORY = "sagemaker-scikit-learn"
NOT_RUN = "The image {image} is not run in the sandbox; only models of {repository} images answer here."
FAILED = 'Received server error ({status}) from primary with message "{message}".'
DEFAULT_TYPE = "application/json"


@dataclass(frozen=True)
class Asked:
    """One request as the container sees it."""

    body: bytes
    content_type: str
    accept: str


@dataclass(frozen=True)
class Answer:
    """What the container answered."""

    body: bytes
    content_type: str


def answer(cloud: Cloud, region: str, target: Target, asked: Asked) -> Answer:
    """Ask a target's process, or say as a ModelError why it does not answer."""
    image = target.container.get("Image", "")
    if LOCAL_REPOSITORY not in image.split("/")[-1]:
        message = NOT_RUN.format(image=image or "of this variant", repository=LOCAL_REPOSITORY)
        raise RefusalError("ModelError", message, 424, OriginalStatusCode=501, OriginalMessage=message)

    def served(folder: object) -> Served:
        found = unpack(target.container, folder)  # type: ignore[arg-type]
        return overlay(target.overlay, found) if target.overlay else found

    try:
        process = cloud.model_servers.get((region, target.slot), target.identity, served)
        body, content_type = process.ask(asked.body, asked.content_type, asked.accept)
    except ModelProcessError as error:
        raise _model_error(error) from error
    return Answer(body, content_type)


def asked_of(body: bytes, content_type: str | None, accept: str | None) -> Asked:
    """Read a request, with the types that a container takes for granted."""
    wanted = accept or DEFAULT_TYPE
    return Asked(body, content_type or DEFAULT_TYPE, DEFAULT_TYPE if wanted == "*/*" else wanted)


def _model_error(error: ModelProcessError) -> RefusalError:
    message = FAILED.format(status=error.status, message=error)
    return RefusalError("ModelError", message, 424, OriginalStatusCode=error.status, OriginalMessage=str(error))
