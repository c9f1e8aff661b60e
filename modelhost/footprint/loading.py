"""How long a model takes to reach a machine, and the disk it needs there."""

from typing import NamedTuple


class Loading(NamedTuple):
    """Limits for the start of one replica."""

    volume_gib: int | None
    """Size of the attached volume; none on machines with local NVMe storage."""
    download_timeout_seconds: int
    """Longest time for the model's download."""
    health_check_timeout_seconds: int
    """Longest time until the container answers."""


def loading(size_gib: float, local_nvme: bool) -> Loading:
    """Return the limits for a model of *size_gib*."""
    volume = None if local_nvme else 30
    return Loading(volume, 600, 600)
