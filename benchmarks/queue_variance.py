"""How far an estimate of the waits of a queue strays, known before anything is simulated.

The number of customers in the queue is a birth-death chain, for which the variance of a long mean is a sum over its
states (Whitt, Asymptotic formulas for Markov processes with applications to simulation, Operations Research 40(2),
1992): with one server it is Daley's closed form (Journal of Applied Probability 5(3), 1968).
"""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.queueing import expected_waits

STATES_BEYOND = 60.0
"""States beyond the servers, in relaxation lengths 1 / (1 - utilisation): the rest has a probability of e^-60."""


class Variances(NamedTuple):
    """Variance of an estimate from n customers, times n and over the square of what is estimated."""

    mean: float
    """Of the mean wait; exact for many customers."""
    p99: float
    """Of the 99th percentile, as if a wait were told by the queue met: somewhat too large."""


def variances(servers: int, utilisation: float) -> Variances:
    """Return both for the queue with so many *servers*, whose mean service time is 1."""
    rate, states = servers * utilisation, np.arange(servers + STATES_BEYOND / (1.0 - utilisation))
    share = _shares(servers, rate, states)
    wait = expected_waits(servers, utilisation)
    steps = _steps(share, np.maximum(states - servers, 0.0) - rate * wait.mean, rate)
    mean = float(share @ ((steps - wait.mean) ** 2 + steps**2)) / wait.mean**2
    long = np.where(states >= servers * (1.0 + wait.p99), 1.0, 0.0)
    tail = float(share @ long)
    steps = _steps(share, long - tail, rate)
    slope = tail * servers * (1.0 - utilisation) * wait.p99
    return Variances(mean, 2.0 * rate**2 * float(share @ steps**2) / slope**2)


def _shares(servers: int, rate: float, states: Floats) -> Floats:
    """Return (states,) how often each number of customers is met."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(rate / np.minimum(states[1:], servers)))])
    raw = np.exp(logs - logs.max())
    return np.asarray(raw / raw.sum(), np.float64)


def _steps(share: Floats, excess: Floats, rate: float) -> Floats:
    """Return (states,) how much one customer more adds to the sum of the *excess*, the solution of Poisson's equation.

    Summed from either end, whichever is nearer: far out the other sum is all rounding.
    """
    below = -np.cumsum(share * excess)
    above = np.concatenate([np.cumsum((share * excess)[::-1])[::-1][1:], [0.0]])
    return np.asarray(np.where(np.cumsum(share) < 0.5, below, above) / (rate * share))
