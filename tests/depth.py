"""How many cases a property is tried with: few in every run, many in `make test-deep`."""

import os

VARIABLE, DEEP = "MODELHOST_TESTS", "deep"


def cases(usual: int, deep: int) -> int:
    """Return *usual*, or *deep* where the run is to look longer."""
    return deep if os.environ.get(VARIABLE) == DEEP else usual
