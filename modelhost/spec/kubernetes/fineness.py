"""How fine a number may be that becomes a quantity of Kubernetes."""

from modelhost.spec.base import Findings

FINEST = 3
"""Decimals that the controller of the autoscaler, which counts in thousandths, sees."""


def too_fine(field: str, value: float | None) -> Findings:
    """Yield that *value* has more decimals than are told."""
    if value is not None and round(value, FINEST) != value:
        near = f"{max(10**-FINEST, round(value, FINEST)):.{FINEST}f}".rstrip("0").rstrip(".")
        yield (field,), f"{value} has more than {FINEST} decimals; write {near}, or what you mean"
