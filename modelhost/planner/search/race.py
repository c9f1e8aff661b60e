"""Which candidates are replayed, in which order, until the cheapest that keeps the promise is known.

The per-interval model errs alike on candidates that are alike. So each replay corrects what the model says of the
others of its family and machine. The first to be replayed is the cheapest that, so corrected, keeps the promise; once
one holds, who saves the most times the chance that it holds.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

from modelhost.planner.search.bench import Bench, Screening
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.constraint import broken
from modelhost.planner.search.dial import turned
from modelhost.planner.search.verify import Verified, verified

SMALLEST = 1e-3
"""Share of misses below which the model and the replay are taken to agree."""
KINSHIP = (1.0, 0.3, 0.0)
"""Weight of a lesson from the same family on the same machine, from the same family elsewhere, from another one."""
DOUBT = 0.2
"""Weight of the model's own word beside the lessons."""
WORTH = 0.005
"""Share of the cost that a further replay must promise to save, times the chance that it holds."""
TRUST = 0.3
"""How far off corrected misses usually are: the standard deviation of their logarithm."""
LESSONS = 4.0
"""By how much a lesson from the same form and machine makes that surer: as so many more observations."""
REFINEMENTS = 3
"""Candidates between the winner and the next cheaper one that failed, which are tried at the end."""

NEAR = 4.0
"""Multiple of the misses allowed up to which a candidate may yet turn out to keep the promise."""
FARTHER = 1.5
"""Multiple of the cost of the cheapest of its form that seems to hold, up to which a candidate may be needed."""
LISTED = 40
"""Candidates of each form that are looked at closely."""


@dataclass(eq=False)
class Race:
    """Replays so far, and what they teach of the per-interval model."""

    bench: Bench
    """What is judged on."""
    entrants: list[Screening]
    """Everybody that may be replayed."""
    done: list[Verified] = field(default_factory=list)
    """Who was."""

    def run(self, most: int, told: Callable[[], None]) -> None:
        """Replay up to *most* candidates, and say so after each."""
        while len(self.done) < most:
            following = self.following()
            if following is None:
                break
            self.verify(following)
            told()

    def run_doubtful(self, most: int, told: Callable[[], None]) -> None:
        """Replay, up to *most* all together, who may hold though it does not seem so, for what it would save."""
        while len(self.done) < most:
            following = self.doubtful()
            if following is None:
                break
            self.verify(following)
            told()

    def doubtful(self) -> Screening | None:
        """Return whose saving, times the chance that it holds, is the largest; none when it is not worth a replay."""
        best = self.best()
        if best is None:
            return None
        seen = {id(each.screening) for each in self.done}
        worth = ((self._worth(each, best), each) for each in self.entrants if id(each) not in seen)
        gain, chosen = max(worth, key=lambda pair: pair[0], default=(0.0, None))
        return chosen if gain >= WORTH else None

    def _worth(self, screening: Screening, best: Verified) -> float:
        """Return the share of the cost of *best* that *screening* saves, times the chance that it holds."""
        saved = 1 - self.cost(screening) / best.cost.expected
        return saved * self._chance(screening) if saved > 0 else 0.0

    def _chance(self, screening: Screening) -> float:
        """Return the chance that *screening* holds: its corrected misses are lognormal, the surer the more is known."""
        lessons = sum(_kinship(screening, each.screening) for each in self.done)
        trust = TRUST / math.sqrt(1.0 + LESSONS * lessons)
        allowed = 1 - self.bench.question.slo.attainment
        if allowed <= 0:
            return 0.0
        return NormalDist().cdf(math.log(allowed / max(self.misses(screening), 1e-12)) / trust)

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
        """Return who is replayed next of those that seem to hold for less than the best, whom it is worth most.

        The cheapest of them as long as there is no best; where nobody seems to hold, who fails by the least.
        """
        best = self.best(form)
        limit = math.inf if best is None else best.cost.expected * (1 - WORTH)
        seen = {id(each.screening) for each in self.done}
        allowed = 1 - self.bench.question.slo.attainment
        open_ = [
            each
            for each in self.entrants
            if id(each) not in seen
            and form in (None, each.turned.dial.form)
            and self.misses(each) <= allowed
            and self.cost(each) < limit
        ]
        if best is not None:
            return max(open_, key=lambda each: self._worth(each, best), default=None)
        return min(open_, key=self.cost, default=None) or self._safest(form)

    def _safest(self, form: str | None) -> Screening | None:
        """Return who keeps most of the promise, as corrected, of those that were not replayed."""
        seen = {id(each.screening) for each in self.done}
        left = [each for each in self.entrants if id(each) not in seen and form in (None, each.turned.dial.form)]
        return min(left, key=self.misses, default=None)

    def misses(self, screening: Screening) -> float:
        """Return the share of misses of *screening* as corrected."""
        return float(np.exp(self._lesson(screening, _missed)) * (screening.misses + SMALLEST))

    def cost(self, screening: Screening) -> float:
        """Return the cost of *screening* as corrected."""
        return float(np.exp(self._lesson(screening, _paid)) * screening.usd_per_month)

    def refine(self, told: Callable[[], None]) -> None:
        """Try numbers between the winner's and the next larger one of its dial that failed."""
        for _ in range(REFINEMENTS):
            best = self.best()
            if best is None:
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
            told()

    def _lesson(self, screening: Screening, of: Callable[[Verified], float]) -> float:
        """Return the logarithm of replay over model, learnt from those alike; the most alike count most."""
        weights = np.array([_kinship(screening, each.screening) for each in self.done])
        if not weights.sum():
            return 0.0
        return float(np.array([of(each) for each in self.done]) @ weights / (weights.sum() + DOUBT))


def _kinship(one: Screening, other: Screening) -> float:
    """Return how much a lesson from *other* counts for *one*: less, the further apart their misses are."""
    same_form = one.turned.family == other.turned.family
    same_machine = one.turned.dial.room is other.turned.dial.room
    kin = KINSHIP[0 if same_form and same_machine else 1 if same_form else 2]
    return kin * math.exp(-abs(math.log((one.misses + SMALLEST) / (other.misses + SMALLEST))))


def shortlist(found: Sequence[Screening], target: float) -> list[Screening]:
    """Return of *found* who may yet win: near the promise, the cheapest first, of each form some."""
    near = sorted((each for each in found if 1 - each.attainment <= NEAR * (1 - target)), key=_usd)
    chosen: list[Screening] = []
    for form in Form:
        rows = [each for each in near if each.turned.dial.form is form]
        held = next((each.usd_per_month for each in rows if each.attainment >= target), math.inf)
        chosen += [each for each in rows if each.usd_per_month <= FARTHER * held][:LISTED]
    return chosen


def _usd(screening: Screening) -> float:
    """Return the cost."""
    return screening.usd_per_month


def _missed(found: Verified) -> float:
    """Return the logarithm of the misses replayed over those of the model; the replay's are those with caution."""
    return math.log((1 - found.cautious + SMALLEST) / (found.screening.misses + SMALLEST))


def _paid(found: Verified) -> float:
    """Return the logarithm of the cost replayed over that of the model."""
    return math.log(max(found.cost.expected, 1e-9) / max(found.screening.usd_per_month, 1e-9))
