"""The one function that a simulator asks every ten seconds; it calls the autoscaler's own."""

from modelhost.planner.array import Floats
from modelhost.planner.autoscalers.agreeing import agree
from modelhost.planner.autoscalers.autoscaler import Kind, Sample
from modelhost.planner.autoscalers.hpa_sync import autoscale
from modelhost.planner.autoscalers.keda_sync import hold
from modelhost.planner.autoscalers.step_alarm import stepping
from modelhost.planner.autoscalers.tracking_alarm import track
from modelhost.planner.autoscalers.waking import wake
from modelhost.planner.compiled import leaf

_, TARGET_TRACKING, STEP_SCALING, HPA, KEDA_CRON, SCALE_TO_ZERO, SEVERAL = (int(kind) for kind in Kind)
WANTED = int(Sample.WANTED)


@leaf
def decide(kind: int, parameters: Floats, state: Floats, sample: Floats, low: int, high: int) -> int:
    """Return how many replicas the fleet is to have, between *low* and *high*; writes into *state*.

    *parameters* and *state* are those of the autoscaler of this *kind*; *sample* is laid out as `Sample` says.
    """
    wanted = int(sample[WANTED])
    if kind == TARGET_TRACKING:
        wanted = track(parameters, state, sample)
    elif kind == STEP_SCALING:
        wanted = stepping(parameters, state, sample)
    elif kind == SCALE_TO_ZERO:
        wanted = wake(parameters, state, sample)
    elif kind == SEVERAL:
        wanted = agree(parameters, state, sample)
    elif kind == HPA:
        wanted = autoscale(parameters, state, sample, low, high)
    elif kind == KEDA_CRON:
        wanted = hold(parameters, state, sample, low, high)
    return min(max(wanted, low), high)
