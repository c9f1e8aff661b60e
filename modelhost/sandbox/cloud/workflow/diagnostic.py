"""What Step Functions tells of a definition."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnostic:
    """One thing that is wrong with a definition, and where."""

    code: str
    message: str
    location: str = "/"
    severity: str = "ERROR"
