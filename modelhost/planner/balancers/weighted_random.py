"""Weighted random: replicas by their slots, as production variants with weights, or an ALB's weighted_random."""

from modelhost.planner.balancers.uniform import spread
from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import At, World

SERVING, SLOTS = At.SERVING, At.SLOTS


@inlined
def weighted_random(world: World, dice: int) -> int:
    """Return any replica, each as likely as it has slots."""
    fleet, slots = world.fleet, world.sizes.slots
    left = spread(dice, world.now[SLOTS])
    for place in range(world.now[SERVING] - 1):
        left -= slots[fleet.size[fleet.roster[place]]]
        if left < 0:
            return int(fleet.roster[place])
    return int(fleet.roster[world.now[SERVING] - 1])
