"""How far single requests are from the mean: what nearly all of them keep, by the number at once."""

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.batching.run import Served, batched
from modelhost.planner.batching.step import Step
from modelhost.planner.load.trace import Tokens
from modelhost.planner.service.monotone import rising
from modelhost.planner.service.physical.steady import Steady

LEVELS = 9
"""Steady loads that are simulated, from one request at once to nearly as many as the server bears."""
REQUESTS = 3_000
FULLEST = 0.92
"""Share of the highest throughput that the heaviest of these loads asks for."""
UNQUEUED = 0.9
"""Share of the slots up to which requests are looked at: beyond, some wait for the cache, which the queue tells."""
LEAST = 300
"""Requests of which a quantile is taken."""
SEED = 20_261_122


def kept_by(step: Step, tokens: Tokens, cached_share: float, mean: Steady, share: float) -> Steady:
    """Return the times that *share* of the requests keep, of those that start as the k-th, from the token-level engine.

    Prompts are of different lengths, and steps carry those of others: the mean tells nothing of a promise that 99 of
    100 requests keep. *mean* are the means of the same server; beyond the simulated loads the times grow as these do.
    """
    slots = len(mean.first_seconds)
    company, first, token = (
        np.concatenate(parts) for parts in zip(*_samples(step, tokens, cached_share, mean), strict=True)
    )
    places, firsts, betweens = _quantiles(np.minimum(company, slots), first, token, share)
    return Steady(_spread(places, firsts, mean.first_seconds), _spread(places, betweens, mean.token_seconds))


def _samples(step: Step, tokens: Tokens, cached_share: float, mean: Steady) -> list[tuple[Counts, Floats, Floats]]:
    """Return for each load the number at once that each request met, itself included, and its times."""
    random = np.random.default_rng(SEED)
    slots = len(mean.first_seconds)
    output = float(tokens.share @ tokens.output_tokens)
    every = np.arange(1, slots + 1)
    rates = every / (mean.first_seconds + (output - 1) * mean.token_seconds)
    highest = FULLEST * float(rates.max())
    found: list[tuple[Counts, Floats, Floats]] = []
    for level in np.unique(np.geomspace(1, slots, LEVELS).astype(np.int64)):
        rate = min(highest, float(rates[level - 1]) * (0.5 if level == 1 else 1.0))
        arrival = (np.cumsum(random.exponential(1e9 / rate, REQUESTS))).astype(np.int64)
        kind = random.choice(len(tokens.share), REQUESTS, p=tokens.share / tokens.share.sum())
        prompt, answer = (np.rint(of[kind]).astype(np.int64) for of in (tokens.input_tokens, tokens.output_tokens))
        served = batched(arrival, prompt, answer, step, cached=(prompt * cached_share).astype(np.int64))
        met = _met(arrival, served)
        if found and met[0].mean() > UNQUEUED * slots:
            break
        found.append(met)
        if rate == highest:
            break
    return found


def _met(arrival_ns: Counts, served: Served) -> tuple[Counts, Floats, Floats]:
    """Return the number at once as each request came, with its times; those of the beginning are left out."""
    known = ~np.isnan(served.total_seconds)
    arrival = arrival_ns[known] / 1e9
    ends = np.sort(arrival + served.total_seconds[known])
    company = np.arange(1, len(arrival) + 1) - np.searchsorted(ends, arrival)
    warm = len(arrival) // 10
    return company[warm:], served.first_seconds[known][warm:], served.token_seconds[known][warm:]


def _quantiles(company: Counts, first: Floats, token: Floats, share: float) -> tuple[Floats, Floats, Floats]:
    """Return mean number at once, and both quantiles, of groups of at least 300 requests with alike numbers."""
    order = np.argsort(company, kind="stable")
    groups = np.array_split(order, max(1, min(60, len(order) // LEAST)))
    places = np.array([company[group].mean() for group in groups])
    firsts = np.array([np.quantile(first[group], share) for group in groups])
    betweens = np.array([np.quantile(token[group], share) for group in groups])
    return places, rising(firsts), rising(betweens)


def _spread(places: Floats, values: Floats, mean: Floats) -> Floats:
    """Return (slots,) times: between the groups by straight lines, beyond them as the mean grows."""
    every = np.arange(1.0, len(mean) + 1)
    inside = np.interp(every, places, values)
    last = float(np.interp(places[-1], every, mean))
    return np.maximum.accumulate(np.where(every > places[-1], values[-1] * mean / last, inside))
