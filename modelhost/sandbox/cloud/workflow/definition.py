"""Read a definition as Step Functions does before it keeps it, and say what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong with a definition."""

    code: str
    message: str
    location: str = "/"
    severity: str = "ERROR"


def diagnostics(definition: str) -> list[Diagnostic]:
    """Say everything that is wrong with a definition."""
    try:
        document: Any = json.loads(definition)
    except ValueError as error:
        return [Diagnostic("INVALID_JSON_DESCRIPTION", f"{error}")]
    if not isinstance(document, dict):
        return [Diagnostic("INVALID_JSON_DESCRIPTION", "The definition must be an object")]
    return _grammar(definition)


def _grammar(definition: str) -> list[Diagnostic]:
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

    try:
        AmazonStateLanguageParser.parse(definition)
    except Exception as error:  # the parser and the nodes that it builds raise what they like
        return [Diagnostic("SCHEMA_VALIDATION_FAILED", str(error))]
    return []
