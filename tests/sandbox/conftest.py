"""Fixtures of the engine tests: a team's stack on ground that tests share, or a fresh sandbox where that matters."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.sandbox.workbench import REPOSITORY, Workbench

SALT = yaml.safe_load((REPOSITORY / "Pulumi.dev.yaml").read_text())["encryptionsalt"]

ENDPOINT: dict[str, Any] = {
    "platform": "sagemaker",
    "model": {"artifact": "s3://models-of-tests/digits/model.tar.gz", "framework": "sklearn", "size_gib": 1},
    "machine": "ml.m7i.large",
    "scaling": {
        "strategy": "auto",
        "replicas": {"count": 2, "min": 1, "max": 6},
        "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
        "target": {"metric": "concurrency", "value": 8},
        "schedule": [
            {"at": "weekdays 08:00", "timezone": "Europe/Berlin", "min": 2},
            {"at": "weekdays 20:00", "timezone": "Europe/Berlin", "min": 1},
        ],
    },
    "slo": {"p99_ms": 300, "error_rate": 0.001},
}

ENVIRONMENT: dict[str, Any] = {
    "name": "small",
    "owner": "ml-platform",
    "cost_centre": "ml-1234",
    "network": {"zones": 2, "nat": "single", "interface_endpoints": False, "flow_logs": False},
    "storage": {"delete_content": True, "key_deletion_days": 7},
    "notify": {"emails": ["ml-oncall@example.com"]},
    "budget": {"monthly_usd": 1000, "notify": ["ml-oncall@example.com"]},
    "endpoints": {"digits": ENDPOINT},
}


def stack_content(**overrides: Any) -> dict[str, Any]:
    """A small stack file; *overrides* replace keys of its environment block."""
    environment = copy.deepcopy(ENVIRONMENT) | overrides
    return {"encryptionsalt": SALT, "config": {"aws:region": "us-west-2", "modelhost:environment": environment}}


def endpoint(**overrides: Any) -> dict[str, Any]:
    """One endpoint block; *overrides* replace its keys."""
    return copy.deepcopy(ENDPOINT) | overrides


def team_content(name: str, **overrides: Any) -> dict[str, Any]:
    """A small stack file whose endpoints stand on the platform that another stack holds."""
    content = stack_content(name=name, platform={"stack": "organization/modelhost/ground"}, budget=None)
    environment = content["config"]["modelhost:environment"]
    for owned in ("network", "storage", "notify"):
        del environment[owned]
    environment.update(copy.deepcopy(overrides))
    return content


@pytest.fixture(scope="session")
def ground(account: Workbench) -> Workbench:
    """The shared sandbox with its platform stack up, because bringing one up costs seconds."""
    account.up().ok()
    return account


TEAMS = itertools.count()


@pytest.fixture
def team(ground: Workbench) -> Callable[..., Workbench]:
    """Make stacks with names of their own on the shared ground, without faults and with an empty journal."""
    ground.control("faults", method="DELETE")
    ground.control("calls", method="DELETE")

    def make(**overrides: Any) -> Workbench:
        name = f"team{next(TEAMS)}"
        return ground.sibling(name, team_content(name, **overrides)).init()

    return make


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Callable[..., Workbench]]:
    """Make workbenches with a sandbox of their own and an initialised stack; the sandboxes end with the test."""
    made: list[Workbench] = []

    def make(content: dict[str, Any] | None = None, **variables: str) -> Workbench:
        folder = tmp_path / f"sandbox-{len(made)}"
        folder.mkdir()
        made.append(Workbench(folder, "small", content or stack_content(), variables))
        return made[-1].init()

    yield make
    for bench in made:
        bench.close()


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """The committed dev stack, brought up once; tests of the module only look at it."""
    content = yaml.safe_load((REPOSITORY / "Pulumi.dev.yaml").read_text())
    bench = Workbench(tmp_path_factory.mktemp("dev"), "dev", content).init()
    bench.up().ok()
    yield bench
    bench.close()
