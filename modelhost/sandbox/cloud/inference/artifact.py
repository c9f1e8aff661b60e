"""Bring a model's artifact from the embedded S3 to disk, and find the script that serves it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

from modelhost.sandbox.cloud import storage
from modelhost.sandbox.cloud.inference.process import ModelProcessError, Served

CONTAINER_MODEL_DIR = "/opt/ml/model"
NO_PROGRAM = (
    "The scikit-learn container needs the environment variable SAGEMAKER_PROGRAM to name its script; "
    "set it to inference.py on the model's container."
)


def unpack(container: dict[str, Any], folder: Path) -> Served:
    """Unpack the artifact of a container definition below a folder."""
    environment: dict[str, str] = container.get("Environment", {})
    if "SAGEMAKER_PROGRAM" not in environment:
        raise ModelProcessError(NO_PROGRAM)
    model_dir = folder / "model"
    source: dict[str, Any] = container.get("ModelDataSource", {}).get("S3DataSource", {})
    uri = container.get("ModelDataUrl") or source.get("S3Uri", "")
    if source.get("CompressionType") == "None":
        _copy_prefix(uri, model_dir)
    else:
        _extract(uri, model_dir)
    return Served(model_dir, _script(environment, model_dir), environment)


def overlay(uri: str, served: Served) -> Served:
    """Lay the files of an adapter's artifact over those of its base."""
    if uri.endswith(".tar.gz"):
        _extract(uri, served.model_dir)
    else:
        _copy_prefix(uri, served.model_dir)
    return served


def _extract(uri: str, model_dir: Path) -> None:
    data = storage.read(uri)
    if data is None:
        raise ModelProcessError(f"the model data {uri} is not in the embedded S3")
    # Python 3.11.0 to 3.11.3 know no extraction filters, so regular files are written one by one, and nothing else is.
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None and member.isfile():
                _write(model_dir, member.name, content.read())


def _copy_prefix(uri: str, model_dir: Path) -> None:
    files = storage.read_prefix(uri)
    if not files:
        raise ModelProcessError(f"the model data {uri} is not in the embedded S3")
    for name, data in files.items():
        _write(model_dir, name, data)


def _write(model_dir: Path, name: str, data: bytes) -> None:
    """Write a file of an artifact, unless its name leads out of the model's folder."""
    path = (model_dir / name).resolve()
    if path.is_relative_to(model_dir.resolve()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _script(environment: dict[str, str], model_dir: Path) -> Path:
    program = environment["SAGEMAKER_PROGRAM"]
    submitted = environment.get("SAGEMAKER_SUBMIT_DIRECTORY", f"{CONTAINER_MODEL_DIR}/code")
    inside = submitted.removeprefix(CONTAINER_MODEL_DIR).lstrip("/") if submitted.startswith("/") else "code"
    for script in (model_dir / inside / program, model_dir / program):
        if script.is_file():
            return script
    raise ModelProcessError(f"the artifact has no {inside}/{program} (SAGEMAKER_PROGRAM, SAGEMAKER_SUBMIT_DIRECTORY)")
