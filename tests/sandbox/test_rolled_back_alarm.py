"""A version that an alarm sends back is told so by `up`; one that went live is sent back by `modelhost rollback`."""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sandbox.conftest import endpoint
from tests.sandbox.standing import settled, standing
from tests.sandbox.strategies import BLOCKS
from tests.sandbox.test_kill import until
from tests.sandbox.workbench import Ran, Workbench

pytestmark = pytest.mark.sandbox

ROLLOUT = {"strategy": "canary", "step": 0.25, "bake_seconds": 60}
SLOW_SECONDS = 5
COMMENT, REMARK = "# The team's own words.\n", "machine: ml.m7i.large  # the smallest that answers in time\n"


def canary() -> dict[str, Any]:
    """An endpoint that follows demand, whose new versions take a quarter of the traffic first."""
    scaling = copy.deepcopy(BLOCKS["auto-clock"]) | {"replicas": {"count": 4, "min": 1, "max": 8}}
    return endpoint(scaling=scaling, rollout=ROLLOUT, environment={"LEVEL": "info"})


def choose(bench: Workbench, level: str) -> None:
    """Write another version of the model into the stack file."""
    bench.edit(lambda environment: environment["endpoints"]["digits"].update(environment={"LEVEL": level}))


def up_under_alarm(bench: Workbench, alarm: str) -> Ran:
    """Run up, and let an alarm go off while SageMaker shifts traffic."""
    update = {"service": "sagemaker", "operation": "UpdateEndpoint", "match": {"EndpointName": bench.cloud_name()}}
    bench.control("faults", update | {"kind": "slow", "seconds": SLOW_SECONDS})
    bench.control("calls", method="DELETE")
    with ThreadPoolExecutor(1) as aside:
        running = aside.submit(bench.up)
        until(lambda: bool(bench.control("calls?service=sagemaker&operation=UpdateEndpoint")), 60, "an update begins")
        ring(bench, alarm, "ALARM")
        return running.result()


def ring(bench: Workbench, alarm: str, state: str) -> None:
    """Let an alarm go off, or be quiet again."""
    bench.aws("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue=state, StateReason="a test")


def served(bench: Workbench) -> str:
    """The model that answers."""
    client, name = bench.aws("sagemaker"), settled(bench)["EndpointConfigName"]
    model: str = client.describe_endpoint_config(EndpointConfigName=name)["ProductionVariants"][0]["ModelName"]
    return model


def test_an_alarm_during_a_canary_fails_the_up(team):
    """The alarm is named, the old version serves as before, and state and cloud agree on what is left to do."""
    bench = team(endpoints={"digits": canary()})
    bench.up().ok()
    bench.control("scale", {"endpoint": bench.cloud_name(), "variant": "primary", "count": 6})
    settled(bench)
    before, model, alarm = standing(bench), served(bench), f"{bench.cloud_name()}-rollout-errors"
    choose(bench, "debug")

    assert f"in ALARM since the update began: {alarm}" in up_under_alarm(bench, alarm).failed().output
    assert (standing(bench), served(bench)) == (before, model)
    assert bench.changes("--refresh") == {"update": 1}

    ring(bench, alarm, "OK")
    choose(bench, "info")
    bench.up().ok()
    assert standing(bench) == before
    assert bench.changes("--refresh") == {}


def test_a_bad_version_is_rolled_back_for_good(team):
    """`history` names it, `rollback` writes one line into the file and leaves the rest, and `up` keeps to it."""
    bench = team(endpoints={"digits": canary()})
    bench.up().ok()
    good = served(bench)
    choose(bench, "debug")
    text = COMMENT + bench.stack_file.read_text().replace("machine: ml.m7i.large\n", REMARK)
    bench.stack_file.write_text(text)
    bench.up().ok()
    bad = served(bench)

    told = json.loads(bench.on_stack("history", "digits", "--json").ok().stdout)["history"]
    assert [(each["models"], each["live"]) for each in told] == [([bad], True), ([good], False)]
    bench.on_stack("rollback", "digits", "--yes").ok()

    lines = bench.stack_file.read_text().splitlines()
    assert [line.strip() for line in lines if line not in text.splitlines()] == [f"version: {good}"]
    assert len(lines) == len(text.splitlines()) + 1
    assert served(bench) == good
    bench.up().ok()
    assert served(bench) == good
    assert bench.changes("--refresh") == {}
