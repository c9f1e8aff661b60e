"""Endpoints of the stack file by chance: every word of it, mostly sound, at the edges of what is allowed."""

import random
from collections.abc import Callable
from typing import Any

from tests.contract.generate_scaling import scaling

Block = dict[str, Any]
KINDS = ("realtime", "realtime", "components", "multi-model", "async", "serverless")
CPUS = ("ml.m7i.large", "ml.m7i.2xlarge", "ml.c7i.xlarge", "ml.m5d.large")
GPUS = ("ml.g5.xlarge", "ml.g6.xlarge", "ml.g6e.xlarge", "ml.g6e.12xlarge", "ml.p5.48xlarge")
ROLE = "arn:aws:iam::123456789012:role/runner"
TOPIC = "arn:aws:sns:us-west-2:123456789012:answers"
RESERVATION = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/spring"
SKLEARN = {"artifact": "s3://models/digits/model.tar.gz", "framework": "sklearn", "version": "1.9-0"}
VLLM = {"artifact": "s3://models/chat/v1/", "framework": "vllm", "size_gib": 3}
MANY = {"artifact": "s3://models/many/", "framework": "sklearn", "version": "1.9-0"}
OWN = {"image": f"123456789012.dkr.ecr.us-west-2.amazonaws.com/own@sha256:{'a' * 64}"}
ROLLOUTS = ("all-at-once", "canary", "linear", "rolling")
ROUTINGS = ("least-outstanding-requests", "random", "prefix-aware", "kv-aware")


def block(dice: random.Random) -> Block:
    """Return one endpoint; most words fit its kind, some are there to be refused."""
    kind = dice.choice(KINDS)
    gpu = kind != "serverless" and dice.random() < 0.5
    machines = GPUS if gpu else CPUS
    found: Block = {"kind": kind, "model": _model(dice, kind, gpu), "role_arn": ROLE}
    if kind != "serverless":
        found["machine"] = dice.choice(machines)
    found["scaling"] = scaling(dice, kind, machines)
    for word, write in WORDS.items():
        fits = kind in FITS.get(word, KINDS)
        if dice.random() < (0.25 if fits else 0.01):
            found[word] = write(dice, found)
    if kind == "serverless":
        _make_serverless(dice, found)
    return found


def _make_serverless(dice: random.Random, found: Block) -> None:
    """Add what this kind cannot do without; mostly its clockwork or its own number decides, not both."""
    found.setdefault("serverless", _serverless(dice, found))
    found["network_isolation"] = dice.random() < 0.05
    if dice.random() < 0.6:
        del found["scaling"]
    elif dice.random() < 0.9:
        found["serverless"] = {"memory_gib": 2, "max_concurrency": 200}


def _model(dice: random.Random, kind: str, gpu: bool) -> Block:
    if kind == "multi-model":
        return {"artifact": MANY["artifact"], **OWN, "size_gib": 3} if gpu else dict(MANY)
    if dice.random() < 0.2:
        return dict(OWN)
    return dict(VLLM if gpu else SKLEARN)


def _serverless(dice: random.Random, _: Block) -> Block:
    most = dice.choice([1, 10, 200])
    provisioned = {"provisioned_concurrency": dice.randint(1, most)} if dice.random() < 0.4 else {}
    return {"memory_gib": dice.randint(1, 6), "max_concurrency": most, **provisioned}


def _component(dice: random.Random, _: Block) -> Block:
    choices: Block = {
        "memory_gib": dice.choice([0.125, 1, 2, 8]),
        "accelerators": 1,
        "cpus": dice.choice([0.25, 1, 2]),
        "data_cache": True,
        "placement": dice.choice(["spread", "binpack"]),
    }
    return {key: value for key, value in choices.items() if dice.random() < 0.4}


def _instances(dice: random.Random, _: Block) -> Block:
    low = dice.randint(0, 2)
    found: Block = {"min": low, "max": max(1, low + dice.randint(0, 6))}
    if dice.random() < 0.5:
        found |= {"release": "consolidation", "cooldown_minutes": dice.choice([5, 20, 1440]), "max_step": 2}
    return found


def _adapters(dice: random.Random, _: Block) -> Block:
    return {f"a{n}": {"artifact": f"s3://models/adapters/{n}.tar.gz"} for n in range(dice.randint(1, 3))}


def _asynchronous(dice: random.Random, _: Block) -> Block:
    choices: Block = {"max_concurrency": dice.choice([1, 1000]), "success_topic_arn": TOPIC, "error_topic_arn": TOPIC}
    return {key: value for key, value in choices.items() if dice.random() < 0.6}


def _capacity(dice: random.Random, found: Block) -> Block:
    machine = str(found.get("machine"))
    others = [size for size in (GPUS if machine in GPUS else CPUS) if size != machine]
    sizes = [machine, *dice.sample(others, dice.randint(1, 3))]
    reserved = dice.random() < 0.3
    prefer = {"prefer": ["reserved"], "reservation_arn": RESERVATION} if reserved else {}
    chosen = {} if reserved else {"sizes": sizes}
    return {**chosen, **prefer, "provision_timeout_seconds": dice.choice([300, 600, 3600])}


def _routing(dice: random.Random, _: Block) -> Block:
    strategy = dice.choice(ROUTINGS)
    aware = strategy == "prefix-aware"
    numbers = {"prefix_length": dice.choice([1024, 65536]), "concurrency_threshold": dice.choice([1, 1024])}
    return {"strategy": strategy, **(numbers if aware and dice.random() < 0.5 else {})}


def _capture(dice: random.Random, _: Block) -> Block:
    directions = dice.choice([["input"], ["output"], ["input", "output"]])
    return {"sample": dice.choice([0.01, 0.29, 0.57, 1]), "directions": directions}


def _rollout(dice: random.Random, _: Block) -> Block:
    strategy = dice.choice(ROLLOUTS)
    found: Block = {"strategy": strategy}
    if strategy != "all-at-once":
        found |= dice.choice([{"step": dice.choice([0.05, 0.1, 0.33, 0.5])}, {"step_count": dice.randint(1, 3)}])
    optional: Block = {
        "bake_seconds": dice.choice([0, 300, 3600]),
        "termination_wait_seconds": dice.choice([0, 3600]),
        "timeout_seconds": dice.choice([600, 7200, 28_800]),
        "rollback_on_alarms": False,
        "rollback_step": dice.choice([0.05, 0.5, 1]),
    }
    return found | {key: value for key, value in optional.items() if dice.random() < 0.15}


def _shadow(dice: random.Random, found: Block) -> Block:
    return {"model": found["model"], "sample": dice.choice([0.001, 0.5, 1]), "count": dice.randint(1, 3)}


def _challengers(dice: random.Random, found: Block) -> Block:
    made = {"model": found["model"], "weight": dice.choice([0.01, 1, 9]), "count": dice.randint(1, 2)}
    return {f"rival{n}": dict(made) for n in range(dice.randint(1, 3))}


WORDS: dict[str, Callable[[random.Random, Block], Any]] = {
    "component": _component,
    "instances": _instances,
    "adapters": _adapters,
    "asynchronous": _asynchronous,
    "serverless": _serverless,
    "capacity": _capacity,
    "routing": _routing,
    "capture": _capture,
    "rollout": _rollout,
    "shadow": _shadow,
    "challengers": _challengers,
    "weight": lambda dice, _: dice.choice([0.5, 1, 9]),
    "network_isolation": lambda dice, _: dice.random() < 0.5,
    "startup_seconds": lambda dice, _: dice.choice([0, 600, 14_400]),
    "slo": lambda dice, _: {"p99_ms": dice.choice([5, 300, 60_000]), "error_rate": 0.001},
    "environment": lambda dice, _: {"LOG_LEVEL": dice.choice(["info", ""])},
}
"""How each word is written."""
FITS: dict[str, tuple[str, ...]] = {
    "component": ("components",),
    "instances": ("components",),
    "adapters": ("components",),
    "asynchronous": ("async",),
    "serverless": ("serverless",),
    "shadow": ("realtime",),
    "challengers": ("realtime",),
    "weight": ("realtime",),
    "routing": ("realtime", "components"),
    "capture": ("realtime", "multi-model"),
    "capacity": ("realtime", "async", "components"),
    "rollout": ("realtime", "components", "multi-model", "async"),
}
"""The kinds that a word is for; at others it stands rarely, to be refused."""
