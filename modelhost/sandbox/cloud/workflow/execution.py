"""Executions of state machines: started in a thread of their own, told of while they run and afterwards."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, timestamp
from modelhost.sandbox.cloud.workflow import machine
from modelhost.sandbox.cloud.workflow.run import Snapshot, made

EXECUTIONS = "execution"
RUNNING = "RUNNING"


def start(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Start an execution."""
    record = machine.find(call, cloud)
    execution = begin(cloud, record, call.params.get("input", "{}"), call.params.get("name"))
    return {"executionArn": execution.exec_arn, "startDate": execution.start_date}


def begin(cloud: Cloud, record: Record, given: str, name: str | None = None) -> Any:
    """Start an execution of a state machine; one of the same name and input that runs is that one."""
    _refuse_input(given)
    region = record.arn.split(":")[3]
    name = name or str(uuid.uuid4())
    key = (region, f"{record.name}:{name}")
    running = cloud.shelf(EXECUTIONS).get(key)
    if running is None:
        running = made(cloud, record, name, given)
        cloud.shelf(EXECUTIONS)[key] = running
        running.start()
    elif running.status != RUNNING or running.execution_input != given:
        raise RefusalError("ExecutionAlreadyExists", f"Execution Already Exists: '{running.exec_arn}'", 400)
    return running


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe an execution."""
    return shown(find(call, cloud))


def describe_machine(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe the state machine as it was when the execution began."""
    execution = find(call, cloud)
    snapshot: Snapshot = execution.state_machine
    return {
        "stateMachineArn": snapshot.arn,
        "name": snapshot.name,
        "definition": snapshot.definition,
        "roleArn": execution.role_arn,
        "updateDate": snapshot.create_date,
        "revisionId": snapshot.revision_id,
    }


def list_all(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the executions of a state machine, newest first."""
    record = machine.find(call, cloud)
    status = call.params.get("statusFilter")
    ours = [one for one in cloud.shelf(EXECUTIONS).values() if one.state_machine.arn == record.arn]
    found = [one for one in reversed(ours) if status in (None, one.status)]
    listed, token = page([_summary(one) for one in found], call.params, "maxResults", "nextToken")
    return {"executions": listed, "nextToken": token}


def stop(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Abort an execution."""
    execution = find(call, cloud)
    now = timestamp(cloud.now())
    if execution.status == RUNNING and execution.exec_worker.env is not None:
        execution.stop(stop_date=now, error=call.params.get("error"), cause=call.params.get("cause"))
    return {"stopDate": now}


def history(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Tell what an execution did, step by step."""
    events = [_event(one) for one in find(call, cloud).to_history_output()["events"]]
    if call.params.get("reverseOrder"):
        events.reverse()
    listed, token = page(events, call.params, "maxResults", "nextToken")
    return {"events": listed, "nextToken": token}


def find(call: Call, cloud: Cloud) -> Any:
    """Look an execution up, or refuse."""
    arn = call.params["executionArn"]
    found = cloud.shelf(EXECUTIONS).get((call.region, ":".join(arn.split(":")[6:])))
    if found is None:
        raise RefusalError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'", 400)
    return found


def shown(execution: Any) -> dict[str, Any]:
    """Tell an execution as DescribeExecution does."""
    ended = {"stopDate": execution.stop_date} if execution.status != RUNNING else {}
    output = {"output": json.dumps(execution.output)} if execution.status == "SUCCEEDED" else {}
    failure = {name: getattr(execution, name) for name in ("error", "cause") if getattr(execution, name) is not None}
    return {**_summary(execution), **ended, "input": execution.execution_input, **output, **failure}


def _refuse_input(given: str) -> None:
    try:
        json.loads(given)
    except ValueError as error:
        raise RefusalError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'", 400) from error


def _summary(execution: Any) -> dict[str, Any]:
    return {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.start_date,
        "stopDate": execution.stop_date,
    }


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {**event, "timestamp": datetime.fromisoformat(event["timestamp"])}
