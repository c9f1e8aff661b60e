"""The nearest curve that never falls, by pooling neighbours that do (Ayer et al. 1955)."""

import numpy as np

from modelhost.planner.array import Floats


def rising(values: Floats) -> Floats:
    """Return the (points,) least-squares fit to *values* that never falls."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = float(value), 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    return np.repeat([mean for mean, _ in pools], [count for _, count in pools])


def merged(places: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return each of *places* once, ascending, with the mean of its *values*."""
    unique, inverse, counts = np.unique(places, return_inverse=True, return_counts=True)
    return unique, np.bincount(inverse, values) / counts
