"""Further variants beside the primary one: a shadow that sees copies of requests, challengers that answer some."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.model import ModelSpec


class ShadowSpec(Spec):
    """A model that gets copies of requests and whose answers nobody sees."""

    model: ModelSpec
    """The model to try."""
    machine: str | None = None
    """Machine type; the endpoint's when not given."""
    count: int = Field(default=1, ge=1)
    """Instances."""
    sample: float = Field(gt=0, le=1)
    """Fraction of the requests that it gets a copy of."""


class ChallengerSpec(Spec):
    """A model that answers its share of the requests."""

    model: ModelSpec
    """The model to try."""
    machine: str | None = None
    """Machine type; the endpoint's when not given."""
    weight: float = Field(gt=0)
    """Its share of the requests, beside the weights of the others."""
    count: int = Field(default=1, ge=1)
    """Instances."""
