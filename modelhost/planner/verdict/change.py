"""The first sentence of a plan: what is paid, what is kept, what to change and what that saves."""

from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.wording import saving, share, usd

NOTHING = 0.02
"""Share of today's cost below which a saving is not worth a change."""


def worthwhile(today: Judged, winner: Judged) -> bool:
    """Return whether *winner* saves enough of what *today* costs to change it."""
    return winner.cost.expected <= today.cost.expected * (1 - NOTHING)


def change(today: Judged | None, winner: Judged | None, target: float) -> str:
    """Return what to do about *today*, of which *target* is promised; `no change` is an answer."""
    if winner is None:
        return "Nothing that was looked at keeps the promise; relax it, raise the quota, or look at other machines."
    what = winner.candidate.label
    if today is None:
        return f"Take {what}: {usd(winner.cost.expected)}, and {share(winner.attainment)} of requests keep the promise."
    stands = (
        f"You pay {usd(today.cost.expected)} and {share(today.attainment, target)} of the requests keep the promise"
    )
    if not today.feasible:
        more = winner.cost.expected - today.cost.expected
        price = f"{usd(more)} more" if more > 0 else f"{usd(-more)} less"
        broken = "is too few" if today.attainment < target else f"is not all that is asked: {today.why}"
        return f"{stands}, which {broken}; change to {what} for {price}, and {share(winner.attainment)} do."
    if winner is today or not worthwhile(today, winner):
        return f"{stands}; no change: nothing that was looked at saves {100 * NOTHING:.0f} % or more."
    return f"{stands}; change to {what} and save {saving(today.cost.expected, winner.cost.expected)}."
