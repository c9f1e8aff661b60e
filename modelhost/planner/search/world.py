"""One replay: a policy on an offer's machines, with services as fast or slow as somebody wants to know."""

from modelhost.planner.clock import HOUR_SECONDS
from modelhost.planner.load.trace import Trace
from modelhost.planner.mishap import NONE, Mishaps
from modelhost.planner.outcome import Outcome
from modelhost.planner.policy import Policy
from modelhost.planner.question import Offer, Question
from modelhost.planner.service.slo import Slo
from modelhost.planner.simulate import simulate

SHORT_WARMUP = 0.1
"""Share of a trace of a few hours that is left out as its warm-up; of longer ones it is an hour."""


def warmup_seconds(trace: Trace) -> float:
    """Return what is left out at the start of *trace*: an hour, or a tenth where that would be much of it."""
    return float(HOUR_SECONDS) if trace.seconds >= 10 * HOUR_SECONDS else SHORT_WARMUP * trace.seconds


def replay(
    trace: Trace,
    offer: Offer,
    policy: Policy,
    slo: Slo,
    seed: int,
    factor: float = 1.0,
    mishaps: Mishaps = NONE,
) -> Outcome:
    """Return what came of *policy* on *trace* when every time of the service is *factor* times as long."""
    service = offer.service if factor == 1.0 else offer.service.scaled(factor)
    return simulate(trace, service, policy, offer.startup, slo, seed, warmup_seconds(trace), mishaps=mishaps)


def mishaps_of(question: Question, offer: Offer) -> Mishaps:
    """Return what goes wrong with machines of *offer* in every replay: interruptions of spot, launches that fail."""
    if not offer.interruptions_per_hour and not question.failed_launches:
        return NONE
    return Mishaps(offer.interruptions_per_hour, question.zones, failed_launches=question.failed_launches)
