"""Service time from what was measured: latency by the number of requests at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.service.monotone import merged, rising
from modelhost.planner.service.point import Point
from modelhost.planner.service.service import Service, Shape, Work

FARTHEST = 1.5
"""A curve is continued to this many times the largest measured concurrency, and no farther."""
ASSUMED_CV = 1.0
"""Spread of the work where the measurement tells only means: that of an exponential, which errs on the slow side."""
NARROWEST = 0.10
"""Half the band, as a logarithm, that even a perfect fit keeps: no two runs of a load test agree better."""
NORMAL_P90 = 1.2816


@dataclass(frozen=True, eq=False)
class Curve:
    """A measured curve that never falls, and how well it tells what was measured."""

    at_once: Floats
    """(knots,) requests at once, ascending."""
    seconds: Floats
    """(knots,) latency."""
    points: tuple[Point, ...]
    """What was measured."""

    def at(self, requests: Floats) -> Floats:
        """Return the latency in seconds with so many *requests* at once; beyond the ends by the rules of the file."""
        first, last = self.at_once[0], self.at_once[-1]
        inside = np.interp(requests, self.at_once, self.seconds)
        beyond = self.seconds[-1] + (requests - last) * self._slope_at_end()
        lone = self.seconds[0] - (first - requests) * self._slope_at_start()
        lone = np.maximum(lone, self.seconds[0] * requests / first)
        result: Floats = np.where(requests > last, beyond, np.where(requests < first, lone, inside))
        return result

    def residuals(self) -> Floats:
        """Return (points,) observed over predicted."""
        observed = np.array([point.latency_ms / 1_000 for point in self.points])
        return observed / self.at(np.array([point.at_once for point in self.points]))

    def rows(self) -> list[dict[str, float]]:
        """Return a row per point for the report: concurrency, observed and predicted latency in ms, and the error."""
        pairs = zip(self.points, self.residuals(), strict=True)
        return [
            {
                "concurrency": point.concurrency,
                "observed_ms": point.latency_ms,
                "predicted_ms": point.latency_ms / ratio,
                "error": 1 / ratio - 1,
            }
            for point, ratio in pairs
        ]

    def band(self) -> tuple[float, float]:
        """Return the factors within which 80 of 100 measured points lie, at least 10 % wide to each side."""
        scatter = float(np.sqrt(np.mean(np.log(self.residuals()) ** 2)))
        half = max(NARROWEST, NORMAL_P90 * scatter * math.sqrt(1 + 1 / len(self.points)))
        return math.exp(-half), math.exp(half)

    def _slope_at_end(self) -> float:
        """Return seconds per further request: at least what a saturated replica adds, so throughput never grows."""
        saturated = self.seconds[-1] / self.at_once[-1]
        if len(self.at_once) == 1:
            return float(saturated)
        return float(max(saturated, (self.seconds[-1] - self.seconds[-2]) / (self.at_once[-1] - self.at_once[-2])))

    def _slope_at_start(self) -> float:
        """Return seconds per request between the first knots."""
        if len(self.at_once) == 1:
            return 0.0
        return float((self.seconds[1] - self.seconds[0]) / (self.at_once[1] - self.at_once[0]))


def fitted(points: Sequence[Point]) -> Curve:
    """Return the curve through *points*; ValueError when none tells a latency."""
    known = tuple(point for point in points if point.latency_ms > 0)
    if not known:
        raise ValueError("measured curve: no point has a latency; give concurrency and latency_mean_ms")
    places, values = merged(
        np.array([point.at_once for point in known]), np.array([point.latency_ms / 1_000 for point in known])
    )
    return Curve(places, rising(values), known)


def measured(points: Sequence[Point], machine: str, slots: int | None = None, queue_limit: int = 1_000) -> Service:
    """Return the service of *machine* that *points* show.

    *slots* is how many requests the server computes at once, as many as were measured when none; ValueError when that
    is more than 1.5 times what was measured.
    """
    curve = fitted(points)
    most = float(curve.at_once[-1])
    chosen = slots or max(1, math.floor(most))
    if chosen > max(1.0, FARTHEST * most):
        raise ValueError(
            f"measured curve: {chosen} requests at once are far beyond the {most:g} that were measured; "
            f"measure up to {chosen}, or let the server compute at most {math.floor(FARTHEST * most)}"
        )
    every = np.arange(1.0, chosen + 1)
    seconds = np.maximum.accumulate(curve.at(every))
    cv, spread = _spread(curve.points)
    return Service(
        machine=machine,
        work=Work(float(seconds[0]), Shape.LOGNORMAL, cv),
        slowdown=seconds / seconds[0],
        queue_limit=queue_limit,
        first_seconds=_tokens(curve.points, [point.ttft_ms for point in curve.points], every),
        token_seconds=_tokens(curve.points, [point.itl_ms for point in curve.points], every),
        basis=f"{len(curve.points)} measured points of 1 to {most:g} requests at once, {spread}",
        band=curve.band(),
        shown=tuple((row["concurrency"], row["observed_ms"], row["predicted_ms"]) for row in curve.rows()),
    )


def _spread(points: Sequence[Point]) -> tuple[float, str]:
    """Return the coefficient of variation of the work, and in words where it comes from."""
    sigmas = [point.sigma for point in points if not math.isnan(point.sigma)]
    if not sigmas:
        return ASSUMED_CV, f"spread assumed (cv {ASSUMED_CV:g}: only means were measured)"
    cv = math.sqrt(math.expm1(min(2.0, float(np.median(sigmas))) ** 2))
    return cv, f"spread measured (cv {cv:.2f})"


def _tokens(points: Sequence[Point], values_ms: Sequence[float], every: Floats) -> Floats | None:
    """Return (slots,) seconds of a token's time that never falls; none where nobody looked."""
    seen = [(point.at_once, value / 1_000) for point, value in zip(points, values_ms, strict=True) if value > 0]
    if not seen:
        return None
    places, values = merged(np.array([place for place, _ in seen]), np.array([value for _, value in seen]))
    return Curve(places, rising(values), tuple(points)).at(every)
