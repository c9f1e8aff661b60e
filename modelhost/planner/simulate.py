"""What would have happened: one policy for one service under one trace, request by request."""

from collections.abc import Iterator

import numpy as np

from modelhost.planner.balancers.choose import DICED
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS, nanoseconds
from modelhost.planner.load.arrival import arrivals
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulation.fast import simulate_fast
from modelhost.planner.simulation.layout import Chunk
from modelhost.planner.simulation.reference import simulate_reference
from modelhost.planner.simulation.run import Run, draw_startups, outcome, warmup

STREAMS = ("arrivals", "work", "start-up", "balancing", "interruption")
"""Each has its own random numbers, so that a change in one does not change the others."""
LONGEST_DIE = 1 << 62


def simulate(
    trace: Trace,
    service: Service,
    policy: Policy,
    startup: Startup,
    slo: Slo,
    seed: int,
    warmup_seconds: float = HOUR_SECONDS,
    reference: bool = False,
) -> Outcome:
    """Return what came of *trace* on replicas of *service* that *policy* adds and takes away.

    The same *seed* gives the same outcome, with another policy the same arrivals and the same work. Time counts from
    the start of the trace; the first *warmup_seconds* are left out of every count but the hours'. With *reference* the
    slow, plain simulator does it, to the same result.
    """
    arriving, work, starting, balancing, _ = (
        np.random.default_rng(stream) for stream in np.random.SeedSequence(seed).spawn(len(STREAMS))
    )
    end_ns = nanoseconds(trace.seconds)
    startup_ns = draw_startups(startup, starting)
    run = Run(service, policy, slo, startup_ns, warmup(warmup_seconds, end_ns), end_ns)
    chunks = _chunks(trace, run, arriving, work, balancing)
    if reference:
        return outcome(run, simulate_reference(run, chunks))
    gap_ns = end_ns / max(trace.total, trace.seconds / HOUR_SECONDS)
    return outcome(run, simulate_fast(run, chunks, min(gap_ns, float(SECOND_NS))))


def _chunks(
    trace: Trace,
    run: Run,
    arriving: np.random.Generator,
    work: np.random.Generator,
    balancing: np.random.Generator,
) -> Iterator[Chunk]:
    """Yield the requests of the trace with their work and the balancer's random numbers."""
    diced = run.policy.balancer in DICED
    for requests in arrivals(trace, arriving):
        count = len(requests.arrival_ns)
        dice = balancing.integers(0, LONGEST_DIE, count if diced else 0)
        yield Chunk(requests.arrival_ns, run.service.work.draw(work, count), dice)
