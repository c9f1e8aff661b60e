"""Which errors a Retry or a Catch meets: States.ALL stands for all but those that end an execution anyhow."""

from __future__ import annotations

from typing import Any

TERMINAL = frozenset({"States.Runtime", "States.DataLimitExceeded"})
EVERYTHING = "States.ALL"


def install() -> None:
    """Correct what moto takes States.ALL for."""
    from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl

    meets = ErrorEqualsDecl._eval_body

    def corrected(self: Any, env: Any) -> None:
        names = {name.error_name for name in self.error_names}
        if env.stack[-1].error_name in TERMINAL - names:
            env.stack.pop()
            env.stack.append(False)
        else:
            meets(self, env)

    ErrorEqualsDecl._eval_body = corrected  # type: ignore[method-assign]
