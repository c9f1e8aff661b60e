"""How the rate moves inside a window, told from its neighbours, so that counts are kept and steps are not made up."""

import numpy as np

from modelhost.planner.array import Floats

CHANCE_DEVIATIONS = 3.0
"""A step between windows counts when it exceeds that many standard deviations of a Poisson process."""


def slopes(counts: Floats) -> Floats:
    """Return (windows,) b in [-1, 1]: the rate runs from (1 - b) to (1 + b) times the mean of its window.

    The smaller of the steps to both neighbours where both go the same way, else 0 (the minmod limiter of van Leer,
    1979): a peak stays a peak. 0 where chance explains the step, and beside windows where nobody looked.
    """
    found = np.zeros(len(counts))
    if len(counts) < 3:
        return found
    steps = np.diff(counts)
    by_chance = np.abs(steps) <= CHANCE_DEVIATIONS * np.sqrt(counts[1:] + counts[:-1])
    steps = np.where(by_chance | np.isnan(steps), 0.0, steps)
    before, after = steps[:-1], steps[1:]
    least = np.where(before * after > 0.0, np.sign(before) * np.minimum(np.abs(before), np.abs(after)), 0.0)
    busy = least != 0.0
    found[1:-1][busy] = np.clip(least[busy] / (2.0 * counts[1:-1][busy]), -1.0, 1.0)
    return found


def shares(slope: Floats, parts: int) -> Floats:
    """Return (windows, parts) the share of a window's requests in each of its equal *parts*."""
    middle = (2.0 * np.arange(parts) + 1.0) / parts - 1.0
    return (1.0 + slope[:, None] * middle[None, :]) / parts
