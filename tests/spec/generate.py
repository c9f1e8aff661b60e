"""Whole environment blocks with all words, mostly sound, for property tests: refused with a reason, or accepted by all.

`endpoints()` draws one endpoint's block as it stands in a stack file, `environments()` a whole environment around one.
Both are hypothesis strategies. `endpoint_of(Random)` draws one without hypothesis, thousands in a second.
"""

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.spec.draw import BURSTABLE, CPU_LADDER, GPU_LADDER, Block, Draw
from tests.spec.generate_part import capacity, capture, component, instances, language, rollout, routing
from tests.spec.generate_scaling import fewest, registers, scaling

CPU, GPU = CPU_LADDER[0], GPU_LADDER[0]
CPU_MODEL: Block = {"artifact": "s3://models/digits/", "framework": "sklearn"}
GPU_MODEL: Block = {"artifact": "s3://models/chat/", "framework": "vllm", "size_gib": 4}
TOPIC = "arn:aws:sns:us-west-2:123456789012:answers"
KINDS = ("realtime", "components", "multi-model", "async", "serverless")
ODD: list[Any] = [
    None,
    True,
    0,
    1,
    2,
    -1,
    0.3,
    7.5,
    10**9,
    "",
    "two",
    "auto",
    "rolling",
    "gpu",
    [],
    {},
    ["reserved"],
    [0],
]
"""Values that stand where they should not."""


def endpoint_of(random: Random, broken: bool = True) -> Block:
    """Return an endpoint's block drawn from *random*; a third of them with mistakes when *broken*."""
    return endpoint(Draw(random.randint), broken)


@st.composite
def endpoints(draw: st.DrawFn, broken: bool = True) -> Block:
    """Return an endpoint's block, mostly sound."""
    return endpoint(Draw(lambda low, high: draw(st.integers(low, high))), broken)


@st.composite
def environments(draw: st.DrawFn, broken: bool = True) -> Block:
    """Return an environment around one endpoint, mostly sound."""
    return environment(draw(endpoints(broken)))


def environment(block: Block) -> Block:
    """Return an environment around the endpoint *block*."""
    return {"name": "dev", "owner": "team", "cost_centre": "42", "endpoints": {"it": block}}


def endpoint(draw: Draw, broken: bool = True) -> Block:
    """Return an endpoint's block of any kind; with *broken* a third of them has mistakes."""
    kind = draw.one(KINDS)
    gpu = kind in ("realtime", "components", "async") and draw.chance(40)
    scaled = scaling(draw, kind, gpu)
    block: Block = {
        "kind": kind,
        "model": copy.deepcopy(GPU_MODEL if gpu else CPU_MODEL),
        "machine": GPU if gpu else machine(draw, scaled),
        "scaling": scaled,
        **draw.some(20, startup_seconds=lambda: draw.integer(0, 900), version="dev-it-0123456"),
        **draw.some(
            20,
            slo={"p99_ms": 500, "error_rate": 0.01},
            alarms={"quiet_minutes": 30, "invocations_band": None},
            environment={"LOG_LEVEL": "info"},
            role_arn="arn:aws:iam::123456789012:role/serving",
        ),
        **draw.some(50, rollout=lambda: rollout(draw, kind, fewest(scaled))),
    }
    OWN_WORDS[kind](draw, block, gpu)
    if gpu:
        block["model"] |= language(draw)
    if broken and draw.chance(33):
        for _ in range(draw.integer(1, 3)):
            break_one(draw, block)
    return block


def machine(draw: Draw, scaled: Block) -> str:
    """Return a machine type without GPU, a burstable one only where nothing scales it."""
    steady = scaled["strategy"] == "vertical" or registers(scaled)
    return CPU if steady or not draw.chance(20) else draw.one(BURSTABLE)


def _realtime(draw: Draw, block: Block, gpu: bool) -> None:
    """Add the words of a real-time endpoint."""
    block |= draw.some(30, capture=lambda: capture(draw), routing=lambda: routing(draw, gpu))
    _add_capacity(draw, block, gpu)
    if block.get("rollout", {}).get("strategy") != "rolling":
        counted = "step_count" in block.get("rollout", {})
        other = {"model": copy.deepcopy(block["model"]), **draw.some(100 if counted else 50, count=2)}
        if draw.chance(25):
            block["shadow"] = {**other, "sample": draw.one([0.01, 0.5, 1.0])}
        elif draw.chance(25):
            block["challengers"] = {"other": {**other, "weight": draw.one([0.1, 1.0])}}
            block["weight"] = draw.one([0.9, 1.0, 2.5])


def _components(draw: Draw, block: Block, gpu: bool) -> None:
    """Add the words of inference components."""
    block |= draw.some(
        40,
        component=lambda: component(draw, gpu),
        instances=lambda: instances(draw),
        routing=lambda: routing(draw, gpu),
        capture=lambda: capture(draw),
    )
    _add_capacity(draw, block, gpu)
    if gpu:
        block |= draw.some(40, adapters={"legal": {"artifact": "s3://models/legal.tar.gz"}})


def _multi_model(draw: Draw, block: Block, gpu: bool) -> None:
    """Add the words of a multi-model endpoint."""
    block |= draw.some(30, capture=lambda: capture(draw))


def _asynchronous(draw: Draw, block: Block, gpu: bool) -> None:
    """Add the words of an asynchronous endpoint."""
    if draw.chance(60):
        topics = draw.some(50, success_topic_arn=TOPIC, error_topic_arn=TOPIC)
        block["asynchronous"] = {**topics, **draw.some(50, max_concurrency=4, retention_days=7)}
    _add_capacity(draw, block, gpu)


def _add_capacity(draw: Draw, block: Block, gpu: bool) -> None:
    """Add machine types in order of preference where nothing else chooses, or counts by, the machine type."""
    scaling = block["scaling"]
    followed = [scaling.get("target", {}), *scaling.get("targets", []), *scaling.get("steps", [])]
    steady = block["machine"] not in BURSTABLE and scaling["strategy"] != "vertical"
    if steady and all(each.get("metric") != "cpu" for each in followed):
        block |= draw.some(30, capacity=lambda: capacity(draw, gpu))


def _serverless(draw: Draw, block: Block, gpu: bool) -> None:
    """Add the words of a serverless endpoint."""
    del block["machine"]
    block["network_isolation"] = False
    block["serverless"] = {"memory_gib": draw.integer(1, 6), "max_concurrency": draw.one([10, 200])}
    if draw.chance(30):
        del block["scaling"]
        block["serverless"] |= draw.some(50, provisioned_concurrency=2)


OWN_WORDS: dict[str, Callable[[Draw, Block, bool], None]] = {
    "realtime": _realtime,
    "components": _components,
    "multi-model": _multi_model,
    "async": _asynchronous,
    "serverless": _serverless,
}
"""What each kind adds to an endpoint's block."""


def break_one(draw: Draw, block: Block) -> None:
    """Change one value somewhere in *block*: another value, gone, or under another name."""
    holder, key = draw.one(list(_places(block)))
    what = draw.one(["set", "set", "drop", "kind", "machine", "rename"])
    if what == "kind":
        block["kind"] = draw.one(KINDS)
    elif what == "machine":
        block["machine"] = draw.one(BURSTABLE)
    elif what == "set" or isinstance(holder, list):
        holder[key] = copy.deepcopy(draw.one(ODD))
    elif what == "drop":
        del holder[key]
    else:
        holder[f"{key}s"] = holder.pop(key)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return the holder and key of everything inside *value*."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(value, key) for key, _ in items]
    inner = list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []
    return [*found, *(place for each in inner for place in _places(each))]
