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

    The replica is taken from its level of the ranking.
    """
    if rules.balancer == LEAST_OUTSTANDING:
        replica, held = least_outstanding(fleet, moment.lowest)
        return replica, held, held
    replica = named(fleet, rules, dice, number)
    held = fleet.flat[((replica & MOST) << WIDTH_BITS) + Row.HELD]
    turn(fleet.levels, replica, held)
    return replica, held, moment.lowest


@inlined
def named(fleet: Fleet, rules: Rules, dice: Counts, number: int) -> int:
    """Return the replica that gets the next request, from a balancer that does not ask for the least busy of all."""
    count = rules.serving
    if rules.balancer == ROUND_ROBIN:
        return round_robin(fleet, count)
    die = dice[number]
    if rules.balancer == RANDOM:
        return uniform(fleet, count, die)
    if rules.balancer == POWER_OF_TWO:
        return power_of_two(fleet, count, die)
    return weighted_random(fleet, count, rules.slots, die)
