"""Least outstanding requests: SageMaker's LEAST_OUTSTANDING_REQUESTS, and least_outstanding_requests of an ALB."""

from modelhost.planner.compiled import inlined
from modelhost.planner.simulation.layout import Fleet
from modelhost.planner.simulation.ranking import least


@inlined
def least_outstanding(fleet: Fleet, lowest: int) -> tuple[int, int]:
    """Return the replica with the fewest outstanding requests, that in the lowest place among equals, and how many.

    None holds fewer than *lowest*.
    """
    return least(fleet.levels, lowest)
