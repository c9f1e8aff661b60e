"""Random: SageMaker's default RoutingConfig RANDOM, and weighted_random of an ALB while no target is weighed down."""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import Fleet

LOW_BITS = (1 << 31) - 1


@inlined
def spread(dice: int, count: int) -> int:
    """Return a number below *count* from the lowest 31 bits of *dice*; biased by less than count / 2**31."""
    return ((dice & LOW_BITS) * count) >> 31


@inlined
def uniform(fleet: Fleet, count: int, dice: int) -> int:
    """Return any of *count* replicas, all alike likely."""
    return int(fleet.roster[spread(dice, count)])
