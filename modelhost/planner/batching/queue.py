"""A replica's queue of requests, as links between their numbers, kept where the time of the last token will be."""

from modelhost.planner.array import Counts
from modelhost.planner.batching.state import HEAD, PS_PER_NS, TAIL, Flow
from modelhost.planner.compiled import leaf


@leaf
def append(row: Counts, flow: Flow, request: int) -> None:
    """Put *request* at the end of the replica's queue."""
    flow.finish_ps[request] = -1
    if row[HEAD] < 0:
        row[HEAD] = request
    else:
        flow.finish_ps[row[TAIL]] = request
    row[TAIL] = request


@leaf
def prepend(row: Counts, flow: Flow, request: int) -> None:
    """Put *request* at the front of the replica's queue."""
    flow.finish_ps[request] = row[HEAD]
    if row[HEAD] < 0:
        row[TAIL] = request
    row[HEAD] = request


@leaf
def pop(row: Counts, flow: Flow) -> int:
    """Take the first request from the replica's queue, which is not empty."""
    request = row[HEAD]
    row[HEAD] = flow.finish_ps[request]
    return int(request)


@leaf
def ready_ps(flow: Flow, request: int) -> int:
    """Return when *request* may first be computed."""
    return int(flow.arrival_ns[request] * PS_PER_NS + flow.intake_ps)
