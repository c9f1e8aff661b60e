"""From the stack file's mapping to a checked environment."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.explain import problems
from modelhost.spec.message import ROOT
from modelhost.spec.problem import Problem, SpecError


def load(config: Mapping[str, Any] | None, region: str, file: str = "stack file") -> EnvironmentSpec:
    """Return the environment of *config* in *region*; SpecError with all problems of *file* when it is not right."""
    if not isinstance(config, Mapping) or not config:
        text = "missing; describe it under `modelhost:environment`, beginning with `pulumi config set --path "
        raise SpecError([Problem((ROOT,), f"{text}'modelhost:environment.name' <name>`")], file)
    data = dict(config)
    try:
        return EnvironmentSpec.model_validate(data, context={"region": region})
    except ValidationError as error:
        found = problems(error, data, EnvironmentSpec, region)
    raise SpecError(found, file)
