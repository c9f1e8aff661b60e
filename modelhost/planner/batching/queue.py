"""A replica's queue of requests, as links between their numbers."""

from modelhost.planner.array import Counts
from modelhost.planner.batching.state import AFTER, HEAD, TAIL
from modelhost.planner.compiled import compiled


@compiled
def append(row: Counts, flow: Counts, request: int) -> None:
    """Put *request* at the end of the replica's queue."""
    flow[AFTER, request] = -1
    if row[HEAD] < 0:
        row[HEAD] = request
    else:
        flow[AFTER, row[TAIL]] = request
    row[TAIL] = request


@compiled
def prepend(row: Counts, flow: Counts, request: int) -> None:
    """Put *request* at the front of the replica's queue."""
    flow[AFTER, request] = row[HEAD]
    if row[HEAD] < 0:
        row[TAIL] = request
    row[HEAD] = request


@compiled
def pop(row: Counts, flow: Counts) -> int:
    """Take the first request from the replica's queue, which is not empty."""
    request = row[HEAD]
    row[HEAD] = flow[AFTER, request]
    return int(request)
