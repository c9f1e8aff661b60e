"""How long a replica takes from launch to its first answer, as an estimate for cooldowns and lead times."""

INSTANCE_SECONDS = 240
"""Launch of an instance with a small container: measured 2026-07 on ml.g5.xlarge, until the endpoint was in service."""
GPU_CONTAINER_SECONDS = 360
"""Pull and start of a GPU container with a small model: measured in the same run, until it was in service."""
SECONDS_PER_GIB = 12
"""Download and load of weights: 168 s were measured for 15 GiB on ml.g6.2xlarge."""


def startup_seconds(size_gib: float, gpu: bool) -> int:
    """Return the estimate for a model of *size_gib*."""
    return round(INSTANCE_SECONDS + GPU_CONTAINER_SECONDS * gpu + SECONDS_PER_GIB * size_gib)
