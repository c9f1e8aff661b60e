"""Parts of an endpoint's block: rollout, capacity, component, instances, routing, capture."""

from tests.spec.draw import CPU_LADDER, GPU_LADDER, Block, Draw

RESERVATION = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/spring"


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
    if draw.chance(25):
        return {"prefer": ["reserved"], "reservation_arn": RESERVATION}
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
    return {"strategy": strategy, **numbers, **(draw.some(20, sessions=True) if gpu else {})}


def capture(draw: Draw) -> Block:
    """Return which share of the traffic is recorded."""
    return {"sample": draw.one([0.01, 0.2, 1.0]), **draw.some(30, directions=["input"], retention_days=30)}


def language(draw: Draw) -> Block:
    """Return what a language model is made of, mostly one that an L4 holds; nothing in most cases."""
    if not draw.chance(40):
        return {}
    widths = {"parameters": 1_500_000_000, "dtype": "bf16", "layers": 28, "kv_heads": 2, "head_dim": 128}
    made = draw.one([{"architecture": "Qwen2.5-7B-Instruct"}, {"architecture": "Qwen2.5-14B-Instruct"}, widths, widths])
    told = {"tensor_parallel": draw.one([1, 1, 2]), "gpu_memory_utilization": draw.one([0.5, 0.9])}
    return {
        **made,
        "context": draw.one([2048, 8192]),
        **draw.some(40, concurrency=draw.integer(1, 40), mean_context=512, serving=told),
    }
