"""Local inference: a scikit-learn container's script answers for real, other images say that they do not run."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import IMAGE, Sandbox, until
from tests.cloud.hosted_script import PROGRAM, upload


def hosted(cloud: Sandbox, uri: str, image: str = IMAGE, environment: dict[str, str] | None = None) -> str:
    """Host an artifact on an endpoint."""
    container = {"Image": image, "ModelDataUrl": uri, "Environment": PROGRAM if environment is None else environment}
    return cloud.endpoint(cloud.configuration(cloud.model(PrimaryContainer=container)))


def invoke(cloud: Sandbox, endpoint: str, data: Any) -> Any:
    """Ask an endpoint in JSON."""
    answer = cloud.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=endpoint, Body=json.dumps(data), ContentType="application/json", Accept="application/json"
    )
    assert answer["InvokedProductionVariant"] == "main"
    return json.load(answer["Body"])


def test_an_endpoint_answers_by_its_script(cloud: Sandbox) -> None:
    """The artifact's own code computes the answer."""
    assert invoke(cloud, hosted(cloud, upload(cloud, 2.0)), [[1, 2]]) == [[2.0, 4.0]]


def test_an_update_changes_the_model_that_answers(cloud: Sandbox) -> None:
    """After an update the new artifact answers."""
    endpoint = hosted(cloud, upload(cloud, 2.0))
    assert invoke(cloud, endpoint, [1]) == [2.0]
    container = {"Image": IMAGE, "ModelDataUrl": upload(cloud, 3.0), "Environment": PROGRAM}
    config = cloud.configuration(cloud.model(PrimaryContainer=container))
    cloud.client("sagemaker").update_endpoint(EndpointName=endpoint, EndpointConfigName=config)
    cloud.settled(endpoint)
    assert invoke(cloud, endpoint, [1]) == [3.0]


def test_the_models_process_ends_with_its_endpoint(cloud: Sandbox) -> None:
    """Deleting an endpoint leaves no process."""
    endpoint = hosted(cloud, upload(cloud, 2.0))
    (pid,) = invoke(cloud, endpoint, [0])
    cloud.client("sagemaker").delete_endpoint(EndpointName=endpoint)
    until(lambda: not _runs(pid))


def test_a_request_the_script_refuses_is_a_model_error(cloud: Sandbox) -> None:
    """An exception in the script is a ModelError that says it."""
    endpoint = hosted(cloud, upload(cloud, 2.0))
    with pytest.raises(ClientError, match="negative") as raised:
        invoke(cloud, endpoint, [-1])
    assert raised.value.response["Error"]["Code"] == "ModelError"
    assert raised.value.response["OriginalStatusCode"] == 500


def test_the_container_needs_its_program(cloud: Sandbox) -> None:
    """Without SAGEMAKER_PROGRAM the scikit-learn container does not serve, here as there."""
    with pytest.raises(ClientError, match="SAGEMAKER_PROGRAM"):
        invoke(cloud, hosted(cloud, upload(cloud, 2.0), environment={}), [1])


def test_another_image_is_not_run(cloud: Sandbox) -> None:
    """An image that the sandbox cannot run says so."""
    endpoint = hosted(cloud, upload(cloud, 2.0), "763104351884.dkr.ecr.us-west-2.amazonaws.com/djl-inference:1")
    with pytest.raises(ClientError, match="not run in the sandbox"):
        invoke(cloud, endpoint, [1])


def test_a_missing_endpoint_is_not_invoked(cloud: Sandbox) -> None:
    """Invoking what is not there is a ValidationError, as SageMaker's runtime has it."""
    with pytest.raises(ClientError, match="Endpoint absent of account 123456789012 not found") as raised:
        invoke(cloud, "absent", [1])
    assert raised.value.response["Error"]["Code"] == "ValidationError"


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
