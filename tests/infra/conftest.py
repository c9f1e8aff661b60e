"""Run the whole program against recording mocks, in a project folder of the test's own."""

import gc
import json
import runpy
from collections.abc import Callable, Iterator
from typing import Any

import pulumi
import pytest
from pulumi.runtime import set_all_config

from tests.components.recording import REGION, Recording, record

Program = Callable[..., Recording]

DIGITS: dict[str, Any] = {
    "model": {"artifact": "./model", "framework": "sklearn"},
    "machine": "ml.m7i.large",
    "scaling": {
        "strategy": "auto",
        "replicas": {"count": 3, "min": 1, "max": 6},
        "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
        "target": {"metric": "concurrency", "value": 8},
        "schedule": [{"at": "weekdays 08:00", "min": 2}, {"at": "weekdays 20:00", "min": 1}],
    },
    "slo": {"p99_ms": 300},
}


def environment(**changes: Any) -> dict[str, Any]:
    """Return the environment of a stack file with defaults to override, or to leave out by None."""
    defaults = {
        "name": "dev",
        "owner": "ml-platform",
        "cost_centre": "research",
        "notify": {"emails": ["oncall@example.com"]},
        "budget": {"monthly_usd": 4000},
        "endpoints": {"digits": DIGITS},
    }
    return {key: value for key, value in {**defaults, **changes}.items() if value is not None}


def digits(**changes: Any) -> dict[str, Any]:
    """Return endpoints with one whose defaults are overridden."""
    return {"digits": {**DIGITS, **changes}}


def scaling(**changes: Any) -> dict[str, Any]:
    """Return endpoints with one whose scaling is overridden."""
    return digits(scaling={**DIGITS["scaling"], **changes})


def of_digits(found: Recording) -> list[Any]:
    """Return the resources that belong to the endpoint."""
    return [each for each in found.resources if each.name.startswith("dev-digits")]


@pytest.fixture
def project(tmp_path, monkeypatch) -> Iterator[Any]:
    """A project folder with a model, in which the program runs; the collector is as before afterwards."""
    (tmp_path / "Pulumi.yaml").write_text("name: modelhost\n")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.bin").write_bytes(b"weights")
    (tmp_path / "infra").mkdir()
    monkeypatch.chdir(tmp_path / "infra")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    thresholds = gc.get_threshold()
    yield tmp_path
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    set_all_config({})


@pytest.fixture
def run(project) -> Program:
    """Return what runs the program on an environment and records what it registers."""

    def program(
        references: dict[str, dict[str, Any]] | None = None, config: dict[str, str] | None = None, **changes: Any
    ) -> Recording:
        written = {"aws:region": REGION, "modelhost:environment": json.dumps(environment(**changes))}
        set_all_config({**written, **(config or {})})
        return record(lambda: runpy.run_module("infra", run_name="__main__"), references)

    return program


@pytest.fixture
def exported(monkeypatch) -> dict[str, Any]:
    """What the program exports, its Outputs resolved by the end of the run."""
    found: dict[str, Any] = {}

    def export(name: str, value: Any) -> None:
        pulumi.Output.from_input(value).apply(lambda known: found.update({name: known}))

    monkeypatch.setattr(pulumi, "export", export)
    return found
