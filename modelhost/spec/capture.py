"""Recording requests and answers, for monitoring and for later training."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule


class Direction(StrEnum):
    """What is recorded."""

    INPUT = "input"
    OUTPUT = "output"


class CaptureSpec(Spec):
    """Which share of the traffic is recorded, encrypted and private, and for how long."""

    sample: float = Field(ge=0.01, le=1)
    """Fraction of the requests that is recorded, in whole per cents."""
    directions: list[Annotated[Direction, Field(strict=False)]] = Field(
        default=[Direction.INPUT, Direction.OUTPUT], min_length=1, max_length=2
    )
    """`input`, `output` or both."""
    retention_days: int = Field(default=90, ge=1)
    """Days that recordings are kept."""

    @rule("sample")
    def _whole_percent(self, region: str | None) -> Findings:
        """SageMaker samples in whole per cents."""
        if abs(self.sample * 100 - round(self.sample * 100)) > 1e-6:
            near = max(0.01, round(self.sample, 2))
            yield ("sample",), f"{self.sample:g} is no whole per cent, and SageMaker takes only those; write {near:g}"

    @rule("directions")
    def _directions_differ(self, region: str | None) -> Findings:
        """Each direction stands there once."""
        for place, direction in enumerate(self.directions):
            if direction in self.directions[:place]:
                yield ("directions", place), f"{direction} stands there twice; leave one"

    @property
    def percentage(self) -> int:
        """The sample in per cent."""
        return round(self.sample * 100)

    @property
    def modes(self) -> list[str]:
        """SageMaker's capture modes, input first."""
        return [direction.capitalize() for direction in Direction if direction in self.directions]
