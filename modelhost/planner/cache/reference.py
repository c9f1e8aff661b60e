"""A plain cache of one size, slow and obvious, that the curve of all sizes is held against."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence


def hits(requests: Iterable[Sequence[int]], size: int) -> int:
    """Return the hits of a cache of *size* keys: a chain is read from its start, then touched from its end."""
    held: OrderedDict[int, None] = OrderedDict()
    found = 0
    for request in requests:
        for key in request:
            if key not in held:
                break
            found += 1
        for key in reversed(request):
            held[key] = None
            held.move_to_end(key)
        while len(held) > size:
            held.popitem(last=False)
    return found
