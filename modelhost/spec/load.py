"""From the stack file's mapping to a checked environment."""

from collections.abc import Mapping
from typing import Any

from modelhost.spec.environment import EnvironmentSpec


def load(config: Mapping[str, Any], region: str) -> EnvironmentSpec:
    """Return the environment of *config* in *region*; SpecError with all problems when it is not right."""
    return EnvironmentSpec.model_validate(config)
