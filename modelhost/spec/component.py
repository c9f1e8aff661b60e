"""Inference components: the models that share the instances of an endpoint, and those instances."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import S3_ARCHIVE


class Placement(StrEnum):
    """Where copies go: apart from each other, or onto as few instances as possible."""

    SPREAD = "spread"
    BINPACK = "binpack"


class Release(StrEnum):
    """When managed instances go: as soon as they are idle, or by moving copies together."""

    IDLE = "idle"
    CONSOLIDATION = "consolidation"


class ComponentSpec(Spec):
    """What one copy of the model takes of an instance."""

    memory_gib: float | None = Field(default=None, ge=0.125)
    """Memory that a copy reserves; derived from the machine when not given."""
    accelerators: int | None = Field(default=None, ge=1, le=16)
    """Accelerators that a copy takes; all of the machine's when not given."""
    cpus: float | None = Field(default=None, ge=0.25)
    """Cores that a copy reserves; none in particular when not given."""
    data_cache: bool = False
    """Keep model and image on the instances, so that further copies start faster."""
    placement: Placement | None = Field(default=None, strict=False)
    """`spread` or `binpack`; AWS's own choice when not given."""


class InstanceRangeSpec(Spec):
    """Instances that SageMaker adds and removes beneath the copies."""

    min: int = Field(ge=0)
    """Fewest instances; 0 lets the endpoint sleep."""
    max: int = Field(ge=1)
    """Most instances."""
    release: Release = Field(default=Release.IDLE, strict=False)
    """`idle` or `consolidation`."""
    cooldown_minutes: int | None = Field(default=None, ge=5, le=1440)
    """Wait between two consolidations; AWS's 20 when not given."""
    max_step: int | None = Field(default=None, ge=1, le=100)
    """Most instances released at once by a consolidation; AWS's 1 when not given."""

    @rule("min", "max")
    def _min_below_max(self, region: str | None) -> Findings:
        """The bounds are in order."""
        if self.min > self.max:
            yield ("min",), f"min {self.min} exceeds max {self.max}; lower min or raise max"

    @rule("release", "cooldown_minutes", "max_step")
    def _of_a_consolidation(self, region: str | None) -> Findings:
        """Only a consolidation has a cooldown and a step."""
        if self.release is Release.CONSOLIDATION:
            return
        for name in ("cooldown_minutes", "max_step"):
            if getattr(self, name) is not None:
                yield (name,), "belongs to release consolidation, and release is idle; leave one of the two"


class AdapterSpec(Spec):
    """An adapter (LoRA) on the base model: a component without compute of its own."""

    artifact: str = Field(pattern=S3_ARCHIVE)
    """`s3://` URI of the adapter's archive."""
