"""From every way to scale to every other, on live, scaled-out endpoints: nothing is lost and nothing is left."""

from __future__ import annotations

import copy
import re
import subprocess
from collections import Counter
from typing import Any

import pytest

from tests.sandbox.conftest import endpoint
from tests.sandbox.strategies import BLOCKS, OTHER_KINDS
from tests.sandbox.workbench import FINAL_STATE_ONLY, Workbench

pytestmark = pytest.mark.sandbox

NAMES = list(BLOCKS)
KEYS = [f"e{number}" for number in range(len(NAMES))]
KEPT = {"model", "endpoint-config"}
"""What stays for a rollback, whatever the strategy."""
RANDOM = re.compile(r"(-[0-9a-f]{4,12})+$")
"""What names end in by chance."""
FEW_SECONDS = 0.3


def blocks(shift: int) -> dict[str, dict[str, Any]]:
    """The endpoints, each with the strategy that *shift* gives it."""
    chosen = {key: BLOCKS[NAMES[(place + shift) % len(NAMES)]] for place, key in enumerate(KEYS)}
    return {key: endpoint(scaling=copy.deepcopy(block), slo=None) for key, block in chosen.items()}


def parts(bench: Workbench, key: str) -> Counter[tuple[str, str]]:
    """What stands for one endpoint, by kind and by its name without the endpoint's own."""
    name, found = bench.cloud_name(key), Counter[tuple[str, str]]()
    for each in bench.control("resources"):
        if name in f"{each['name']} {each['arn']}" and each["kind"] not in KEPT:
            rest = each["name"].partition(name)[2] if name in each["name"] else each["name"]
            found[each["kind"], RANDOM.sub("", rest)] += 1
    return found


def counts(bench: Workbench) -> dict[str, int]:
    """The instances of each endpoint, all of which must be in service."""
    client, found = bench.aws("sagemaker"), {}
    for key in KEYS:
        live = client.describe_endpoint(EndpointName=bench.cloud_name(key))
        assert live["EndpointStatus"] in {"InService", "Updating"}, (key, live["EndpointStatus"])
        found[key] = live["ProductionVariants"][0]["DesiredInstanceCount"]
    return found


def lowest_counts_during_up(bench: Workbench) -> dict[str, int]:
    """Run up, look again and again, and return the fewest instances that each endpoint had meanwhile."""
    engine, lowest = bench.start("up", "--yes", "--skip-preview", variables=FINAL_STATE_ONLY), counts(bench)
    while engine.poll() is None:
        try:
            engine.wait(timeout=FEW_SECONDS)
        except subprocess.TimeoutExpired:
            lowest = {key: min(lowest[key], count) for key, count in counts(bench).items()}
    assert engine.returncode == 0
    return lowest


def test_every_strategy_follows_every_other(team):
    """All ordered pairs, on endpoints scaled out to five: in service, never fewer, the same parts as when made new."""
    bench = team(endpoints=blocks(0))
    bench.up().ok()
    fresh = {NAMES[place]: parts(bench, key) for place, key in enumerate(KEYS)}
    shift = 0
    for distance in range(1, len(NAMES)):
        for key in KEYS:
            bench.control("scale", {"endpoint": bench.cloud_name(key), "variant": "primary", "count": 5})
        shift += distance
        bench.edit(lambda environment, by=shift: environment.update(endpoints=blocks(by)))

        assert lowest_counts_during_up(bench) == dict.fromkeys(KEYS, 5)

        for place, key in enumerate(KEYS):
            now = NAMES[(place + shift) % len(NAMES)]
            assert parts(bench, key) == fresh[now], f"{key} after {distance} steps to {now}"
    assert bench.changes() == {}


LLM = {"artifact": "s3://models-of-tests/chat/", "framework": "vllm", "size_gib": 15}
TURNS = 3


def other_kinds(shift: int) -> dict[str, dict[str, Any]]:
    """An endpoint for each way to scale of each further kind, moved on by *shift*."""
    found = {}
    for kind, (needs, ways) in OTHER_KINDS.items():
        for place in range(TURNS):
            model = {"model": LLM, "environment": {"SM_VLLM_MODEL": "/opt/ml/model"}} if "component" in needs else {}
            way = copy.deepcopy(ways[(place + shift) % TURNS])
            found[f"{kind}{place}"] = endpoint(kind=kind, scaling=way, slo=None, **needs, **model)
    return found


def test_every_strategy_follows_every_other_beneath_other_kinds(team):
    """Copies of components and instances behind a queue: all ordered pairs leave the same parts as when made new."""
    bench = team(endpoints=other_kinds(0))
    bench.up().ok()
    keys, shift = list(other_kinds(0)), 0
    fresh = {(key[:-1], int(key[-1])): parts(bench, key) for key in keys}
    for distance in range(1, TURNS):
        shift += distance
        bench.edit(lambda environment, by=shift: environment.update(endpoints=other_kinds(by)))
        bench.up().ok()
        for key in keys:
            assert parts(bench, key) == fresh[key[:-1], (int(key[-1]) + shift) % TURNS], f"{key} after {distance} steps"
    assert bench.aws("sagemaker").list_endpoints(StatusEquals="InService", NameContains=bench.stack)["Endpoints"]
    assert bench.changes() == {}
