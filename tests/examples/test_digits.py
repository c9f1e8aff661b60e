"""The digits example: a real classifier, the same bytes every time, the container's contract."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "digits"


def train(folder: Path) -> str:
    """Train into *folder* in a process of its own and return what it prints.

    One thread, because several would wait for each other in a loop: beside other tests that takes ten times as long.
    """
    command = [sys.executable, str(EXAMPLE / "train.py"), "--out", str(folder)]
    env = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file of *folder* with the hash of its content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The artifact, trained once, and what the training printed."""
    folder = tmp_path_factory.mktemp("digits") / "model"
    return folder, train(folder)


@pytest.fixture(scope="module")
def artifact(trained: tuple[Path, str]) -> Path:
    """The artifact."""
    return trained[0]


@pytest.fixture(scope="module")
def script(artifact: Path) -> ModuleType:
    """The script that the container runs, from the artifact."""
    found = importlib.util.spec_from_file_location("digits_inference", artifact / "code" / "inference.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def answer(script: ModuleType, artifact: Path, body: bytes | str, content_type: str, accept: str) -> tuple[str, str]:
    """Pass a request through the four functions, as the container does."""
    asked = script.input_fn(body, content_type)
    return script.output_fn(script.predict_fn(asked, script.model_fn(str(artifact))), accept)


def test_training_again_writes_the_same_bytes(artifact: Path, tmp_path: Path):
    """Otherwise every training would redeploy the endpoint."""
    train(tmp_path / "again")
    assert fingerprint(tmp_path / "again") == fingerprint(artifact)


def test_the_accuracy_is_printed_and_high(trained: tuple[Path, str]):
    """It is a real classifier."""
    accuracy = float(trained[1].split("accuracy ")[1].split()[0])
    assert accuracy > 0.97


def test_the_sample_is_answered_as_the_readme_says(script: ModuleType, artifact: Path):
    """The smoke request of the dev stack rests on it."""
    text, content_type = answer(
        script, artifact, (EXAMPLE / "sample.json").read_bytes(), "application/json", "application/json"
    )
    assert (json.loads(text)["labels"], content_type) == ([1, 4, 6, 7, 3], "application/json")


def test_csv_goes_in_and_out(script: ModuleType, artifact: Path):
    """One digit per line, one label per line."""
    rows = json.loads((EXAMPLE / "sample.json").read_text())["instances"]
    body = "\n".join(",".join(map(str, row)) for row in rows)
    assert answer(script, artifact, body, "text/csv", "text/csv") == ("1\n4\n6\n7\n3\n", "text/csv")


@pytest.mark.parametrize(("body", "content_type"), [("[[1, 2]]", "application/json"), ("x", "image/png")])
def test_a_wrong_request_is_refused_with_a_reason(script: ModuleType, body: str, content_type: str):
    """The container answers 400 with the text."""
    with pytest.raises(ValueError, match=r"64 numbers|application/json or text/csv"):
        script.input_fn(body, content_type)
