"""Scaling blocks of every strategy, with schedules, ladders, targets and steps."""

from tests.spec.draw import CPU_LADDER, GPU_LADDER, Block, Draw

METRICS = {
    "realtime": ("concurrency", "invocations", "cpu", "memory", "queue-depth", "custom"),
    "components": ("concurrency", "invocations", "cpu", "memory", "custom"),
    "multi-model": ("invocations", "cpu", "memory", "queue-depth", "custom"),
    "async": ("backlog", "cpu", "queue-depth", "custom"),
    "serverless": ("provisioned-concurrency", "custom"),
}
FRACTIONS = ("cpu", "memory", "gpu", "gpu-memory", "provisioned-concurrency")


def scaling(draw: Draw, kind: str, gpu: bool) -> Block:
    """Return a scaling block of any strategy that *kind* has."""
    fixed = kind in ("components", "serverless")
    strategy = draw.one(("horizontal", "auto") if fixed else ("horizontal", "vertical", "auto"))
    most = draw.integer(4, 8)
    least = draw.integer(0 if kind in ("components", "async") else 1, 2)
    block: Block = {"strategy": strategy, "replicas": {"count": draw.integer(2, 3), "min": least, "max": most}}
    block |= {"sizes": list(GPU_LADDER if gpu else CPU_LADDER)} if strategy == "vertical" else {}
    block |= draw.some(40, schedule=lambda: schedule(draw, strategy, block, gpu))
    if kind in ("realtime", "multi-model") and not registers(block):
        block |= draw.some(15, hours=draw.one(["weekdays 07-20", {"at": "daily 6-22", "timezone": "Europe/Berlin"}]))
    if strategy == "vertical":
        block |= draw.some(40, ladder=lambda: ladder(draw, gpu))
    if strategy == "auto":
        block |= policies(draw, kind, gpu)
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


def ladder(draw: Draw, gpu: bool) -> Block:
    """Return steps on the ladder of sizes by demand."""
    loads = [("cpu", 0.8, 0.3), ("memory", 0.9, 0.4), ("latency", 400, 50)]
    load = draw.one([*loads, *([("gpu", 0.9, 0.2), ("gpu-memory", 0.95, 0.5)] if gpu else [])])
    return {
        "metric": load[0],
        "up_above": load[1],
        "down_below": load[2],
        **draw.some(30, up_periods=3, down_periods=15, period_seconds=120, cooldown_seconds=600),
    }


def policies(draw: Draw, kind: str, gpu: bool) -> Block:
    """Return targets and steps, each following another load."""
    known = (*METRICS[kind], *(("gpu", "gpu-memory") if gpu else ()))
    first, second = draw.one(known), draw.one(known)
    found: Block = {}
    if kind == "multi-model" or draw.chance(60):
        found["target"] = target(draw, first)
    if second != first and draw.chance(30):
        found["targets"] = [target(draw, second)]
    return found | draw.some(25, steps=lambda: [step(draw, draw.one((*known, "queue-depth")))])


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


def registers(block: Block) -> bool:
    """Whether a scaling block registers a scalable target, which neither hours nor a burstable machine bears."""
    return block["strategy"] == "auto" or any("size" not in entry for entry in block.get("schedule", []))


def fewest(block: Block) -> int:
    """Return the fewest replicas of a scaling block."""
    return int(block["replicas"]["min" if block["strategy"] == "auto" else "count"])
