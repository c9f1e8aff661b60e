"""The commands as a user types them, in a project folder, against the embedded AWS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from modelhost.cli.main import app
from tests.cloud.embedded import Sandbox, start, stop

STACK_FILE = """
config:
  aws:region: us-west-2
  modelhost:environment:
    name: {environment}
    owner: ml-platform
    cost_centre: research
    notify: {{emails: [ml-oncall@example.com]}}
    endpoints:
      digits:
        model: {{artifact: "s3://models-of-tests/digits.tar.gz", framework: sklearn, size_gib: 0.1}}
        machine: ml.m7i.large
        smoke: {{file: sample.json, expect: '{{"labels": [1]}}'}}
        scaling:
          strategy: auto
          replicas: {{count: 2, min: 1, max: 6}}
          sizes: [ml.m7i.large, ml.m7i.2xlarge]
          target: {{metric: concurrency, value: 8}}
          schedule:
            - {{at: "weekdays 08:00", timezone: Europe/Berlin, min: 2}}
            - {{at: "weekdays 20:00", timezone: Europe/Berlin, min: 1}}
"""

Modelhost = Callable[..., Result]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The embedded AWS of this worker."""
    server = start(tmp_path_factory.mktemp("aws"))
    yield server
    stop(server)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder to be in, with a stack file and no credentials."""
    (tmp_path / "Pulumi.yaml").write_text("name: modelhost\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(STACK_FILE.format(environment="dev"))
    (tmp_path / "sample.json").write_text('{"instances": []}')
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "PULUMI_BACKEND_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    return tmp_path


@pytest.fixture
def logged_in(project: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Credentials for the embedded AWS."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    return sandbox


@pytest.fixture
def modelhost() -> Modelhost:
    """Run a command; what it prints and its exit code come back."""
    runner = CliRunner()
    return lambda *words, **fields: runner.invoke(app, list(words), **fields)
