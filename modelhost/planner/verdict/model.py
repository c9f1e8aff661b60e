"""The questions about the model itself: fit, number format, split, caching."""

from collections.abc import Iterator

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.ladder import ladder
from modelhost.footprint.parallel import least
from modelhost.footprint.serving import Serving
from modelhost.planner.answer import Plan, Verdict
from modelhost.planner.verdict.cache import cache_verdict

UNKNOWN = "not known"
GIVE = "add `architecture: <known model>` under model, or the words that `modelhost fit FOLDER` prints"


def model_verdicts(plan: Plan) -> Iterator[Verdict]:
    """Yield whether the model fits, whether a quantised one would do, whether it must be split, and caching."""
    yield _fit(plan)
    architecture, serving = plan.question.architecture, plan.question.serving
    if architecture is None or serving is None:
        yield Verdict("would a quantised one fit a cheaper machine?", UNKNOWN, GIVE)
        yield Verdict("must it be split?", UNKNOWN, GIVE)
    else:
        yield _quantised(plan, architecture, serving)
        yield _split(plan, architecture, serving)
    yield cache_verdict(plan)


def _fit(plan: Plan) -> Verdict:
    """Return how many of the machines the model fits."""
    fitting = [row for row in plan.fits if row.fits]
    lost = [row for row in plan.fits if not row.fits]
    because = "; ".join(f"{row.machine}: {row.text}" for row in lost[:2]) or "none is too small"
    return Verdict("does the model fit?", f"on {len(fitting)} of {len(plan.fits)} machines", because)


def _quantised(plan: Plan, architecture: Architecture, serving: Serving) -> Verdict:
    """Return whether another number format opens cheaper machines than the winner's."""
    question = "would a quantised one fit a cheaper machine?"
    price = min((row.usd_per_hour for row in plan.fits if row.fits), default=float("inf"))
    for row in sorted(plan.fits, key=lambda row: row.usd_per_hour):
        if row.fits or row.usd_per_hour >= price or row.machine not in machines():
            continue
        for rung in ladder(architecture, catalogued(row.machine), serving):
            if rung.memory.fits:
                text = f"{row.usd_per_hour:g} USD an hour beside {price:g}; check its quality first"
                return Verdict(question, f"{rung.dtype} fits {row.machine}", text)
    return Verdict(question, "no", "no cheaper machine was found that another number format would open")


def _split(plan: Plan, architecture: Architecture, serving: Serving) -> Verdict:
    """Return whether the model needs several accelerators on the winner's machine."""
    question = "must it be split?"
    name = plan.winner.candidate.machine if plan.winner else next((row.machine for row in plan.fits if row.fits), "")
    if name not in machines():
        return Verdict(question, UNKNOWN, "no machine was found on which it fits")
    found = least(architecture, catalogued(name), serving._replace(tensor_parallel=1, pipeline_parallel=1))
    if found is None:
        return Verdict(question, UNKNOWN, f"no split fits {name}")
    if found.devices == 1:
        return Verdict(question, "no", f"one accelerator of {name} holds it")
    return Verdict(question, f"over {found.devices} accelerators", f"fewer of {name} do not hold it")
