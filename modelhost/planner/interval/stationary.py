"""What a fleet under a steady Poisson load settles to: a birth-death chain over the requests in it.

Sources: Erlang (1917) for the chain; Allen and Cunneen's factor (1 + cv^2) / 2 for work that is not exponential.
Requests are taken to be spread evenly over the replicas, as least outstanding does.
"""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Floats


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
    slack_full: Floats
    """(quantiles,) longest waits in seconds with which a request still keeps the promise on a busy replica."""
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


def _balance(chain: Chain, replicas: int, share: float, full: float, falls: Floats, kept: Floats) -> Steady:
    """Return the balance under one load; *falls* are logarithms of the departures, *kept* by the state found."""
    weights = np.concatenate(([0.0], np.cumsum(np.log(share * full) - falls)))
    weights = np.exp(weights - weights.max())
    tail = weights[-1] / (1 - share)
    whole = weights[:-1].sum() + tail
    waiting = tail / whole
    escape = full * (1 - share) / chain.spread
    late = float((1 - np.exp(-escape * np.maximum(chain.slack_full, 0.0)))[chain.slack_full >= 0].sum())
    turned_away = share ** (replicas * float(chain.queue_limit))
    attainment = float(weights[:-1] @ kept) / whole + waiting * (1 - turned_away) * late / len(chain.slack_full)
    queued = waiting * share / (1 - share) * chain.spread
    below = float(weights[:-1] @ np.arange(len(weights) - 1)) / whole
    return Steady(attainment, below + waiting * (len(weights) - 1) + queued)
