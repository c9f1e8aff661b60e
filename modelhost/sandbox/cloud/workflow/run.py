"""One run of a state machine on the interpreter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record, timestamp
from modelhost.sandbox.cloud.workflow import aftermath, interpreter


@dataclass(frozen=True)
class Snapshot:
    """A state machine as it was when an execution of it began."""

    arn: str
    name: str
    definition: str
    sm_type: str
    revision_id: str
    create_date: datetime


def made(cloud: Cloud, record: Record, name: str, given: str) -> Any:
    """Make an execution of a state machine as it is now, ready to be started."""
    interpreter.install(cloud)
    from moto.stepfunctions.parser.backend.execution import Execution

    fields, region = record.fields, record.arn.split(":")[3]
    now = timestamp(cloud.now())
    snapshot: Any = Snapshot(
        record.arn, record.name, fields["definition"], fields["type"], fields["revisionId"], create_date=now
    )
    execution = Execution(
        name=name,
        sm_type=fields["type"],
        role_arn=fields["roleArn"],
        exec_arn=f"arn:aws:states:{region}:{ACCOUNT_ID}:execution:{record.name}:{name}",
        account_id=ACCOUNT_ID,
        region_name=region,
        state_machine=snapshot,
        start_date=now,
        cloud_watch_logging_session=None,
        activity_store={},
        input_data=given,
    )
    return _followed(cloud, execution)


def _followed(cloud: Cloud, execution: Any) -> Any:
    """Let the end of an execution be seen whole, and have its consequences."""
    begin = execution._get_start_execution_worker_comm

    def watched() -> Any:
        communication = begin()
        terminated = communication.terminated

        def ended() -> None:
            with cloud.lock:
                terminated()
                execution.stop_date = timestamp(cloud.now())
            aftermath.follow(cloud, execution)

        communication.terminated = ended
        return communication

    execution._get_start_execution_worker_comm = watched
    return execution
