"""The grammar of the Amazon States Language: reading a long definition costs half a second, so it is done once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def problem(definition: str) -> str | None:
    """Say what the grammar has against a definition; None when nothing."""
    try:
        _tree(definition)
    except Exception as error:  # the parser and the nodes that it builds raise what they like
        return str(error) or repr(error)
    return None


def program(definition: str) -> Any:
    """Build what is to be run; it keeps state of its own, so every execution needs another."""
    from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

    return Preprocessor().visit(_tree(definition))


def install() -> None:
    """Let executions take what was read before."""
    from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

    def entrypoint(self: Any) -> Any:
        return program(self._evaluation_details.state_machine_details.definition)

    worker: Any = ExecutionWorker
    worker._get_evaluation_entrypoint = entrypoint


@lru_cache(maxsize=32)
def _tree(definition: str) -> Any:
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

    return AmazonStateLanguageParser.parse(definition)[1]
