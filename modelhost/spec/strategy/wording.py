"""The words in which a strategy says what it does."""

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


def metric_words(metric: str) -> str:
    """Return what a replica's load is counted in."""
    return METRICS.get(metric, metric)


def plural(count: int) -> str:
    """Return replica or replicas."""
    return "replica" if count == 1 else "replicas"
