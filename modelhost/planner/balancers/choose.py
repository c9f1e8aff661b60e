"""The one function that the simulator asks who gets a request; it calls the balancer's own."""

from modelhost.planner.balancers.least_outstanding import least_outstanding
from modelhost.planner.balancers.power_of_two import power_of_two
from modelhost.planner.balancers.round_robin import round_robin
from modelhost.planner.balancers.uniform import uniform
from modelhost.planner.balancers.weighted_random import weighted_random
from modelhost.planner.compiled import inlined
from modelhost.planner.policy import Balancer
from modelhost.planner.simulation.layout import Fleet
from modelhost.planner.simulation.moment import Moment, Rules

LEAST_OUTSTANDING, ROUND_ROBIN = int(Balancer.LEAST_OUTSTANDING), int(Balancer.ROUND_ROBIN)
RANDOM, POWER_OF_TWO = int(Balancer.RANDOM), int(Balancer.POWER_OF_TWO)
DICED = (Balancer.RANDOM, Balancer.POWER_OF_TWO, Balancer.WEIGHTED_RANDOM)
"""Balancers that need a random number per request."""


@inlined
def choose(fleet: Fleet, moment: Moment, rules: Rules, dice: int) -> tuple[int, int]:
    """Return the replica that gets the next request, and the new `lowest`; at least one must serve."""
    count = rules.serving
    if rules.balancer == LEAST_OUTSTANDING:
        return least_outstanding(fleet, moment.lowest)
    if rules.balancer == ROUND_ROBIN:
        return round_robin(fleet, count), moment.lowest
    if rules.balancer == RANDOM:
        return uniform(fleet, count, dice), moment.lowest
    if rules.balancer == POWER_OF_TWO:
        return power_of_two(fleet, count, dice), moment.lowest
    return weighted_random(fleet, count, rules.slots, dice), moment.lowest
