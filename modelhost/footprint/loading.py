"""How long a model takes to reach a machine, and the disk it needs there."""

import math
from typing import NamedTuple

MAX_VOLUME_GIB = 512
MIN_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS = 60, 3600
BASE_TIMEOUT_SECONDS = 600
SECONDS_PER_GIB = 40
"""Twice the time measured for 15 GiB of weights on ml.g6.2xlarge (168 s of download and load), and some more."""
TIMEOUT_STEP_SECONDS = 300
VOLUME_STEP_GIB = 10
BASE_VOLUME_GIB = 30
"""SageMaker's own default; the container image and scratch files live there too."""


class Loading(NamedTuple):
    """Limits for the start of one replica."""

    volume_gib: int | None
    """Size of the attached volume; none on machines with local NVMe storage, where SageMaker refuses it.

    The service model does not say so; sagemaker-core 2.27.0 (2026-10-21) leaves the size out for these families.
    """
    download_timeout_seconds: int
    """Longest time for the model's download, 60 to 3600."""
    health_check_timeout_seconds: int
    """Longest time until the container answers, 60 to 3600."""


def needed_volume_gib(size_gib: float) -> int:
    """Return the disk for a model of *size_gib*: itself twice (archive and files) beside the base, in steps of 10."""
    steps = math.ceil((BASE_VOLUME_GIB + 2 * size_gib) / VOLUME_STEP_GIB - 0.2)
    return max(BASE_VOLUME_GIB, steps * VOLUME_STEP_GIB)


def loading(size_gib: float, local_nvme: bool) -> Loading:
    """Return the limits for a model of *size_gib*; coarse steps, so that a small change moves none of them."""
    wanted = BASE_TIMEOUT_SECONDS + SECONDS_PER_GIB * size_gib
    stepped = math.floor(wanted / TIMEOUT_STEP_SECONDS) * TIMEOUT_STEP_SECONDS
    timeout = min(MAX_TIMEOUT_SECONDS, max(MIN_TIMEOUT_SECONDS, stepped))
    volume = None if local_nvme else min(MAX_VOLUME_GIB, needed_volume_gib(size_gib))
    return Loading(volume, timeout, timeout)
