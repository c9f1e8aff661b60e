"""Which operations of Step Functions are answered here; the others by nobody."""

from __future__ import annotations

from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.workflow import execution, machine

SERVICE = "stepfunctions"

ANSWERS: HandlerTable = {
    (SERVICE, "CreateStateMachine"): machine.create,
    (SERVICE, "UpdateStateMachine"): machine.update,
    (SERVICE, "DescribeStateMachine"): machine.describe,
    (SERVICE, "ListStateMachines"): machine.list_all,
    (SERVICE, "DeleteStateMachine"): machine.delete,
    (SERVICE, "ValidateStateMachineDefinition"): machine.validate,
    (SERVICE, "StartExecution"): execution.start,
    (SERVICE, "StopExecution"): execution.stop,
    (SERVICE, "DescribeExecution"): execution.describe,
    (SERVICE, "DescribeStateMachineForExecution"): execution.describe_machine,
    (SERVICE, "ListExecutions"): execution.list_all,
    (SERVICE, "GetExecutionHistory"): execution.history,
    (SERVICE, "TagResource"): machine.tag,
    (SERVICE, "UntagResource"): machine.untag,
    (SERVICE, "ListTagsForResource"): machine.list_tags,
}
