"""A Choice none of whose rules holds, and that has no default, fails with an error of its own."""

from __future__ import annotations

from typing import Any

CAUSE = "Failed to transition out of the state. The state does not point to a next state."


def install() -> None:
    """Name the error that moto takes for one of its own."""
    from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice

    evaluate = StateChoice._eval_state

    def corrected(self: Any, env: Any) -> None:
        try:
            evaluate(self, env)
        except RuntimeError as error:
            raise _failure(env) from error

    StateChoice._eval_state = corrected  # type: ignore[method-assign]


def _failure(env: Any) -> Exception:
    from moto.stepfunctions.parser.api import ExecutionFailedEventDetails, HistoryEventType
    from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType

    kind = StatesErrorNameType.StatesNoChoiceMatched
    details: Any = {"executionFailedEventDetails": ExecutionFailedEventDetails(error=kind.to_name(), cause=CAUSE)}
    return FailureEventException(
        FailureEvent(
            env=env,
            error_name=StatesErrorName(typ=kind),
            event_type=HistoryEventType.ExecutionFailed,
            event_details=details,
        )
    )
