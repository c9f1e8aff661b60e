"""The words that tests of local inference share: an artifact that multiplies, hosted in every way there is."""

from __future__ import annotations

import io
import json
import tarfile
from typing import Any

from tests.cloud.embedded import IMAGE, Sandbox, unique

SCRIPT = """
import os
print("loading", flush=True)
def model_fn(model_dir):
    return float(open(os.path.join(model_dir, "factor")).read())
def predict_fn(data, model):
    if (data < 0).any():
        raise ValueError("negative")
    return [os.getpid()] if (data == 0).all() else data * model
"""
PROGRAM = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}
INSTANCES = {"InstanceType": "ml.m7i.large", "InitialInstanceCount": 1}


def archive(factor: float, script: str | None = SCRIPT) -> bytes:
    """Pack an artifact that multiplies by a factor."""
    buffer = io.BytesIO()
    files = {"factor": str(factor), **({"code/inference.py": script} if script else {})}
    with tarfile.open(fileobj=buffer, mode="w:gz") as opened:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            opened.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def bucket(cloud: Sandbox) -> str:
    """Create a bucket."""
    name = unique("bucket")
    cloud.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    return name


def upload(cloud: Sandbox, factor: float, key: str = "model.tar.gz", into: str | None = None, **pack: Any) -> str:
    """Upload an artifact and give its URI."""
    where = into or bucket(cloud)
    cloud.client("s3").put_object(Bucket=where, Key=key, Body=archive(factor, **pack))
    return f"s3://{where}/{key}"


def model(cloud: Sandbox, factor: float = 2.0, **container: Any) -> str:
    """Create a model that multiplies."""
    uri = container.pop("ModelDataUrl", None) or upload(cloud, factor)
    role = container.pop("role", None)
    definition = {"Image": IMAGE, "ModelDataUrl": uri, "Environment": PROGRAM, **container}
    return cloud.model(PrimaryContainer=definition, **({"ExecutionRoleArn": role} if role else {}))


def variant(cloud: Sandbox, name: str = "main", factor: float = 2.0, **spec: Any) -> dict[str, Any]:
    """Describe a variant whose model multiplies."""
    named = spec.pop("ModelName", None) or model(cloud, factor)
    capacity = {} if "ServerlessConfig" in spec else INSTANCES
    return {"VariantName": name, "ModelName": named, **capacity, **spec}


def endpoint(cloud: Sandbox, *variants: dict[str, Any], **fields: Any) -> str:
    """Host variants on an endpoint."""
    name = unique("config")
    cloud.client("sagemaker").create_endpoint_config(
        EndpointConfigName=name, ProductionVariants=list(variants) or [variant(cloud)], **fields
    )
    return cloud.endpoint(name)


def ask(cloud: Sandbox, name: str, data: Any = (1,), **fields: Any) -> Any:
    """Ask an endpoint in JSON and read its answer."""
    return json.load(invoke(cloud, name, data, **fields)["Body"])


def invoke(cloud: Sandbox, name: str, data: Any = (1,), **fields: Any) -> dict[str, Any]:
    """Ask an endpoint in JSON."""
    request = {"ContentType": "application/json", "Accept": "application/json", **fields}
    answer = cloud.client("sagemaker-runtime").invoke_endpoint(
        EndpointName=name, Body=json.dumps(list(data)), **request
    )
    return dict(answer)
