"""State machines as they were put."""

from __future__ import annotations

import uuid
from typing import Any

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, page, timestamp
from modelhost.sandbox.cloud.workflow import check
from modelhost.sandbox.cloud.workflow.definition import diagnostics

MACHINES = "state-machine"
DEFAULTS: dict[str, Any] = {
    "type": "STANDARD",
    "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
    "tracingConfiguration": {"enabled": False},
    "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
}
CHANGEABLE = ("definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
NOTHING_TO_CHANGE = (
    "Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the "
    "TracingConfiguration must be specified"
)


def create(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create a state machine whose definition and role would work; the same again is no error."""
    name = call.params["name"]
    fields = {**DEFAULTS, **_given(call, (*CHANGEABLE, "type"))}
    record: Record | None = cloud.shelf(MACHINES).get((call.region, name))
    if record is not None:
        if any(record.fields[key] != value for key, value in fields.items()):
            raise RefusalError("StateMachineAlreadyExists", f"State Machine Already Exists: '{record.arn}'", 400)
        return {"stateMachineArn": record.arn, "creationDate": timestamp(record.created)}
    arn = call.arn(f"stateMachine:{name}", service="states")
    check.machine(fields, arn)
    tags = {tag["key"]: tag["value"] for tag in call.params.get("tags", [])}
    cloud.shelf(MACHINES)[call.region, name] = Record(name, arn, _revised(fields), cloud.now(), tags=tags)
    return {"stateMachineArn": arn, "creationDate": timestamp(cloud.now())}


def update(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Change what is said of a state machine; executions that run keep what they started with."""
    record = find(call, cloud)
    given = _given(call, CHANGEABLE)
    if not given:
        raise RefusalError("MissingRequiredParameter", NOTHING_TO_CHANGE, 400)
    fields = {**record.fields, **given}
    check.machine(fields, record.arn)
    record.fields, record.modified = _revised(fields), cloud.now()
    return {"updateDate": timestamp(record.modified), "revisionId": record.fields["revisionId"]}


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe a state machine."""
    record = find(call, cloud)
    return {**_summary(record), **record.fields, "status": "ACTIVE"}


def list_all(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the state machines."""
    records = [record for (region, _), record in cloud.shelf(MACHINES).items() if region == call.region]
    shown, token = page([_summary(record) for record in records], call.params, "maxResults", "nextToken")
    return {"stateMachines": shown, "nextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a state machine; one that is not there is no error."""
    cloud.shelf(MACHINES).pop((call.region, call.params["stateMachineArn"].rpartition(":")[2]), None)


def validate(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Say what is wrong with a definition, without keeping it."""
    found = [vars(one) for one in diagnostics(call.params["definition"])]
    return {"result": "FAIL" if any(one["severity"] == "ERROR" for one in found) else "OK", "diagnostics": found}


def tag(call: Call, cloud: Cloud) -> None:
    """Add or overwrite tags."""
    find(call, cloud, "resourceArn").tags.update({tag["key"]: tag["value"] for tag in call.params["tags"]})


def untag(call: Call, cloud: Cloud) -> None:
    """Remove tags by their keys."""
    tags = find(call, cloud, "resourceArn").tags
    for key in call.params["tagKeys"]:
        tags.pop(key, None)


def list_tags(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the tags of a state machine."""
    tags = find(call, cloud, "resourceArn").tags
    return {"tags": [{"key": key, "value": value} for key, value in tags.items()]}


def find(call: Call, cloud: Cloud, parameter: str = "stateMachineArn") -> Record:
    """Look a state machine up by the ARN that a call names, or refuse."""
    arn = call.params[parameter]
    record: Record | None = cloud.shelf(MACHINES).get((call.region, arn.rpartition(":")[2]))
    if record is None or record.arn != arn:
        raise RefusalError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'", 400)
    return record


def _given(call: Call, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: call.params[name] for name in names if name in call.params}


def _revised(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "revisionId": str(uuid.uuid4())}


def _summary(record: Record) -> dict[str, Any]:
    return {
        "stateMachineArn": record.arn,
        "name": record.name,
        "type": record.fields["type"],
        "creationDate": timestamp(record.created),
    }
