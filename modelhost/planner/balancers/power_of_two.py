"""Power of two choices: the less busy of two that are drawn (Mitzenmacher, IEEE TPDS 12(10), 2001)."""

from modelhost.planner.balancers.uniform import spread
from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import Fleet, Row


@inlined
def power_of_two(fleet: Fleet, count: int, dice: int) -> int:
    """Return the one with fewer outstanding requests of two different replicas; the first drawn among equals."""
    first = spread(dice, count)
    one = int(fleet.roster[first])
    if count == 1:
        return one
    other = int(fleet.roster[(first + 1 + spread(dice >> 31, count - 1)) % count])
    return one if fleet.rows[one, Row.HELD] <= fleet.rows[other, Row.HELD] else other
