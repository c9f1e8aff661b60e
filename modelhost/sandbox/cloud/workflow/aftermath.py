"""What the end of an execution causes: an event on the bus, and a datapoint where it did not succeed."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch.crossing import crossed
from modelhost.sandbox.cloud.event import bus

NAMESPACE = "AWS/States"
METRICS = {"FAILED": "ExecutionsFailed", "TIMED_OUT": "ExecutionsTimedOut", "ABORTED": "ExecutionsAborted"}


def follow(cloud: Cloud, execution: Any) -> None:
    """Tell EventBridge and CloudWatch how an execution ended."""
    region, machine = execution.region_name, execution.state_machine.arn
    with cloud.lock:
        metric = METRICS.get(execution.status)
        if metric:
            crossed(cloud, region, NAMESPACE, metric, {"StateMachineArn": machine})
        bus.post(cloud, region, _event(execution))
    cloud.catch_up()


def _event(execution: Any) -> dict[str, Any]:
    succeeded = execution.status == "SUCCEEDED"
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": ACCOUNT_ID,
        "time": execution.stop_date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": execution.region_name,
        "resources": [execution.exec_arn],
        "detail": {
            "executionArn": execution.exec_arn,
            "stateMachineArn": execution.state_machine.arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": _milliseconds(execution.start_date),
            "stopDate": _milliseconds(execution.stop_date),
            "input": execution.execution_input,
            "output": json.dumps(execution.output) if succeeded else None,
            "error": execution.error,
            "cause": execution.cause,
        },
    }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
