"""An execution that was stopped, or ran out of time, has ended: the task it was at cannot make a failure of it."""

from __future__ import annotations

from typing import Any


def install() -> None:
    """Let the first end of an execution be its last."""
    from moto.stepfunctions.parser.asl.eval.environment import Environment
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped, ProgramTimedOut

    environment: Any = Environment
    fail = environment.set_error

    def set_error(self: Any, error: Any) -> None:
        if not isinstance(self._program_state, ProgramStopped | ProgramTimedOut):
            fail(self, error)

    environment.set_error = set_error
