"""Random: SageMaker's default RoutingConfig RANDOM, and weighted_random of an ALB while no target is weighed down."""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At, World

SERVING = At.SERVING
LOW_BITS = (1 << 31) - 1


@inlined
def spread(dice: int, count: int) -> int:
    """Return a number below *count* from the lowest 31 bits of *dice*; biased by less than count / 2**31."""
    return ((dice & LOW_BITS) * count) >> 31


@inlined
def uniform(world: World, dice: int) -> int:
    """Return any replica, all alike likely."""
    return int(world.fleet.roster[spread(dice, world.now[SERVING])])
