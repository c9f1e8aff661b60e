"""The files beside the stack file that it names: models to upload, and requests to send."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from components.model_archive import holds_files
from modelhost.spec.problem import Problem


def missing_files(config: Mapping[str, Any], folder: Path) -> list[Problem]:
    """Return a problem for each file or folder that is not there; what is not even readable others report."""
    return [*_missing_artifacts(config, folder), *_missing_requests(config, folder)]


def _missing_artifacts(config: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    """Yield the local artifacts that are no folder with files in it."""
    for key, artifact in _named(config, "model", "artifact"):
        path = ("environment", "endpoints", key, "model", "artifact")
        if "://" in artifact:
            continue
        if not (folder / artifact).is_dir():
            text = "is not a folder beside the stack file; put the model there, or write an s3:// URI"
            yield Problem(path, f"{artifact!r} {text}")
        elif not holds_files(folder / artifact):
            yield Problem(path, f"{artifact!r} holds no files; put the model there, or write an s3:// URI")


def _missing_requests(config: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    """Yield the smoke requests whose file is not there."""
    for key, file in _named(config, "smoke", "file"):
        if not (folder / file).is_file():
            text = "is not a file beside the stack file; write the request there, or leave smoke out"
            yield Problem(("environment", "endpoints", key, "smoke", "file"), f"{file!r} {text}")


def _named(config: Mapping[str, Any], block: str, field: str) -> Iterator[tuple[str, str]]:
    """Yield the text in *field* of *block* by endpoint, as far as the file has the shape that it should."""
    endpoints = config.get("endpoints")
    for key, endpoint in endpoints.items() if isinstance(endpoints, dict) else []:
        inner = endpoint.get(block) if isinstance(endpoint, dict) else None
        value = inner.get(field) if isinstance(inner, dict) else None
        if isinstance(value, str) and value:
            yield str(key), value
