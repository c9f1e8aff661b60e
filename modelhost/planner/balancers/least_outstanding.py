"""Least outstanding requests: SageMaker's LEAST_OUTSTANDING_REQUESTS, and least_outstanding_requests of an ALB."""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import Fleet
from modelhost.planner.simulation.ranking import take_least


@inlined
def least_outstanding(fleet: Fleet, lowest: int) -> tuple[int, int]:
    """Take the replica with the fewest outstanding requests from the ranking; return it, and how many it holds.

    None holds fewer than *lowest*; among equals it is that in the lowest place.
    """
    return take_least(fleet.levels, lowest)
