"""Times as Step Functions writes them: in UTC, with milliseconds and a Z."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def written(moment: datetime) -> str:
    """Write a time as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def install() -> None:
    """Let the context object tell its times so, too."""
    from moto.stepfunctions.parser.asl.component.state import state
    from moto.stepfunctions.parser.asl.eval.evaluation_details import ExecutionDetails

    told: Any = state
    details: Any = ExecutionDetails
    make, begin = told.StateData, details.__init__

    def state_data(**fields: Any) -> Any:
        return make(**{**fields, "EnteredTime": written(datetime.fromisoformat(fields["EnteredTime"]))})

    def started(self: Any, **fields: Any) -> None:
        begin(self, **{**fields, "start_time": written(fields["start_time"])})

    told.StateData = state_data
    details.__init__ = started
