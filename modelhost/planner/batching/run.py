"""Requests through a fleet of servers with continuous batching."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts, Floats
from modelhost.planner.batching.engine import FAR, serve
from modelhost.planner.batching.state import (
    PS_PER_NS,
    PUT_BACK,
    SLOT_FIELDS,
    Flow,
    flow,
    replicas_at_rest,
)
from modelhost.planner.batching.step import PICOSECOND, Step
from modelhost.planner.policy import Balancer


@dataclass(frozen=True, eq=False)
class Served:
    """What came of each request, in the order of arrival; nan for one that no replica takes or can ever hold."""

    arrival_ns: Counts
    """(requests,) when it came."""
    first_ps: Counts
    """(requests,) when its first token was made."""
    finish_ps: Counts
    """(requests,) when its last token was made; -1 for one without times."""
    output_tokens: Counts
    """(requests,) tokens of each answer."""
    put_back: int
    """Times that a request lost its cache to an older one."""

    @property
    def first_seconds(self) -> Floats:
        """(requests,) time from arrival to the first token."""
        return self._since_arrival(self.first_ps)

    @property
    def total_seconds(self) -> Floats:
        """(requests,) time from arrival to the last token."""
        return self._since_arrival(self.finish_ps)

    def _since_arrival(self, made_ps: Counts) -> Floats:
        """Return (requests,) seconds; worked out when asked, as a long trace has many."""
        seconds = (made_ps - self.arrival_ns * PS_PER_NS) * PICOSECOND
        return np.where(self.finish_ps < 0, np.nan, seconds)

    @property
    def token_seconds(self) -> Floats:
        """(requests,) mean time between tokens after the first; 0 for an answer of one."""
        return (self.total_seconds - self.first_seconds) / np.maximum(1, self.output_tokens - 1)


def batched(
    arrival_ns: Counts,
    prompt: Counts,
    output: Counts,
    step: Step,
    replicas: int = 1,
    balancer: Balancer = Balancer.LEAST_OUTSTANDING,
    cached: Counts | None = None,
    random: np.random.Generator | None = None,
) -> Served:
    """Return when each request gets its first and last token from *replicas* that compute as *step* says.

    Arrivals ascend; of each *prompt*, *cached* tokens are in the cache already. ValueError for a balancer that this
    engine does not have.
    """
    which = chosen(len(arrival_ns), replicas, balancer, random)
    return ran(arrival_ns, prompt, output, step, which, always(replicas), cached)


def ran(
    arrival_ns: Counts,
    prompt: Counts,
    output: Counts,
    step: Step,
    which: Counts,
    service_ps: Counts,
    cached: Counts | None = None,
) -> Served:
    """Return the same from replicas that take requests from *service_ps* to *service_ps* (replicas, 2) only."""
    replicas = len(service_ps)
    requests, rows = flow(arrival_ns, prompt, output, step.intake_ps, cached), replicas_at_rest(replicas)
    slots = np.zeros((replicas, SLOT_FIELDS, step.sequences), np.int64)
    serve(rows, slots, requests, step, which, service_ps, np.empty(step.sequences + 1, np.int64))
    return served(requests, int(rows[:, PUT_BACK].sum()))


def served(requests: Flow, put_back: int) -> Served:
    """Return what came of *requests*."""
    return Served(requests.arrival_ns, requests.first_ps, requests.finish_ps, requests.output, put_back)


def always(replicas: int) -> Counts:
    """Return the (replicas, 2) times of replicas that always serve."""
    return np.tile(np.array([0, FAR], np.int64), (replicas, 1))


def chosen(count: int, replicas: int, balancer: Balancer, random: np.random.Generator | None) -> Counts:
    """Return the replicas that requests go to, then again from the first; -1 where the least busy one is to be found.

    (replicas,) in turn, (count,) at random, (1,) else.
    """
    match balancer:
        case Balancer.ROUND_ROBIN:
            return np.arange(replicas)
        case Balancer.RANDOM if random is not None:
            return random.integers(0, replicas, count)
        case Balancer.LEAST_OUTSTANDING:
            return np.full(1, -1, np.int64)
    raise ValueError(f"balancer: {balancer.name} is not for language models; use round robin, random or least busy")
