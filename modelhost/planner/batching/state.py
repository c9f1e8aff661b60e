"""Where the engine keeps what: places in its arrays of whole numbers, which one replica or one request owns."""

import numpy as np

from modelhost.planner.array import Counts

# A replica's row.
CLOCK, BEFORE = 0, 1
"""End and beginning of its last step, in picoseconds."""
STEPS = 2
"""Steps done."""
RUNNING = 3
"""Requests beyond their prompt."""
CONTEXT = 4
"""Tokens in the cache of those."""
USED = 5
"""Tokens of the cache that are taken."""
PARTIAL, LEFT = 6, 7
"""The request whose prompt is computed in pieces, -1 for none; and tokens of it that are not computed yet."""
HEAD, TAIL = 8, 9
"""First and last request of the queue; -1 for none."""
OUTSTANDING = 10
"""Requests that are waiting or being computed."""
ENDING = 11
"""Requests that finished at the clock exactly."""
DUE = 12
"""Time before which nobody finishes if nobody joins, in picoseconds; 0 where that is not known."""
PUT_BACK = 13
"""Times that a request lost its cache to an older one."""
SERIAL = 14
"""Requests that ran on so far."""
REPLICA_FIELDS = 15

# A replica's slots, one column for each running request.
REQUEST = 0
"""Which one."""
LAST = 1
"""The step that makes its last token."""
BASE = 2
"""Tokens in its cache, less the steps done."""
ORDER = 3
"""The replica's serial when it began to run."""
SLOT_FIELDS = 4

# A request's column.
READY = 0
"""When it may first be computed, in picoseconds."""
PROMPT = 1
"""Tokens of its prompt, at least 1."""
CACHED = 2
"""Of these, tokens that the cache holds already; at least one is computed all the same."""
OUTPUT = 3
"""Tokens of its answer, at least 1."""
MADE = 4
"""Tokens made before it was last put back."""
AFTER = 5
"""The next in the queue; -1 for none."""
FIRST, FINISH = 6, 7
"""When its first and its last token was made, in picoseconds; -1 for one that the cache can never hold."""
REQUEST_FIELDS = 8

PS_PER_NS = 1_000


def replicas_at_rest(count: int) -> Counts:
    """Return the (count, REPLICA_FIELDS) rows of replicas that do nothing."""
    rows = np.zeros((count, REPLICA_FIELDS), np.int64)
    rows[:, [PARTIAL, HEAD, TAIL]] = -1
    return rows


def flow(arrival_ns: Counts, prompt: Counts, output: Counts, intake_ps: int, cached: Counts | None) -> Counts:
    """Return the (REQUEST_FIELDS, requests) columns of requests in order of arrival."""
    columns = np.zeros((REQUEST_FIELDS, len(arrival_ns)), np.int64)
    columns[READY] = np.asarray(arrival_ns, np.int64) * PS_PER_NS + intake_ps
    columns[PROMPT] = np.maximum(1, prompt)
    columns[CACHED] = 0 if cached is None else cached
    columns[OUTPUT] = np.maximum(1, output)
    columns[[AFTER, FIRST, FINISH]] = -1
    return columns
