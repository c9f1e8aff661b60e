"""Whole environment blocks with all words, mostly sound, for property tests: refused with a reason, or accepted by all.

`endpoints()` draws one endpoint's block as it stands in a stack file, `environments()` a whole environment around one.
Both are hypothesis strategies. `endpoint_of(Random)` draws one without hypothesis, thousands in a second.
"""

import copy
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
Block = dict[str, Any]

CPU, CPU_LADDER = "ml.m7i.large", ["ml.m7i.large", "ml.m7i.xlarge", "ml.m7i.2xlarge"]
GPU, GPU_LADDER = "ml.g6.xlarge", ["ml.g6.xlarge", "ml.g6.2xlarge", "ml.g6.4xlarge"]
CPU_MODEL: Block = {"artifact": "s3://models/digits/", "framework": "sklearn"}
GPU_MODEL: Block = {"artifact": "s3://models/chat/", "framework": "vllm", "size_gib": 4}
TOPIC = "arn:aws:sns:us-west-2:123456789012:answers"
RESERVATION = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/spring"
KINDS = ("realtime", "components", "multi-model", "async", "serverless")
METRICS = {
    "realtime": ("concurrency", "invocations", "cpu", "memory", "queue-depth", "custom"),
    "components": ("concurrency", "invocations", "cpu", "memory", "queue-depth", "custom"),
    "multi-model": ("invocations", "cpu", "memory", "queue-depth", "custom"),
    "async": ("backlog", "cpu", "queue-depth", "custom"),
    "serverless": ("provisioned-concurrency", "custom"),
}
FRACTIONS = ("cpu", "memory", "gpu", "gpu-memory", "provisioned-concurrency")
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


class Draw:
    """Choices, from a random generator or from hypothesis."""

    def __init__(self, integer: Callable[[int, int], int]) -> None:
        """Draw by *integer*, which returns a number between two, both included."""
        self.integer = integer

    def one(self, items: Sequence[T]) -> T:
        """Return one of *items*."""
        return items[self.integer(0, len(items) - 1)]

    def chance(self, percent: int) -> bool:
        """Return true in about *percent* of 100 cases; hypothesis shrinks towards false."""
        return self.integer(0, 99) >= 100 - percent

    def some(self, percent: int, **fields: Any) -> Block:
        """Return each of *fields* with a chance of *percent*; a function is called for its value."""
        return {
            name: value() if callable(value) else copy.deepcopy(value)
            for name, value in fields.items()
            if self.chance(percent)
        }


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
        "machine": GPU if gpu else CPU,
        "scaling": scaled,
        **draw.some(20, startup_seconds=lambda: draw.integer(0, 900), version="dev-it-0123456"),
        **draw.some(50, rollout=lambda: rollout(draw, kind, fewest(scaled))),
    }
    OWN_WORDS[kind](draw, block, gpu)
    if broken and draw.chance(33):
        for _ in range(draw.integer(1, 3)):
            break_one(draw, block)
    return block


def _realtime(draw: Draw, block: Block, gpu: bool) -> None:
    """Add the words of a real-time endpoint."""
    block |= draw.some(30, capture=lambda: capture(draw), routing=lambda: routing(draw, gpu))
    _add_capacity(draw, block, gpu)
    if block.get("rollout", {}).get("strategy") != "rolling":
        other = {"model": copy.deepcopy(block["model"])}
        if draw.chance(25):
            block["shadow"] = {**other, "sample": draw.one([0.01, 0.5, 1.0]), **draw.some(50, count=2)}
        elif draw.chance(25):
            block["challengers"] = {"other": {**other, "weight": draw.one([0.1, 1.0]), **draw.some(50, count=2)}}
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
    if scaling["strategy"] != "vertical" and all(each.get("metric") != "cpu" for each in followed):
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


def scaling(draw: Draw, kind: str, gpu: bool) -> Block:
    """Return a scaling block of any strategy that *kind* has."""
    fixed = kind in ("components", "serverless")
    strategy = draw.one(("horizontal", "auto") if fixed else ("horizontal", "vertical", "auto"))
    most = draw.integer(4, 8)
    least = draw.integer(0 if kind in ("components", "async") else 1, 2)
    block: Block = {"strategy": strategy, "replicas": {"count": draw.integer(2, 3), "min": least, "max": most}}
    block |= {"sizes": list(GPU_LADDER if gpu else CPU_LADDER)} if strategy == "vertical" else {}
    block |= draw.some(40, schedule=lambda: schedule(draw, strategy, block, gpu))
    if kind in ("realtime", "multi-model"):
        block |= draw.some(15, hours=draw.one(["weekdays 07-20", {"at": "daily 6-22", "timezone": "Europe/Berlin"}]))
    if strategy == "vertical":
        block |= draw.some(40, ladder=lambda: ladder(draw, kind))
    if strategy == "auto":
        block |= policies(draw, kind)
    return block


def schedule(draw: Draw, strategy: str, block: Block, gpu: bool) -> list[Block]:
    """Return two entries, the second of which takes back what the first sets."""
    zone = draw.some(50, timezone=draw.one(["Europe/Berlin", "America/New_York", "Asia/Kolkata"]))
    ladder_, replicas = (GPU_LADDER if gpu else CPU_LADDER), block["replicas"]
    if strategy == "auto":
        there, back = {"min": replicas["min"] + 1}, {"min": replicas["min"]}
    else:
        there, back = {"count": replicas["count"] + 1}, {"count": replicas["count"]}
    if strategy == "vertical" and draw.chance(50):
        there, back = {"size": ladder_[1]}, {"size": ladder_[0]}
    return [{"at": "weekdays 08:00", **zone, **there}, {"at": "weekdays 18:30", **zone, **back}]


def ladder(draw: Draw, kind: str) -> Block:
    """Return steps on the ladder of sizes by demand."""
    load = draw.one([("cpu", 0.8, 0.3), ("memory", 0.9, 0.4), ("latency", 400, 50)])
    return {
        "metric": load[0],
        "up_above": load[1],
        "down_below": load[2],
        **draw.some(30, up_periods=3, down_periods=15, period_seconds=120, cooldown_seconds=600),
    }


def policies(draw: Draw, kind: str) -> Block:
    """Return targets and steps, each following another load."""
    known = METRICS[kind]
    first, second = draw.one(known), draw.one(known)
    found: Block = {}
    if kind == "multi-model" or draw.chance(60):
        found["target"] = target(draw, first)
    if second != first and draw.chance(30):
        found["targets"] = [target(draw, second)]
    return found | draw.some(25, steps=lambda: [step(draw, draw.one(known))])


def target(draw: Draw, metric: str) -> Block:
    """Return a target on *metric*."""
    value = draw.one([0.3, 0.7, 1.0]) if metric in FRACTIONS else draw.one([1, 8, 60.5])
    options = draw.some(25, scale_in=False, scale_in_cooldown_seconds=900, scale_out_cooldown_seconds=0)
    return {"metric": metric, "value": value, **described(metric), **options}


def step(draw: Draw, metric: str) -> Block:
    """Return a step-scaling policy on *metric*."""
    value = 0.5 if metric in FRACTIONS else 10
    side = draw.one(["above", "below"])
    way, sign = draw.one(["add", "percent"]), 1 if side == "above" else -1
    change = [{"beyond": 0, way: sign}, {"beyond": 0.2, way: 2 * sign}]
    options = draw.some(25, cooldown_seconds=60, periods=2, period_seconds=120, name="by-hand")
    return {"metric": metric, side: value, "change": change[: draw.integer(1, 2)], **described(metric), **options}


def described(metric: str) -> Block:
    """Return what a metric that only the team knows needs."""
    custom = {"namespace": "Team", "name": "Waiting", "dimensions": {"Endpoint": "{endpoint}"}}
    return {"custom": {"custom": custom}, "queue-depth": {"queue": "jobs"}}.get(metric, {})


def fewest(block: Block) -> int:
    """Return the fewest replicas of a scaling block."""
    return int(block["replicas"]["min" if block["strategy"] == "auto" else "count"])


def rollout(draw: Draw, kind: str, least: int) -> Block:
    """Return a rollout that *kind* has."""
    known = {"components": ["rolling"], "serverless": ["all-at-once", "canary", "linear"]}
    strategy = draw.one(known.get(kind, ["all-at-once", "canary", "linear", "rolling"]))
    block: Block = {
        "strategy": strategy,
        **draw.some(40, bake_seconds=draw.one([0, 60, 600]), rollback_on_alarms=False),
    }
    if strategy != "all-at-once":
        fractions = draw.some(60, step=draw.one([0.1, 0.25, 0.5]))
        block |= fractions or ({} if kind == "serverless" or least < 2 else draw.some(40, step_count=1))
    if strategy == "rolling":
        block |= draw.some(30, rollback_step=0.5)
    elif draw.chance(30):
        block["termination_wait_seconds"] = 120
    return block | draw.some(20, timeout_seconds=28_000)


def capacity(draw: Draw, gpu: bool) -> Block:
    """Return machine types in order of preference, or a reservation."""
    bought = draw.one([{}, {"prefer": ["reserved", "on-demand"], "reservation_arn": RESERVATION}])
    return {
        "sizes": list(GPU_LADDER if gpu else CPU_LADDER)[: draw.integer(2, 3)],
        **bought,
        **draw.some(30, provision_timeout_seconds=900),
    }


def component(draw: Draw, gpu: bool) -> Block:
    """Return what a copy takes."""
    devices = draw.some(50, accelerators=1) if gpu else draw.some(50, cpus=0.5)
    return {**devices, **draw.some(40, memory_gib=1, data_cache=True, placement=draw.one(["spread", "binpack"]))}


def instances(draw: Draw) -> Block:
    """Return bounds of the instances beneath copies."""
    block: Block = {"min": draw.integer(0, 1), "max": draw.integer(8, 12)}
    if draw.chance(40):
        block |= {"release": "consolidation", **draw.some(50, cooldown_minutes=30, max_step=2)}
    return block


def routing(draw: Draw, gpu: bool) -> Block:
    """Return how requests are spread."""
    strategy = draw.one(["least-outstanding-requests", "random", "prefix-aware", *(["kv-aware"] if gpu else [])])
    numbers = draw.some(50, prefix_length=2048, concurrency_threshold=32) if strategy == "prefix-aware" else {}
    return {"strategy": strategy, **numbers, **draw.some(20, sessions=True)}


def capture(draw: Draw) -> Block:
    """Return which share of the traffic is recorded."""
    return {"sample": draw.one([0.01, 0.2, 1.0]), **draw.some(30, directions=["input"], retention_days=30)}


def break_one(draw: Draw, block: Block) -> None:
    """Change one value somewhere in *block*: another value, gone, or under another name."""
    holder, key = draw.one(list(_places(block)))
    what = draw.one(["set", "set", "drop", "kind", "rename"])
    if what == "kind":
        block["kind"] = draw.one(KINDS)
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
