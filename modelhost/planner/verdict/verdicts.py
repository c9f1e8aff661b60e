"""The reader's questions, each answered with its numbers."""

from collections.abc import Iterator

from modelhost.planner.answer import Plan, Verdict
from modelhost.planner.search.candidate import Form
from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.model import model_verdicts
from modelhost.planner.verdict.wording import replicas, saving, share, usd


def verdicts(plan: Plan) -> Iterator[Verdict]:
    """Yield the questions in the order in which a reader asks them."""
    winner = plan.winner
    if winner is None:
        nothing = f"the nearest keeps {share(max((each.attainment for each in plan.by_form.values()), default=0.0))}"
        yield Verdict("horizontal, vertical or auto?", "nothing keeps the promise", nothing)
    else:
        yield _strategy(plan, winner)
        yield _clock(plan, winner)
        yield _machine(plan, winner)
    yield from model_verdicts(plan)
    if winner is not None:
        yield _cost(plan, winner)
    if plan.bottleneck is not None:
        yield Verdict("what breaks first when load doubles?", plan.bottleneck.what, plan.bottleneck.text)


def _strategy(plan: Plan, winner: Judged) -> Verdict:
    """Return the answer to which of the three words."""
    words = [_of(plan, strategy) for strategy in ("horizontal", "vertical", "auto")]
    numbers = "; ".join(text for text in words if text)
    return Verdict("horizontal, vertical or auto?", winner.candidate.form.strategy, numbers)


def _of(plan: Plan, strategy: str) -> str:
    """Return the best of one strategy in numbers."""
    forms = [each for form, each in plan.by_form.items() if form.strategy == strategy]
    kept = [each for each in forms if each.feasible]
    if kept:
        best = min(kept, key=lambda each: each.cost.expected)
        return f"{strategy}: {usd(best.cost.expected)} ({best.candidate.label})"
    return f"{strategy}: none keeps the promise" if forms else ""


def _clock(plan: Plan, winner: Judged) -> Verdict:
    """Return the answer to whether the clock, demand, or both move the replicas."""
    form = winner.candidate.form
    answer = {
        (True, True): "both: demand above a floor that the clock moves",
        (True, False): "demand-driven",
        (False, True): "scheduled",
        (False, False): "neither: a fixed count",
    }[form.demand_driven, form.scheduled]
    rows = [each for kind, each in plan.by_form.items() if kind not in (Form.FIXED, Form.VERTICAL, form)]
    target = plan.question.slo.attainment
    numbers = "; ".join(f"{each.candidate.form}: {_number(each, target)}" for each in rows)
    unseen = "" if any(kind.scheduled for kind in plan.by_form) else "; no schedule was learnt, see the notes"
    return Verdict("scheduled, demand-driven or both?", answer, f"{form}: {_number(winner, target)}; {numbers}{unseen}")


def _number(judged: Judged, target: float) -> str:
    """Return what one candidate costs, or that it fails."""
    if judged.feasible:
        return usd(judged.cost.expected)
    if judged.attainment < target:
        return f"keeps {share(judged.attainment, target)} only"
    return f"{usd(judged.cost.expected)}, but {judged.why or 'not safely kept'}"


def _machine(plan: Plan, winner: Judged) -> Verdict:
    """Return the answer to which machine and how many."""
    machine = winner.candidate.machine
    best: dict[str, Judged] = {}
    for each in plan.runners_up:
        name = each.candidate.machine
        if each.feasible and name != machine and name not in best:
            best[name] = each
    rivals = "; ".join(f"{name}: {usd(each.cost.expected)}" for name, each in list(best.items())[:3])
    names = " and ".join(winner.candidate.sizes or (machine,))
    answer = f"{names}, {replicas(winner.mean_replicas, winner.peak_replicas)}"
    value = [row for row in plan.fits if row.machine == machine]
    numbers = f"{value[0].max_rps:.3g} requests/s each, {value[0].usd_per_million:.3g} USD a million" if value else ""
    return Verdict("which machine, how many?", answer, "; ".join(part for part in (numbers, rivals) if part))


def _cost(plan: Plan, winner: Judged) -> Verdict:
    """Return what it will cost, and beside whom."""
    floor, expected, ceiling = winner.cost
    parts = [f"floor {usd(floor)}", f"ceiling {usd(ceiling)}"]
    if plan.today is not None and plan.today is not winner and plan.today.cost.expected > expected:
        parts.append(f"saves {saving(plan.today.cost.expected, expected)} of today's")
    for name, each in plan.baselines.items():
        parts.append(f"{name} {usd(each.cost.expected)}{'' if each.feasible else ', which breaks the promise'}")
    return Verdict("what will it cost?", usd(expected), "; ".join(parts))
