"""What a plan rests on, and what another value would do to the winner."""

from collections.abc import Iterator
from dataclasses import replace

from modelhost.planner.answer import Assumption
from modelhost.planner.autoscalers.assumption import assumptions as guesses
from modelhost.planner.money.charge import scaling_alarms
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.sized import by_demand
from modelhost.planner.verdict.sweep import Change, under
from modelhost.planner.verdict.wording import share, usd


def assumptions(bench: Bench, winner: Judged | None) -> Iterator[Assumption]:
    """Yield the numbers that nobody measured, each with what another value does to *winner*."""
    if winner is None:
        return
    offer = bench.offer(winner.candidate.machine)
    name, startup = winner.candidate.machine, offer.startup
    low, high = offer.service.band
    yield Assumption(
        f"start-up of {name}",
        f"{startup.mean_seconds:.0f} s, spread {startup.deviation_seconds:.0f} s",
        "assumed, or as the stack file says",
        _under(bench, winner, "twice as long", Change(startup=2.0)),
    )
    yield Assumption(
        f"service time on {name}",
        f"{1_000 * offer.service.work.mean_seconds:.0f} ms alone, {offer.service.slots} at once",
        offer.service.basis or "as given",
        _under(bench, winner, f"{high:.2f} times as long", Change(service=high))
        + "; "
        + _under(bench, winner, f"{low:.2f} times as long", Change(service=low)),
    )
    yield Assumption(f"price of {name}", f"{offer.usd_per_hour:g} USD an hour", offer.price_source or "as given")
    if bench.question.fixed_basis:
        own = scaling_alarms(winner.candidate.policy.autoscaler)
        yield Assumption(
            "fixed charges, in every cost here",
            f"{bench.question.fixed_usd_per_month + own.usd_per_month:.2f} USD a month",
            "; ".join((*bench.question.fixed_basis, f"{own.plain + own.fast} alarms of its scaling")),
            "not counted: logs, captured data, traffic, and what the environment has once",
        )
    yield from _undocumented(bench, winner)


def _undocumented(bench: Bench, winner: Judged) -> Iterator[Assumption]:
    """Yield what AWS does not document of the winner's autoscaler."""
    for guess in guesses(winner.candidate.policy.autoscaler):
        if _blind(winner):
            yield Assumption(
                guess.what, guess.value, guess.source, f"may be {guess.other_value}; its effect is not known"
            )
            continue
        policy = replace(winner.candidate.policy, autoscaler=guess.other)
        other = replace(winner, candidate=replace(winner.candidate, policy=policy))
        effect = _difference(bench, winner, other, guess.other_value, Change())
        yield Assumption(guess.what, guess.value, guess.source, effect)


def _under(bench: Bench, winner: Judged, words: str, change: Change) -> str:
    """Return what *change* does to the winner; nothing tells of a ladder that demand moves."""
    if _blind(winner):
        return f"{words}: its effect is not known"
    return _difference(bench, winner, winner, words, change)


def _blind(winner: Judged) -> bool:
    """Whether demand moves the size of *winner*, of which there is no model."""
    return bool(winner.candidate.sizes) and by_demand(winner.candidate)


def _difference(bench: Bench, winner: Judged, other: Judged, words: str, change: Change) -> str:
    """Return what *other* under *change* keeps and costs, corrected by how replay and model differ on *winner*."""
    [usual], [seen] = under(bench, [winner], Change()), under(bench, [other], change)
    kept = min(1.0, max(0.0, seen.attainment + winner.attainment - usual.attainment))
    cost = seen.usd_per_month * winner.cost.expected / usual.usd_per_month if usual.usd_per_month else 0.0
    return f"{words}: {share(kept)} kept, {usd(cost)}"
