"""Recall the scaling that a dead, or a sleeping, execution kept, to put back what is missing of it."""

from components.scaling.resize.plan import ResizePlan
from components.scaling.resize.state import States, choose, equals, note, work_out


def states(plan: ResizePlan) -> States:
    """Return the states from a lock that nobody holds to putting back what it keeps."""
    return {
        "Recall what was kept": work_out({"targets.$": "$.held.record.targets"}, "Is it waking", "$.keep"),
        "Is it waking": choose([(equals("$.order.action", "wake"), "It wakes")], "It mends"),
        "It wakes": note("awake", "Put targets back", "$.then"),
        "It mends": note("again", "Put targets back", "$.then"),
    }
