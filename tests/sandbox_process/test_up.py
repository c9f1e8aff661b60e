"""`modelhost sandbox` as a user types it: up, twice, status, env, and down, with a real server behind it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modelhost.sandbox import process
from tests.sandbox_process.test_process import gone

ROOT = Path(__file__).parents[2]
MODELHOST = str(Path(sys.executable).parent / "modelhost")

pytestmark = pytest.mark.sandbox


class Sandbox:
    """The command line on a sandbox in its own folder."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*; start nothing."""
        self.env = os.environ | {"MODELHOST_SANDBOX_DIR": str(folder)}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        argv = [MODELHOST, "sandbox", *words]
        return subprocess.run(argv, cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120)

    def ask(self, *words: str) -> Any:
        """Return what a command prints with --json."""
        return json.loads(self.run(*words, "--json").stdout)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox that ends with the test."""
    made = Sandbox(tmp_path / "sandbox")
    yield made
    made.run("down")


def test_a_second_up_changes_nothing(sandbox: Sandbox) -> None:
    """The server that runs is kept, with its port and its stack."""
    assert sandbox.ask("up") == sandbox.ask("up")


def test_two_sandboxes_run_side_by_side(sandbox: Sandbox, tmp_path: Path) -> None:
    """Each has its own server; taking one down leaves the other."""
    other = Sandbox(tmp_path / "other")
    ports = {sandbox.ask("up")["port"], other.ask("up")["port"]}
    other.run("down")
    assert (len(ports), sandbox.ask("status")["running"], other.ask("status")["running"]) == (2, True, False)


def test_the_shell_reaches_the_embedded_aws(sandbox: Sandbox) -> None:
    """In a shell with the printed variables plain `aws` and `pulumi` work."""
    sandbox.run("up")
    script = f'eval "$({MODELHOST} sandbox env)"; aws sts get-caller-identity --output text; pulumi stack ls --json'
    shell = subprocess.run(["sh", "-c", script], cwd=ROOT, env=sandbox.env, capture_output=True, text=True, check=True)
    identity, _, stacks = shell.stdout.partition("\n")
    assert (identity.split()[0], [stack["name"] for stack in json.loads(stacks)]) == ("123456789012", ["dev"])


def test_a_lost_server_is_noticed(sandbox: Sandbox) -> None:
    """A killed server is not up; the next `up` starts another, on whose port the next shell is."""
    lost = sandbox.ask("up")
    os.kill(lost["pid"], signal.SIGKILL)
    assert gone(lost["pid"])
    assert sandbox.run("env").returncode == 1
    assert sandbox.ask("up")["pid"] != lost["pid"]


def test_down_ends_the_server(sandbox: Sandbox) -> None:
    """After `down` the processes are gone and a second `down` has nothing to do."""
    records = [process.read(Path(sandbox.ask("up")["folder"]) / name) for name in ("cloud.json", "warm.json")]
    assert [sandbox.ask("down"), sandbox.ask("down")] == [{"stopped": True}, {"stopped": False}]
    assert [record.running for record in records if record] == [False] * (2 if sys.platform == "linux" else 1)


def test_the_server_ends_with_its_owner(sandbox: Sandbox) -> None:
    """A server that was started for a test run does not outlive it."""
    owner = subprocess.Popen(["sleep", "60"])
    pid = sandbox.ask("up", "--end-with", str(owner.pid))["pid"]
    owner.kill()
    owner.wait()
    assert gone(pid)
