"""Say when an order was not carried out: an execution failed, hung or was stopped, or a firing was dropped."""

from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws

STATES, SCHEDULER = "AWS/States", "AWS/Scheduler"
UNFINISHED = {"failed": "ExecutionsFailed", "hung": "ExecutionsTimedOut", "stopped": "ExecutionsAborted"}
PERIOD_SECONDS = 300


class MachineAlarmArgs(TypedDict):
    """What the alarm needs."""

    machine_arn: pulumi.Input[str]
    """The machine."""
    group_name: pulumi.Input[str] | None
    """Group of the schedules that start it; none where only alarms do."""
    endpoint_name: str
    """Name of the endpoint."""
    topic_arn: pulumi.Input[str]
    """Topic to notify."""
    runbook: str
    """Where to read on."""


class MachineAlarm(pulumi.ComponentResource):
    """An alarm on every order that came to nothing."""

    alarm_name: pulumi.Output[str]
    """Name of the alarm."""

    def __init__(self, name: str, args: MachineAlarmArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:MachineAlarm", name, {"endpoint_name": args["endpoint_name"]}, opts)
        sources = {id: (STATES, metric, {"StateMachineArn": args["machine_arn"]}) for id, metric in UNFINISHED.items()}
        group = args["group_name"]
        if group is not None:
            sources["dropped"] = (SCHEDULER, "InvocationDroppedCount", {"ScheduleGroup": group})
        queries: list[Any] = [
            {
                "id": id,
                "return_data": False,
                "metric": {
                    "namespace": namespace,
                    "metric_name": metric,
                    "dimensions": dimensions,
                    "period": PERIOD_SECONDS,
                    "stat": "Sum",
                },
            }
            for id, (namespace, metric, dimensions) in sources.items()
        ]
        total = " + ".join(f"FILL({id}, 0)" for id in sources)

        alarm = aws.cloudwatch.MetricAlarm(
            name,
            name=f"{args['endpoint_name']}-resize",
            alarm_description=(
                f"An order to change the size of {args['endpoint_name']} was not carried out (ticket). "
                f"Runbook: {args['runbook']}#resize"
            ),
            comparison_operator="GreaterThanThreshold",
            threshold=0,
            evaluation_periods=1,
            datapoints_to_alarm=1,
            treat_missing_data="notBreaching",
            alarm_actions=[args["topic_arn"]],
            ok_actions=[args["topic_arn"]],
            metric_queries=[
                {"id": "result", "expression": total, "label": "Orders not carried out", "return_data": True},
                *queries,
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.alarm_name = alarm.name
        self.register_outputs({"alarm_name": self.alarm_name})
