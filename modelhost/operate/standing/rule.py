"""Saying in words what a strategy does."""

from __future__ import annotations

from collections.abc import Iterator

from modelhost.spec.strategy import Auto, Horizontal, Vertical

METRICS = {
    "concurrency": "requests in flight",
    "invocations": "requests a minute",
    "backlog": "waiting requests",
    "queue-depth": "messages in its queue",
    "cpu": "of its cores",
    "memory": "of its memory",
    "gpu": "of its GPUs",
    "gpu-memory": "of its GPU memory",
    "provisioned-concurrency": "of its provisioned concurrency",
    "latency": "ms latency",
}
"""What a replica's load is counted in."""


def rule(strategy: Horizontal | Vertical | Auto) -> str:
    """Say in words what *strategy* does."""
    return ", ".join(_words(strategy))


def _words(strategy: Horizontal | Vertical | Auto) -> Iterator[str]:
    match strategy:
        case Horizontal(count=count):
            yield f"{count} {plural(count)}"
        case Vertical(size=size, sizes=sizes, count=count):
            yield f"{count} x {size}"
            if size in sizes:
                yield f"step {sizes.index(size) + 1} of {len(sizes)}"
            if strategy.clock_owned_size:
                yield f"the size goes by {'demand' if strategy.ladder else 'the clock'}"
        case Auto(min=low, max=high):
            yield f"{low} to {high}"
            for target in strategy.targets:
                yield f"{target.value:g} {metric_words(str(target.metric))} per replica"
            if strategy.steps:
                yield f"steps {', '.join(step.name for step in strategy.steps)}"
            if strategy.wakes:
                yield "sleeps without load"
    if strategy.hours is not None:
        yield f"exists {strategy.hours.at} {strategy.hours.timezone}"


def metric_words(metric: str) -> str:
    """Return what a replica's load is counted in."""
    return METRICS.get(metric, metric)


def plural(count: int) -> str:
    """Return replica or replicas."""
    return "replica" if count == 1 else "replicas"
