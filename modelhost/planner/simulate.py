"""What would have happened: one policy for one service under one trace, request by request."""

from collections.abc import Iterator

import numpy as np

from modelhost.planner.balancers.choose import DICED
from modelhost.planner.clock import HOUR_SECONDS, SECOND_NS, nanoseconds
from modelhost.planner.load.arrival import arrivals
from modelhost.planner.load.trace import Trace
from modelhost.planner.mishap import NONE, Mishaps
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Policy, Startup
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulation.fast import simulate_fast
from modelhost.planner.simulation.layout import Chunk
from modelhost.planner.simulation.misfortune import drawn_failures, drawn_mishaps
from modelhost.planner.simulation.reference import simulate_reference
from modelhost.planner.simulation.run import Run, draw_startups, warmup
from modelhost.planner.simulation.seen import outcome

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
    mishaps: Mishaps = NONE,
    larger: tuple[Service, ...] = (),
) -> Outcome:
    """Return what came of *trace* on replicas of *service* that *policy* adds and takes away.

    The same *seed* gives the same outcome, with another policy the same arrivals and the same work. Time counts from
    the start of the trace; the first *warmup_seconds* are left out of every count but the hours'. With *reference* the
    slow, plain simulator does it, to the same result. *mishaps* are what goes wrong with machines. For a policy with a
    ladder *larger* are the services of the sizes after the first.
    """
    arriving, work, starting, balancing, failing = (
        np.random.default_rng(stream) for stream in np.random.SeedSequence(seed).spawn(len(STREAMS))
    )
    end_ns = nanoseconds(trace.seconds)
    startup_ns = draw_startups(startup, starting)
    run = Run(
        services=_sizes(service, larger, policy),
        policy=policy,
        slo=slo,
        startup_ns=startup_ns,
        failing_ns=drawn_failures(mishaps, failing),
        mishaps=drawn_mishaps(mishaps, policy, end_ns, failing),
        zones=mishaps.zones,
        warmup_ns=warmup(warmup_seconds, end_ns),
        end_ns=end_ns,
    )
    chunks = _chunks(trace, run, arriving, work, balancing)
    if reference:
        return outcome(run, simulate_reference(run, chunks))
    gap_ns = end_ns / max(trace.total, trace.seconds / HOUR_SECONDS)
    return outcome(run, simulate_fast(run, chunks, min(gap_ns, float(SECOND_NS))))


def _sizes(service: Service, larger: tuple[Service, ...], policy: Policy) -> tuple[Service, ...]:
    """Return the services of all sizes, of which the policy's ladder may have no more."""
    services = (service, *larger)
    if policy.ladder and not 1 <= policy.bounds.low.min() <= policy.bounds.high.max() <= len(services):
        raise ValueError(
            f"bounds: {policy.bounds.low.min()} to {policy.bounds.high.max()} are not places on a ladder of "
            f"{len(services)} sizes; number them from 1"
        )
    return services


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
        yield Chunk(requests.arrival_ns, run.services[0].work.draw(work, count), dice)
