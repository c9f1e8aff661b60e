"""An engine killed in the middle: no process of ours lives on, and the documented recovery converges."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from modelhost.sandbox import process
from tests.sandbox.conftest import stack_content
from tests.sandbox.test_rollback import choose_machine, live_configuration, muted, scaled_out
from tests.sandbox.test_strategy_change import scaling, variant
from tests.sandbox.workbench import Workbench

pytestmark = pytest.mark.sandbox


def until(claim: Callable[[], bool], seconds: float, what: str) -> None:
    """Poll *claim* until it holds, at most *seconds*."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"


def processes_of(bench: Workbench) -> list[str]:
    """Command lines of our processes that carry this sandbox in their environment, its two servers left out."""
    found, warm = [], process.read(bench.folder / "warm.json")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        mine = f"MODELHOST_SANDBOX_DIR={bench.folder}\0".encode() in environment
        server = "modelhost.sandbox.cloud" in command or (warm is not None and int(folder.name) == warm.pid)
        if mine and not server and command.strip():
            found.append(command)
    return found


def kill_at(bench: Workbench, service: str, operation: str, verb: tuple[str, ...] = ("up", "--yes", "--skip-preview")):
    """Start an engine, kill -9 it when the cloud has received *operation*, and see everything end."""
    bench.control("calls", method="DELETE")
    engine: subprocess.Popen[str] = bench.start(*verb)
    until(lambda: bool(bench.control(f"calls?service={service}&operation={operation}")), 90, operation)
    os.kill(engine.pid, signal.SIGKILL)
    engine.wait(timeout=10)
    until(lambda: processes_of(bench) == [], 5, "our processes end after the engine was killed")


def recover(bench: Workbench) -> None:
    """The recovery that the README documents."""
    bench.pulumi("cancel", "--yes").ok()
    bench.on_stack("recover", "--yes").ok()
    bench.up().ok()


@pytest.mark.parametrize(("service", "operation"), [("sagemaker", "CreateEndpoint"), ("iam", "CreateRole")])
def test_kill_during_create_then_recover(team, service, operation):
    """A first up killed in a creation: after recovery nothing is duplicated, lost or unlisted."""
    bench = team()
    before = bench.control("resources")
    kill_at(bench, service, operation)

    recover(bench)

    assert bench.changes() == {}
    assert bench.aws("sagemaker").describe_endpoint(EndpointName=bench.cloud_name())["EndpointStatus"] == "InService"
    bench.pulumi("destroy", "--yes", "--skip-preview").ok()
    assert bench.control("resources") == before


def test_kill_during_the_creation_of_a_platform_then_recover(workbench):
    """Killed while it makes its first key: recovery finds the key that the state does not know."""
    bench = workbench(stack_content(endpoints={}))
    kill_at(bench, "kms", "CreateKey")

    recover(bench)

    assert bench.changes() == {}
    bench.pulumi("destroy", "--yes", "--skip-preview").ok()
    assert bench.control("resources") == []


def test_kill_during_an_update_then_recover(team):
    """Killed between deregistration and restore: recovery brings back count, policies, schedule and alarms."""
    bench = team()
    before, configuration = scaled_out(bench)
    choose_machine(bench, "ml.m7i.2xlarge")
    kill_at(bench, "sagemaker", "UpdateEndpoint")

    recover(bench)

    assert live_configuration(bench) != configuration
    assert scaling(bench) == before
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert muted(bench) == []
    assert bench.changes() == {}


def test_kill_during_an_update_then_revert(team):
    """Killed, cancelled and reverted without recover: the next up itself repairs what was interrupted."""
    bench = team()
    before, _ = scaled_out(bench)
    choose_machine(bench, "ml.m7i.2xlarge")
    kill_at(bench, "application-autoscaling", "DeregisterScalableTarget")
    bench.pulumi("cancel", "--yes").ok()

    choose_machine(bench, "ml.m7i.large")
    bench.up().ok()

    assert scaling(bench) == before
    assert variant(bench)["DesiredInstanceCount"] == 5
    assert muted(bench) == []
    assert bench.changes() == {}
