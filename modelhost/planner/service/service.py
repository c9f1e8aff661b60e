"""How one replica answers: so many requests at once, each slower the more there are."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from modelhost.planner.array import Floats


class Shape(StrEnum):
    """How the work of requests is spread around its mean."""

    CONSTANT = "constant"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    EMPIRICAL = "empirical"


@dataclass(frozen=True, eq=False)
class Work:
    """Time that a lone request takes on an idle replica."""

    mean_seconds: float
    """Mean."""
    shape: Shape = Shape.EXPONENTIAL
    """How it is spread."""
    cv: float = 1.0
    """Standard deviation over mean, for `lognormal`."""
    quantiles_seconds: Floats | None = None
    """Equally spaced quantiles from 0 to 1, for `empirical`; drawn between them by straight lines."""

    def draw(self, random: np.random.Generator, count: int) -> Floats:
        """Return (count,) times in seconds."""
        match self.shape:
            case Shape.CONSTANT:
                return np.full(count, self.mean_seconds)
            case Shape.EXPONENTIAL:
                drawn: Floats = random.standard_exponential(count)
                drawn *= self.mean_seconds
                return drawn
            case Shape.LOGNORMAL:
                sigma = np.sqrt(np.log1p(self.cv**2))
                drawn = np.exp(random.standard_normal(count) * sigma - sigma**2 / 2)
                return drawn * self.mean_seconds
        if self.quantiles_seconds is None:
            raise ValueError("empirical work has no quantiles; give quantiles_seconds")
        places = np.linspace(0.0, 1.0, len(self.quantiles_seconds))
        return np.interp(random.random(count), places, self.quantiles_seconds)


@dataclass(frozen=True, eq=False)
class Service:
    """One replica on one machine type."""

    machine: str
    """Machine type, such as ml.g6.xlarge."""
    work: Work
    """Time of a lone request."""
    slowdown: Floats = field(default_factory=lambda: np.ones(1))
    """(slots,) time of a request that starts as the k-th at once, over that of a lone one; its length is how many
    requests are computed at once."""
    queue_limit: int = 1_000
    """Requests that may wait at a replica; a further one is rejected."""
    first_seconds: Floats | None = None
    """(slots,) time to the first token of a request that starts as the k-th, without waiting; none without tokens.
    Where single requests are known to differ, the time that the promised share of them keeps, rather than the mean."""
    token_seconds: Floats | None = None
    """(slots,) mean time between the tokens of a request, in the same way; none without tokens."""
    basis: str = ""
    """Where the numbers come from, in words for the report."""
    band: tuple[float, float] = (0.85, 1.15)
    """Factors on the service time between which the truth lies in 80 of 100 cases."""
    shown: tuple[tuple[float, float, float], ...] = ()
    """Requests at once, observed ms and predicted ms of each measured point; empty where nothing was measured here."""

    @property
    def slots(self) -> int:
        """Requests that are computed at once."""
        return len(self.slowdown)

    def scaled(self, factor: float) -> "Service":
        """Return it with every time multiplied by *factor*."""
        quantiles = self.work.quantiles_seconds
        work = replace(
            self.work,
            mean_seconds=self.work.mean_seconds * factor,
            quantiles_seconds=None if quantiles is None else quantiles * factor,
        )
        return replace(
            self,
            work=work,
            first_seconds=None if self.first_seconds is None else self.first_seconds * factor,
            token_seconds=None if self.token_seconds is None else self.token_seconds * factor,
        )
