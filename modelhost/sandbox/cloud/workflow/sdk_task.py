"""Tasks that call an operation of AWS: which parameters they take, what they return, how their errors are named."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from modelhost.provider.table.case import fit
from modelhost.provider.validate import operation_model
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.workflow import moment, sdk_name
from modelhost.sandbox.cloud.workflow.client import client_for
from modelhost.sandbox.cloud.workflow.permission import refusal

SESSION = "state-machine"
DENIED = "AccessDeniedException"
NOT_STARTED = "The Parameters '{given}' could not be used to start the Task: [{wrong}]"


def install(cloud: Cloud) -> None:
    """Replace how moto evaluates these tasks and names their errors."""
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_aws_sdk

    def evaluate(self: Any, env: Any, resource_runtime_part: Any, normalised_parameters: Any, **_: Any) -> None:
        resource, region = self.resource, resource_runtime_part.region
        _authorize(cloud, region, resource, normalised_parameters, env.aws_execution_details.role_arn)
        env.stack.append(called(cloud, region, resource.api_name, resource.api_action, normalised_parameters))

    task: Any = state_task_service_aws_sdk.StateTaskServiceAwsSdk
    task._eval_service_task = evaluate
    task._normalise_service_error_name = staticmethod(sdk_name.error_prefix)


def _authorize(cloud: Cloud, region: str, resource: Any, params: dict[str, Any], role_arn: str) -> None:
    """Raise what AWS answers when the role of the state machine may not make the call."""
    with cloud.lock:
        reason = refusal(role_arn, SESSION, region, resource.api_name, resource.api_action, params)
    if reason:
        client = client_for(cloud, region, sdk_name.botocore_name(resource.api_name))
        answer = {
            "Error": {"Code": DENIED, "Message": reason},
            "ResponseMetadata": {"HTTPStatusCode": 400, "RequestId": str(uuid.uuid4())},
        }
        raise client.exceptions.from_code(DENIED)(answer, sdk_name.operation_name(resource.api_action))


def called(cloud: Cloud, region: str, sdk_service: str, action: str, given: dict[str, Any]) -> dict[str, Any]:
    """Call an operation and return its answer as JSON has it; a wrong shape of parameters is a States.Runtime error."""
    from botocore import xform_name
    from botocore.exceptions import ClientError

    service, operation = sdk_name.botocore_name(sdk_service), sdk_name.operation_name(action)
    model = operation_model(service, operation)
    params = fit(given, model.input_shape)
    _refuse_shape(params, model.input_shape)
    try:
        answer = getattr(client_for(cloud, region, service), xform_name(operation))(**params)
    except ClientError as error:
        error.response["ResponseMetadata"].setdefault("RequestId", "none")  # moto does not always tell one
        raise
    answer.pop("ResponseMetadata", None)
    return dict(plain(answer, model.output_shape) or {})


def _refuse_shape(params: dict[str, Any], shape: Any) -> None:
    from botocore.validate import ParamValidator

    report = ParamValidator().validate(params, shape) if shape else None
    if report is not None and report.has_errors():
        wrong = " ".join(report.generate_report().split())
        raise ValueError(NOT_STARTED.format(given=json.dumps(params, default=str), wrong=wrong))


def plain(value: Any, shape: Any) -> Any:
    """Write an answer as Step Functions does: members begin with a large letter, times are text."""
    if isinstance(value, dict) and shape is not None and shape.type_name == "structure":
        members = {name: each for name, each in value.items() if name in shape.members and each is not None}
        return {sdk_name.operation_name(name): plain(each, shape.members[name]) for name, each in members.items()}
    if isinstance(value, dict):
        return {key: plain(each, getattr(shape, "value", None)) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each, getattr(shape, "member", None)) for each in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment.written(value)
    if hasattr(value, "read"):
        value = value.read()
    return value.decode(errors="replace") if isinstance(value, bytes) else value
