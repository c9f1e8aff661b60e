"""The scaling block by chance."""

import random
from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]
METRICS = {
    "realtime": ("concurrency", "invocations", "cpu", "memory", "gpu", "gpu-memory", "queue-depth", "custom"),
    "multi-model": ("invocations", "cpu", "custom"),
    "components": ("concurrency", "invocations", "gpu", "queue-depth", "custom"),
    "async": ("backlog", "cpu", "queue-depth", "custom"),
    "serverless": ("provisioned-concurrency",),
}
SLEEPING = ("components", "async")
CUSTOM = {
    "namespace": "Team/Chat",
    "name": "TokensWaiting",
    "dimensions": {"Endpoint": "{endpoint}", "Variant": "{variant}"},
    "statistic": "Sum",
    "unit": "Count",
}
TIMES = ("weekdays 07:45", "weekdays 20:00", "weekends 10:00", "daily 03:30", "2027-12-24 18:00")
ZONES = ("UTC", "Europe/Berlin", "America/New_York")
FRACTIONS = ("cpu", "memory", "gpu", "gpu-memory", "provisioned-concurrency")


def scaling(dice: random.Random, kind: str, machines: Sequence[str]) -> Block:
    """Return a strategy with what it reads."""
    strategy = dice.choice(["horizontal", "auto", "auto", "vertical"])
    if kind in ("serverless", "components") and strategy == "vertical" and dice.random() < 0.95:
        strategy = "auto"
    return {"horizontal": _horizontal, "auto": _auto, "vertical": _vertical}[strategy](dice, kind, machines)


def _horizontal(dice: random.Random, kind: str, _: Sequence[str]) -> Block:
    found: Block = {"strategy": "horizontal", "replicas": {"count": dice.randint(1, 9)}}
    if dice.random() < 0.25:
        found["schedule"] = _clock(dice, [{"count": dice.randint(1, 9)} for _ in range(2)])
    return _with_hours(dice, kind, found)


def _auto(dice: random.Random, kind: str, _: Sequence[str]) -> Block:
    low = 0 if kind in SLEEPING and dice.random() < 0.5 else dice.randint(1, 3)
    high = max(1, low) + dice.randint(0, 9)
    found: Block = {
        "strategy": "auto",
        "replicas": {"count": dice.randint(max(1, low), high), "min": low, "max": high},
    }
    if dice.random() < 0.8:
        found["target"] = _target(dice, kind)
    if dice.random() < 0.25:
        found["targets"] = [_target(dice, kind) for _ in range(dice.randint(1, 2))]
    if dice.random() < 0.25:
        found["steps"] = [_step(dice, kind)]
    if dice.random() < 0.3:
        found["schedule"] = _clock(dice, _bounds(dice, low, high))
    return _with_hours(dice, kind, found)


def _vertical(dice: random.Random, kind: str, machines: Sequence[str]) -> Block:
    sizes = list(machines[: dice.randint(2, len(machines))])
    found: Block = {"strategy": "vertical", "replicas": {"count": dice.randint(1, 4)}, "sizes": sizes}
    if dice.random() < 0.5:
        up = dice.choice([0.5, 0.8])
        found["ladder"] = {"metric": dice.choice(["cpu", "gpu"]), "up_above": up, "down_below": up / 4}
    elif dice.random() < 0.7:
        found["schedule"] = _clock(dice, [{"size": size} for size in dice.sample(sizes, 2)])
    return _with_hours(dice, kind, found)


def _target(dice: random.Random, kind: str) -> Block:
    found = _load(dice, kind)
    value = dice.choice([0.3, 0.9]) if found["metric"] in FRACTIONS else dice.choice([0.5, 8, 1200])
    optional: Block = {
        "scale_in": False,
        "scale_in_cooldown_seconds": dice.choice([0, 600, 86_400]),
        "scale_out_cooldown_seconds": dice.choice([0, 86_400]),
        **({"high_resolution": False} if found["metric"] == "concurrency" else {}),
    }
    return {**found, "value": value, **{key: each for key, each in optional.items() if dice.random() < 0.2}}


def _step(dice: random.Random, kind: str) -> Block:
    found = _load(dice, kind)
    threshold = dice.choice([0.3, 0.9]) if found["metric"] in FRACTIONS else dice.choice([1, 50])
    way, sign = dice.choice([("above", 1), ("below", -1)])
    unit = dice.choice(["add", "percent", "exact"])
    sizes = sorted(dice.sample(range(1, 9), 2))
    changes = [
        {"beyond": beyond, unit: size if unit == "exact" else sign * size}
        for beyond, size in zip((0, 5), sizes, strict=True)
    ]
    optional: Block = {
        "cooldown_seconds": dice.choice([0, 60, 86_400]),
        "periods": dice.choice([1, 60]),
        "period_seconds": dice.choice([10, 30, 60, 3600]),
    }
    chosen = {key: each for key, each in optional.items() if dice.random() < 0.3}
    return {**found, way: threshold, "change": changes[: dice.randint(1, 2)], **chosen}


def _load(dice: random.Random, kind: str) -> Block:
    metric = dice.choice(METRICS[kind]) if dice.random() < 0.97 else dice.choice(METRICS["realtime"])
    extra: Block = {"custom": {"custom": dict(CUSTOM)}, "queue-depth": {"queue": "jobs"}}.get(metric, {})
    return {"metric": metric, **extra}


def _clock(dice: random.Random, settings: Sequence[Block]) -> list[Block]:
    zone = dice.choice(ZONES)
    times = dice.choice([TIMES[:2], TIMES[:2], TIMES[2:4], TIMES[3:5]])
    return [{"at": time, "timezone": zone, **setting} for time, setting in zip(times, settings, strict=True)]


def _bounds(dice: random.Random, low: int, high: int) -> list[Block]:
    """Return what a morning and an evening set, the same words both times."""
    floors = [dice.randint(low, high) for _ in range(2)]
    word = dice.choice(["min", "max", "both"])
    if word == "both":
        return [{"min": floor, "max": high} for floor in floors]
    return [{word: max(1, floor) if word == "max" else floor} for floor in floors]


def _with_hours(dice: random.Random, kind: str, found: Block) -> Block:
    if dice.random() < (0.1 if kind in ("realtime", "multi-model") else 0.01):
        found["hours"] = {"at": "weekdays 07-20", "timezone": dice.choice(ZONES)}
    return found
