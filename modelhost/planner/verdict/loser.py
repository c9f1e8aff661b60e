"""Why a candidate did not win, in numbers."""

from dataclasses import replace

from modelhost.planner.search.judged import Judged
from modelhost.planner.verdict.wording import share


def told(judged: Judged, winner: Judged | None, target: float) -> Judged:
    """Return *judged* with why it lost against *winner*; as it is when the reason is known already."""
    if judged.why:
        return judged
    return replace(judged, why=_reason(judged, winner, target))


def _reason(judged: Judged, winner: Judged | None, target: float) -> str:
    """Return the reason."""
    if judged.attainment < target:
        low, high = judged.interval
        kept = share(judged.attainment, target)
        return f"keeps {kept} (80 %: {share(low)} to {share(high)}) of the {share(target)} promised"
    if not judged.feasible:
        return (
            f"keeps {share(judged.attainment)}, which other days such as these would break ({share(target)} promised)"
        )
    if winner is None:
        return ""
    more = judged.cost.expected / winner.cost.expected - 1
    return f"costs {100 * more:+.1f} %: {judged.mean_replicas:.1f} x {judged.candidate.machine} on the mean"
