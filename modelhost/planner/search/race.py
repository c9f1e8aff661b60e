"""Which candidates are replayed, in which order, until the cheapest that keeps the promise is known.

The per-interval model errs alike on candidates that are alike. So each replay corrects what the model says of the
others of its form and machine, and the next to be replayed is the cheapest that, so corrected, keeps the promise.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from modelhost.planner.search.bench import Bench, Screening
from modelhost.planner.search.constraint import broken
from modelhost.planner.search.dial import turned
from modelhost.planner.search.verify import Verified, verified

SMALLEST = 1e-5
"""Share of misses below which the model and the replay are taken to agree."""
WORTH = 0.005
"""Share of the cost that a further replay must promise to save."""
REFINEMENTS = 3
"""Candidates between the winner and the next cheaper one that failed, which are tried at the end."""

Key = tuple[str, str]


@dataclass(eq=False)
class Race:
    """Replays so far, and what they teach of the per-interval model."""

    bench: Bench
    """What is judged on."""
    entrants: list[Screening]
    """Everybody that may be replayed."""
    done: list[Verified] = field(default_factory=list)
    """Who was."""

    def run(self, most: int, enough: Callable[[], bool]) -> None:
        """Replay up to *most* candidates, or until *enough*."""
        while len(self.done) < most and not enough():
            following = self.following()
            if following is None:
                break
            self.verify(following)

    def verify(self, screening: Screening) -> Verified:
        """Replay *screening* and remember it."""
        found = verified(self.bench, screening)
        self.done.append(found)
        return found

    def holds(self, found: Verified) -> bool:
        """Whether a replay keeps the promise and the hard constraints."""
        kept = found.cautious >= self.bench.question.slo.attainment
        return kept and not broken(self.bench, found.candidate, found.expected)

    def best(self, form: str | None = None) -> Verified | None:
        """Return the cheapest replayed candidate that keeps the promise, of *form* where one is given."""
        kept = [each for each in self.done if self.holds(each) and form in (None, each.candidate.form)]
        return min(kept, key=lambda each: each.cost.expected, default=None)

    def following(self, form: str | None = None) -> Screening | None:
        """Return who is replayed next: the cheapest, as corrected, that keeps the promise and may beat the best."""
        best = self.best(form)
        limit = math.inf if best is None else best.cost.expected * (1 - WORTH)
        seen = {id(each.screening) for each in self.done}
        allowed = 1 - self.bench.question.slo.attainment
        open_ = [
            (self.cost(each), each)
            for each in self.entrants
            if id(each) not in seen and form in (None, each.turned.dial.form) and self.misses(each) <= allowed
        ]
        chosen = min(open_, key=lambda pair: pair[0], default=None)
        return chosen[1] if chosen and chosen[0] < limit else None

    def misses(self, screening: Screening) -> float:
        """Return the share of misses of *screening* as corrected."""
        return float(np.exp(self._lesson(screening, _missed)) * (screening.misses + SMALLEST))

    def cost(self, screening: Screening) -> float:
        """Return the cost of *screening* as corrected."""
        return float(np.exp(self._lesson(screening, _paid)) * screening.usd_per_month)

    def refine(self, enough: Callable[[], bool]) -> None:
        """Try numbers between the winner's and the next larger one of its dial that failed."""
        for _ in range(REFINEMENTS):
            best = self.best()
            if best is None or enough():
                return
            dial, low = best.screening.turned.dial, best.screening.turned.number
            failed = [
                each.screening.turned.number
                for each in self.done
                if each.screening.turned.dial is dial and each.screening.turned.number > low and not self.holds(each)
            ]
            middle = dial.between(low, min(failed), 1) if failed else ()
            if not middle or min(failed) - low < 0.02 * abs(low):
                return
            [screening] = self.bench.slowed(self.bench.screen(turned(dial, middle)))
            self.entrants.append(screening)
            self.verify(screening)

    def _lesson(self, screening: Screening, of: Callable[[Verified], float]) -> float:
        """Return the logarithm of replay over model, from the most alike that were replayed: the nearest count most."""
        alike: dict[Key, list[Verified]] = defaultdict(list)
        for each in self.done:
            alike[_key(each.screening)].append(each)
        lessons = alike.get(_key(screening)) or self.done
        if not lessons:
            return 0.0
        gaps = np.array([abs(math.log(_odds(each.screening) / _odds(screening))) for each in lessons])
        weights = np.exp(-gaps)
        return float(np.array([of(each) for each in lessons]) @ weights / weights.sum())


def shortlist(found: Sequence[Screening], target: float, factor: float = 1.6) -> list[Screening]:
    """Return of *found* who may yet win: near the promise, and not far above the cheapest that keeps it."""
    kept = [each.usd_per_month for each in found if each.attainment >= target]
    limit = factor * min(kept, default=math.inf)
    return [each for each in found if each.usd_per_month <= limit and 1 - each.attainment <= 4 * (1 - target)]


def _key(screening: Screening) -> Key:
    """Return machine and form."""
    return screening.turned.dial.room.offer.machine, screening.turned.dial.form


def _odds(screening: Screening) -> float:
    """Return the misses that the model sees, never zero."""
    return max(screening.misses, SMALLEST)


def _missed(found: Verified) -> float:
    """Return the logarithm of the misses replayed over those of the model; the replay's are those with caution."""
    return math.log((1 - found.cautious + SMALLEST) / (found.screening.misses + SMALLEST))


def _paid(found: Verified) -> float:
    """Return the logarithm of the cost replayed over that of the model."""
    return math.log(max(found.cost.expected, 1e-9) / max(found.screening.usd_per_month, 1e-9))
