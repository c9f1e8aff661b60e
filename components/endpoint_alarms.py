"""The alarms of one endpoint, created before it: they need only its name."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.alarm import Alarm, Composite, Metric, Of
from components.alarm_plan import Watched
from components.kind.table import SHAPES
from modelhost.catalog.machine import Machine, machine
from modelhost.spec.alarm import AlarmSpec, SloSpec
from modelhost.spec.kind import EndpointKind

PERCENTILE = "p"


class EndpointAlarmsArgs(TypedDict):
    """What the alarms need."""

    endpoint_name: str
    """Name of the endpoint, which need not exist yet."""
    variant_name: str
    """Its variant."""
    component_name: NotRequired[str | None]
    """Its base component, which need not exist yet either; only of the kind `components`."""
    kind: EndpointKind
    """Kind of the endpoint, which decides what is watched."""
    machine: NotRequired[str | None]
    """Machine type, whose cores and accelerators scale the thresholds; none when serverless."""
    spec: AlarmSpec
    """Thresholds and the runbook."""
    slo: NotRequired[SloSpec | None]
    """What callers are promised."""
    guarded: bool
    """Whether rollouts are rolled back on alarms."""
    challengers: NotRequired[Sequence[str]]
    """Variants that answer a share of the requests."""
    sleeps: NotRequired[bool]
    """Whether a clock removes the endpoint and makes it again, muting its alarms meanwhile."""
    topic_arn: pulumi.Input[str]
    """Topic to notify."""


class EndpointAlarms(pulumi.ComponentResource):
    """Alarms on latency, errors, traffic and utilisation, and on the error budget's burn."""

    alarm_names: pulumi.Output[Sequence[str]]
    """Names of those alarms that notify; known when all are made."""
    guarding_alarm_names: pulumi.Output[Sequence[str]]
    """Names of those that roll a rollout back."""

    def __init__(self, name: str, args: EndpointAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = AlarmSpec.model_validate(args["spec"])
        slo = None if args.get("slo") is None else SloSpec.model_validate(args["slo"])
        intent = {"spec": spec.plain(), "slo": slo and slo.plain(), "machine": args.get("machine")}
        super().__init__("modelhost:index:EndpointAlarms", name, intent, opts)
        watched = Watched(_machine(args.get("machine")), spec, slo, args["guarded"], tuple(args.get("challengers", ())))
        plan = SHAPES[EndpointKind(args["kind"])].alarms(watched)

        alarms = {each.what: self._alarm(name, each, args, spec.runbook) for each in plan.alarms}
        composites = [self._composite(name, each, args, spec.runbook, alarms) for each in plan.composites]

        self.alarm_names = pulumi.Output.all(
            *(alarms[each.what].name for each in plan.alarms if not each.quiet),
            *(each.alarm_name for each in composites),
        )
        self.guarding_alarm_names = pulumi.Output.all(*(alarms[what].name for what in plan.guarding))
        self.register_outputs({"alarm_names": self.alarm_names, "guarding_alarm_names": self.guarding_alarm_names})

    def _options(self, args: EndpointAlarmsArgs) -> pulumi.ResourceOptions:
        """Return the options of an alarm: while the endpoint sleeps, its state machine owns whether alarms speak."""
        return pulumi.ResourceOptions(parent=self, ignore_changes=["actionsEnabled"] if args.get("sleeps") else None)

    def _alarm(self, name: str, alarm: Alarm, args: EndpointAlarmsArgs, runbook: str) -> "aws.cloudwatch.MetricAlarm":
        """Make an alarm on metrics."""
        actions = [] if alarm.quiet else [args["topic_arn"]]
        return aws.cloudwatch.MetricAlarm(
            f"{name}-{alarm.what}",
            name=alarm_name(args["endpoint_name"], alarm.what),
            alarm_description=description(alarm, runbook),
            comparison_operator=alarm.comparison,
            threshold=alarm.threshold,
            evaluation_periods=alarm.periods,
            datapoints_to_alarm=alarm.breaching_periods,
            treat_missing_data=alarm.missing.value,
            alarm_actions=actions,
            ok_actions=actions,
            opts=self._options(args),
            **measured(alarm, partial(dimensions, args)),
        )

    def _composite(
        self,
        name: str,
        composite: Composite,
        args: EndpointAlarmsArgs,
        runbook: str,
        alarms: "dict[str, aws.cloudwatch.MetricAlarm]",
    ) -> "aws.cloudwatch.CompositeAlarm":
        """Make an alarm on alarms."""
        rule = pulumi.Output.all(*(alarms[what].name for what in composite.of)).apply(
            lambda names: " AND ".join(f'ALARM("{each}")' for each in names)
        )
        return aws.cloudwatch.CompositeAlarm(
            f"{name}-{composite.what}",
            alarm_name=alarm_name(args["endpoint_name"], composite.what),
            alarm_description=description(composite, runbook),
            alarm_rule=rule,
            alarm_actions=[args["topic_arn"]],
            ok_actions=[args["topic_arn"]],
            opts=self._options(args),
        )


def _machine(name: str | None) -> Machine | None:
    """Return the machine type, where there is one."""
    return None if name is None else machine(name)


def alarm_name(endpoint_name: str, what: str) -> str:
    """Return the name of an endpoint's alarm."""
    return f"{endpoint_name}-{what}"


def description(alarm: Alarm | Composite, runbook: str) -> str:
    """Say what is wrong, who acts, and where to read on."""
    return f"{alarm.title} ({alarm.urgency}). Runbook: {runbook}#{alarm.place}"


def dimensions(args: EndpointAlarmsArgs, metric: Metric) -> dict[str, str]:
    """Return the dimensions of a metric of the endpoint, of one of its variants, or of its component."""
    endpoint = {"EndpointName": args["endpoint_name"]}
    if metric.of is Of.ENDPOINT:
        return endpoint
    if metric.of is Of.COMPONENT:
        return {"InferenceComponentName": args.get("component_name") or ""}
    return {**endpoint, "VariantName": metric.variant or args["variant_name"]}


def measured(alarm: Alarm, place_of: Callable[[Metric], dict[str, str]]) -> dict[str, Any]:
    """Return what an alarm looks at: one metric, an expression over several, or a band around one."""
    if alarm.expression is None:
        [metric] = alarm.metrics.values()
        percentile = metric.statistic.startswith(PERCENTILE)
        return {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "dimensions": place_of(metric),
            "period": alarm.period_seconds,
            "extended_statistic" if percentile else "statistic": metric.statistic,
        }
    band = alarm.threshold is None
    queries: list[dict[str, Any]] = [
        {"id": "result", "expression": alarm.expression, "label": alarm.title, "return_data": True},
        *(_query(key, metric, alarm.period_seconds, place_of(metric), band) for key, metric in alarm.metrics.items()),
    ]
    return {"metric_queries": queries, **({"threshold_metric_id": "result"} if band else {})}


def _query(key: str, metric: Metric, period_seconds: int, place: Mapping[str, str], returned: bool) -> dict[str, Any]:
    """Return one metric of an expression; a band compares the metric itself, so it is returned too."""
    return {
        "id": key,
        "return_data": returned,
        "metric": {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "dimensions": dict(place),
            "period": period_seconds,
            "stat": metric.statistic,
        },
    }
