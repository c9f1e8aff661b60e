"""How fast pods come and go, as an autoscaler of Kubernetes reads it."""

from components.kubernetes.manifest import Manifest, quantity
from modelhost.spec.kubernetes.behavior import DOWN, UP, DirectionSpec


def behavior(up: DirectionSpec | None, down: DirectionSpec | None) -> Manifest:
    """Return `behavior` under its key with every value written out, or nothing where neither direction is given."""
    given = {"scaleUp": (up, UP), "scaleDown": (down, DOWN)}
    found = {key: _direction(spec.over(default)) for key, (spec, default) in given.items() if spec is not None}
    return {"behavior": found} if found else {}


def _direction(spec: DirectionSpec) -> Manifest:
    """Return the rules of one direction."""
    policies = [
        {"type": each.unit.value, "value": each.value, "periodSeconds": each.period_seconds} for each in spec.policies
    ]
    return {
        "stabilizationWindowSeconds": spec.stabilisation_seconds,
        "selectPolicy": spec.select.value,
        "policies": policies,
        **({} if spec.tolerance is None else {"tolerance": quantity(spec.tolerance)}),
    }
