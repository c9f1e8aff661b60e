"""What goes wrong with machines, whatever the load: they are taken back, their zone fails, or there are none."""

from dataclasses import dataclass
from typing import NamedTuple


class ZoneLoss(NamedTuple):
    """A zone that fails for a while: its replicas end at once, and none is launched there meanwhile."""

    zone: int
    """Its number, from 0."""
    begin_seconds: float
    """When it fails, since the start of the trace."""
    end_seconds: float
    """When it takes replicas again."""


@dataclass(frozen=True)
class Mishaps:
    """What goes wrong in a simulation; requests on a replica that ends so are lost, and count as misses."""

    interruptions_per_hour: float = 0.0
    """How often each replica is taken back, as spot machines are; a new one is launched at once."""
    zones: int = 1
    """Zones that launches are spread over; a new replica goes where there are fewest."""
    zone_losses: tuple[ZoneLoss, ...] = ()
    """Zones that fail."""
    failed_launches: float = 0.0
    """Share of the launches that find no machine (an insufficient-capacity error)."""
    retry_seconds: float = 60.0
    """Assumed: time until a launch that found no machine is tried again; it costs nothing meanwhile."""

    def __post_init__(self) -> None:
        """Refuse numbers that mean nothing."""
        if not 0.0 <= self.failed_launches < 1.0:
            raise ValueError(f"failed_launches: {self.failed_launches:g} is not a share below 1; write 0 to 0.99")
        if any(not 0 <= loss.zone < self.zones for loss in self.zone_losses):
            raise ValueError(f"zone_losses: a zone is not among the {self.zones} zones; number them from 0")
        if any(self._lost_at(loss.begin_seconds) >= self.zones for loss in self.zone_losses):
            raise ValueError(f"zone_losses: all of the {self.zones} zones fail at once; leave one, or write more zones")

    def _lost_at(self, seconds: float) -> int:
        """Return how many zones have failed then."""
        return len({loss.zone for loss in self.zone_losses if loss.begin_seconds <= seconds < loss.end_seconds})


NONE = Mishaps()
"""Nothing goes wrong."""
