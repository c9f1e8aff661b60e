"""Where the engine keeps what: places in its arrays of whole numbers, which one replica or one request owns."""

from typing import NamedTuple

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

PS_PER_NS = 1_000


def replicas_at_rest(count: int) -> Counts:
    """Return the (count, REPLICA_FIELDS) rows of replicas that do nothing."""
    rows = np.zeros((count, REPLICA_FIELDS), np.int64)
    rows[:, [PARTIAL, HEAD, TAIL]] = -1
    return rows


class Flow(NamedTuple):
    """The requests, (requests,) each; what the engine only reads are the caller's own arrays."""

    arrival_ns: Counts
    """When they came, ascending."""
    prompt: Counts
    """Tokens of the prompt, at least 1."""
    output: Counts
    """Tokens of the answer, at least 1."""
    made: Counts
    """Tokens made before it was last put back."""
    first_ps: Counts
    """When the first token was made; before that -1 less the tokens of the prompt that the cache holds already."""
    finish_ps: Counts
    """When the last token was made; before that the next in the queue, -1 for none and for one that is never served."""
    intake_ps: int
    """From its arrival on until a request may be computed."""


def flow(arrival_ns: Counts, prompt: Counts, output: Counts, intake_ps: int, cached: Counts | None) -> Flow:
    """Return the requests in order of arrival, of whose prompts so many tokens are *cached*."""
    count = len(arrival_ns)
    first = np.full(count, -1, np.int64)
    if cached is not None:
        first -= cached
    made, finish = np.zeros(count, np.int64), np.full(count, -1, np.int64)
    return Flow(_whole(arrival_ns), _some(prompt), _some(output), made, first, finish, intake_ps)


def _whole(values: Counts) -> Counts:
    """Return *values* as the engine reads them, copied only where they are not so."""
    return np.ascontiguousarray(values, np.int64)


def _some(tokens: Counts) -> Counts:
    """Return *tokens*, at least one each."""
    return _whole(tokens if tokens.min(initial=1) >= 1 else np.maximum(1, tokens))
