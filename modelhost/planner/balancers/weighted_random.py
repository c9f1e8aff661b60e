"""Weighted random: replicas by their slots, as production variants with weights, or an ALB's weighted_random."""

from modelhost.planner.balancers.uniform import spread
from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import Fleet, Row


@inlined
def weighted_random(fleet: Fleet, count: int, slots: int, dice: int) -> int:
    """Return any of *count* replicas, each as likely as it has slots; they have *slots* together."""
    left = spread(dice, slots)
    for place in range(count - 1):
        left -= fleet.rows[fleet.roster[place], Row.SLOTS]
        if left < 0:
            return int(fleet.roster[place])
    return int(fleet.roster[count - 1])
