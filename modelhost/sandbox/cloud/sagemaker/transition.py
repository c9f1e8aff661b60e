"""An endpoint, the change of it that is under way, and the words for its states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.sagemaker.variant import Variant

SHELF = "endpoint"
CREATING, UPDATING, DELETING = "Creating", "Updating", "Deleting"
IN_SERVICE, FAILED, ROLLING_BACK = "InService", "Failed", "RollingBack"


@dataclass(frozen=True)
class Transition:
    """A change under way: when it ends and what stands then."""

    status: str
    config: str
    variants: tuple[Variant, ...]
    started: float = 0.0
    ends: float = 0.0
    failure: str | None = None
    deploys: bool = True
    undone_from: float | None = None
    capture: dict[str, Any] = field(default_factory=dict)

    def rolls_back(self, now: float) -> bool:
        """Tell whether an update that fails is being undone: from when its alarm went off, else in its second half."""
        half = (self.started + self.ends) / 2 if self.undone_from is None else self.undone_from
        return self.failure is not None and self.status == UPDATING and now > half

    def fraction(self, now: float) -> float:
        """Say which part of the change's time is over."""
        return (now - self.started) / (self.ends - self.started) if self.ends > self.started else 1.0


@dataclass
class Endpoint(Record):
    """An endpoint: the configuration that is live, its variants, and the change under way."""

    config: str = ""
    variants: tuple[Variant, ...] = ()
    status: str = CREATING
    failure: str | None = None
    transition: Transition | None = None
    deployment: dict[str, Any] = field(default_factory=dict)
    capture: dict[str, Any] = field(default_factory=dict)
