"""How long ago something was used last, counted in other things used since: one pass tells the hits of every size.

Mattson, Gecsei, Slutz, Traiger, Evaluation techniques for storage hierarchies, IBM Systems Journal 9(2), 1970; the
counts are kept in a tree of partial sums (Fenwick, 1994), so that a pass over n uses takes n log n steps.
"""

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.compiled import compiled

NEVER = np.iinfo(np.int64).max
"""Distance of what was not used before, or whose predecessor in the request was not."""


@compiled
def distances(keys: Counts, ends: Counts, kinds: int) -> Counts:
    """Return (keys,) how many other keys were used since each key was, when its request came.

    *keys* are whole numbers below *kinds*; request r uses those from ends[r-1] to ends[r]. Its keys are a chain: one
    can be used only where all before it can, so that a distance is at least that of the one before. The last key is
    touched first: it is the first to be evicted. A cache of C keys has those of a distance below C.
    """
    used = len(keys)
    tree = np.zeros(used + 1, dtype=np.int64)
    last = np.full(kinds, -1, dtype=np.int64)
    found = np.empty(used, dtype=np.int64)
    live, time, begin = 0, 0, 0
    for request in range(len(ends)):
        end = ends[request]
        chain = 0
        for place in range(begin, end):
            before = last[keys[place]]
            if before < 0:
                chain = NEVER
            if chain != NEVER:
                at, older = before + 1, np.int64(0)
                while at > 0:
                    older += tree[at]
                    at -= at & -at
                chain = max(chain, int(live - older))
            found[place] = chain
        for place in range(end - 1, begin - 1, -1):
            key = keys[place]
            at = last[key] + 1
            if at == 0:
                live += 1
            while 0 < at <= used:
                tree[at] -= 1
                at += at & -at
            last[key] = time
            at = time + 1
            while at <= used:
                tree[at] += 1
                at += at & -at
            time += 1
        begin = end
    return found


def dense(keys: Counts) -> tuple[Counts, int]:
    """Return (keys,) the same keys as whole numbers from 0, and how many there are."""
    kinds, places = np.unique(keys, return_inverse=True)
    return places.astype(np.int64), len(kinds)
