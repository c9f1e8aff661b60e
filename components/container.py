"""What a container is told at its start, and where it finds its model."""

from collections.abc import Mapping
from typing import Any

from modelhost.spec.model import ModelSpec
from modelhost.spec.routing import SESSIONS

SCRIPT_MODE = {
    # These containers have no handlers of their own: they run the script that the artifact carries.
    "sklearn": {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"},
}


def container_environment(model: ModelSpec, chosen: Mapping[str, str], sessions: bool = False) -> dict[str, str]:
    """Return the environment of *model*'s container: what its framework needs, what words of the model tell its
    server, then what the stack file chose.
    """
    framework = model.framework or ""
    held = {SESSIONS[framework]: "true"} if sessions and framework in SESSIONS else {}
    return {**SCRIPT_MODE.get(framework, {}), **model.server_variables, **held, **chosen}


def primary_container(
    image: str, data_source: Mapping[str, Any] | None, environment: Mapping[str, str], many_models: bool = False
) -> Any:
    """Return the container definition of a model; a model inside its image has no data source.

    A container of *many_models* gets the prefix of them all, and loads what a request names.
    """
    container: dict[str, Any] = {"image": image, "environment": dict(environment)}
    if data_source is None:
        return container
    if many_models:
        return {**container, "mode": "MultiModel", "modelDataUrl": data_source["s3DataSource"]["s3Uri"]}
    return {**container, "modelDataSource": data_source}
