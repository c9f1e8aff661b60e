"""What a fleet under a steady Poisson load settles to: a birth-death chain over the requests in it.

Sources: Erlang (1917) for the chain; Allen and Cunneen's factor (1 + cv^2) / 2 for work that is not exponential.
Requests are taken to be spread evenly over the replicas, as least outstanding does; one that waits has chosen its
replica, and waits for its answers alone.
"""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Floats

BEHIND = 400
"""Rounds of a replica's queue that are told apart."""


class Steady(NamedTuple):
    """A fleet in balance."""

    attainment: float
    """Share of the requests that keep the promise."""
    in_system: float
    """Requests waiting or computed in the whole fleet, mean."""


class Chain(NamedTuple):
    """What the chain needs of one replica."""

    rates: Floats
    """(slots + 1,) requests finished per second with k at once, 0 for none."""
    kept: Floats
    """(slots,) share of requests that keep the promise when they start as the k-th at once."""
    behind: Floats
    """(BEHIND,) share of requests that keep the promise when they wait for so many answers of a busy replica."""
    spread: float
    """(arrival cv^2 + work cv^2) / 2: waiting over that of exponential gaps and work."""
    queue_limit: int
    """Requests that may wait at a replica."""


def departures(chain: Chain, replicas: int) -> Floats:
    """Return (replicas x slots + 1,) requests finished per second by the fleet with j in it."""
    slots = len(chain.rates) - 1
    total = np.arange(replicas * slots + 1)
    low, more = total // replicas, total % replicas
    rates: Floats = more * chain.rates[np.minimum(low + 1, slots)] + (replicas - more) * chain.rates[low]
    return rates


def steady(chain: Chain, replicas: int, load: Floats) -> list[Steady]:
    """Return the balance of *replicas* under each of (loads,) shares of their full rate, each below 1."""
    rates = departures(chain, replicas)
    slots = len(chain.rates) - 1
    total = np.arange(len(rates) - 1)
    kept = chain.kept[np.minimum(total // replicas, slots - 1)]
    falls = np.log(rates[1:])
    return [_balance(chain, replicas, share, rates[-1], falls, kept) for share in load]


def behind(slack: Floats, rate: float, variation: float, slots: int) -> Floats:
    """Return (BEHIND,) shares that keep the promise after 1, 2, ... answers of a replica that gives *rate* per second.

    *slack* holds the longest waits of equally likely requests. Answers come by Poisson where there are *slots*; of a
    single one the work under way has (1 + *variation*^2) / 2 of its mean left.
    """
    sooner = (1 - variation**2) / 2 / rate if slots == 1 else 0.0
    passed = rate * np.maximum(slack + sooner, 0.0)
    passed[slack < 0] = 0.0
    late = term = np.exp(-passed)
    found = [1 - late.mean()]
    for place in range(1, BEHIND):
        term = term * passed / place
        late = late + term
        found.append(1 - late.mean())
    return np.array(found)


def _balance(chain: Chain, replicas: int, share: float, full: float, falls: Floats, kept: Floats) -> Steady:
    """Return the balance under one load; *falls* are logarithms of the departures, *kept* by the state found."""
    weights = np.concatenate(([0.0], np.cumsum(np.log(share * full) - falls)))
    weights = np.exp(weights - weights.max())
    tail = weights[-1] / (1 - share)
    whole = weights[:-1].sum() + tail
    waiting = tail / whole
    shorter = share ** (replicas / chain.spread)
    rounds = shorter ** np.arange(BEHIND) * (1 - shorter)
    rounds[-1] = shorter ** (BEHIND - 1)
    rounds[min(chain.queue_limit, BEHIND - 1) :] *= chain.queue_limit >= BEHIND
    attainment = (float(weights[:-1] @ kept) + tail * float(rounds @ chain.behind)) / whole
    queued = waiting * share / (1 - share) * chain.spread
    below = float(weights[:-1] @ np.arange(len(weights) - 1)) / whole
    return Steady(attainment, below + waiting * (len(weights) - 1) + queued)
