"""What an endpoint costs whatever its replicas do: the alarms on it, and those that its scaling makes.

Source: CloudWatch bills an alarm by the metrics that it looks at; one on an anomaly band counts three (CloudWatch
pricing, "Alarms"). What the environment has once (keys, gateways, private endpoints) is no part of an endpoint's bill;
what goes by the size of requests (logs, data capture in S3, traffic between zones) is not known here and not counted.
"""

from typing import NamedTuple

from modelhost.catalog.machine import Machine
from modelhost.planner.autoscalers.autoscaler import Autoscaler
from modelhost.planner.autoscalers.metric import Metric
from modelhost.planner.autoscalers.several import Several
from modelhost.planner.autoscalers.step_scaling import StepPolicy, StepScaling
from modelhost.planner.autoscalers.target_tracking import TargetTracking
from modelhost.price.fixed import alarms, composite_alarms
from modelhost.price.line import Line
from modelhost.spec.endpoint import EndpointSpec

ERRORS, LATENCY, BURN, ROLLOUT, CHALLENGER = 4, 2, 8, 2, 2
"""Metrics of the alarms on errors; with an SLO on its latency and its burn rate; on a guarded rollout; on each
challenger."""
MACHINE, ACCELERATOR = 3, 2
"""Metrics of the alarms on cores, memory and disk; on a GPU and its memory."""
BAND = 3
"""Metrics that an anomaly band counts as."""
COMPOSITES = 2
"""Alarms on alarms that an SLO has: a page and a ticket."""
ALARMS_OF_TRACKING = 2
"""Alarms that Application Auto Scaling makes for a tracking: one above, one below."""
FAST_SECONDS = 60.0
"""An alarm with a shorter period is of high resolution."""


class Alarms(NamedTuple):
    """Metrics that alarms look at."""

    plain: int
    """Once a minute or less often."""
    fast: int
    """Every ten or thirty seconds."""

    @property
    def usd_per_month(self) -> float:
        """What they cost."""
        return alarms(self.plain + self.fast, self.fast).usd_per_month


def endpoint_charges(endpoint: EndpointSpec, machine: Machine | None) -> list[Line]:
    """Return what the alarms of *endpoint* cost a month, as they are deployed on *machine*."""
    spec, promised = endpoint.alarms, endpoint.slo is not None
    metrics = ERRORS + CHALLENGER * len(endpoint.challengers)
    metrics += MACHINE + (ACCELERATOR if machine is not None and machine.gpu else 0)
    metrics += (LATENCY + BURN if promised else 0) + (ROLLOUT if endpoint.rollout.rollback_on_alarms else 0)
    metrics += (BAND if spec.invocations_band is not None else 0) + (1 if spec.quiet_minutes is not None else 0)
    return [alarms(metrics), *([composite_alarms(COMPOSITES)] if promised else [])]


def scaling_alarms(autoscaler: Autoscaler) -> Alarms:
    """Return what the alarms of *autoscaler* look at."""
    match autoscaler:
        case TargetTracking():
            return _tracking(autoscaler)
        case StepScaling():
            return _sum([_step(each) for each in autoscaler.policies])
        case Several():
            trackings = [_tracking(each) for each in autoscaler.trackings]
            return _sum([*trackings, *(_step(each) for each in autoscaler.policies)])
    return Alarms(0, 0)


def _tracking(found: TargetTracking) -> Alarms:
    """Return what both alarms of a tracking look at."""
    fast = found.metric is Metric.CONCURRENCY
    return Alarms(0, ALARMS_OF_TRACKING) if fast else Alarms(ALARMS_OF_TRACKING, 0)


def _step(found: StepPolicy) -> Alarms:
    """Return what the alarm of a step policy looks at."""
    period = found.metric.period_seconds if found.period_seconds is None else found.period_seconds
    return Alarms(0, 1) if period < FAST_SECONDS else Alarms(1, 0)


def _sum(found: list[Alarms]) -> Alarms:
    """Return all together."""
    return Alarms(sum(each.plain for each in found), sum(each.fast for each in found))
