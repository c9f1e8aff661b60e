"""The one function that the simulator asks who gets a request; it calls the balancer's own."""

from modelhost.planner.array import Counts
from modelhost.planner.balancers.least_outstanding import least_outstanding
from modelhost.planner.balancers.power_of_two import power_of_two
from modelhost.planner.balancers.round_robin import round_robin
from modelhost.planner.balancers.uniform import uniform
from modelhost.planner.balancers.weighted_random import weighted_random
from modelhost.planner.compiled import inlined
from modelhost.planner.policy import Balancer
from modelhost.planner.simulation.layout import MOST, WIDTH_BITS, Fleet, Row
from modelhost.planner.simulation.moment import Moment, Rules
from modelhost.planner.simulation.ranking import turn

LEAST_OUTSTANDING, ROUND_ROBIN = int(Balancer.LEAST_OUTSTANDING), int(Balancer.ROUND_ROBIN)
RANDOM, POWER_OF_TWO = int(Balancer.RANDOM), int(Balancer.POWER_OF_TWO)
DICED = (Balancer.RANDOM, Balancer.POWER_OF_TWO, Balancer.WEIGHTED_RANDOM)
"""Balancers that need a random number per request."""


@inlined
def choose(fleet: Fleet, moment: Moment, rules: Rules, dice: Counts, number: int) -> tuple[int, int, int]:
    """Return the replica that gets the next request, how many it holds, and the new `lowest`; at least one must serve.

    The replica is taken from its level of the ranking. This request is the one with that *number*, for which *dice*
    has a random number; it is empty where the balancer needs none.
    """
    if rules.balancer == LEAST_OUTSTANDING:
        replica, held = least_outstanding(fleet, moment.lowest)
        return replica, held, held
    count = rules.serving
    if rules.balancer == ROUND_ROBIN:
        replica = round_robin(fleet, count)
    elif rules.balancer == RANDOM:
        replica = uniform(fleet, count, dice[number])
    elif rules.balancer == POWER_OF_TWO:
        replica = power_of_two(fleet, count, dice[number])
    else:
        replica = weighted_random(fleet, count, rules.slots, dice[number])
    held = fleet.flat[((replica & MOST) << WIDTH_BITS) + Row.HELD]
    turn(fleet.levels, replica, held)
    return replica, held, moment.lowest
