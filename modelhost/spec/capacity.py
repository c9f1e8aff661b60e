"""What to run on when a machine type, or a reservation, has no room."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import RESERVATION_ARN
from modelhost.spec.place import elsewhere


class Purchase(StrEnum):
    """How capacity is bought."""

    RESERVED = "reserved"
    ON_DEMAND = "on-demand"


class CapacitySpec(Spec):
    """Machine types in order of preference, and reservations."""

    sizes: list[str] = Field(default=[], max_length=5)
    """Two to five machine types, the endpoint's own first; each is tried when the one before has no room."""
    prefer: list[Annotated[Purchase, Field(strict=False)]] = Field(
        default=[Purchase.ON_DEMAND], min_length=1, max_length=2
    )
    """`reserved`, `on-demand`, or both in that order."""
    reservation_arn: str | None = Field(default=None, pattern=RESERVATION_ARN)
    """ARN of the reservation that `reserved` takes from."""
    provision_timeout_seconds: int = Field(default=600, ge=300, le=3600)
    """Time given to one machine type before the next is tried."""

    @rule("reservation_arn")
    def _reservation_here(self, region: str | None) -> Findings:
        """The reservation is in the stack's region."""
        yield from elsewhere("reservation_arn", self.reservation_arn, region)
