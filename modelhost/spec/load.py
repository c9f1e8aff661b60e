"""From the stack file's mapping to a checked environment."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from modelhost.catalog.region import regions
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
    found = list(_unlikely(region))
    try:
        environment = EnvironmentSpec.model_validate(data, context={"region": region})
    except ValidationError as error:
        found += problems(error, data, EnvironmentSpec, region)
    if found:
        raise SpecError(found, file)
    return environment


def _unlikely(region: str) -> Iterator[Problem]:
    """Yield that *region* is most likely a slip: no region of its part of the world has such a name."""
    areas = {name.rstrip("0123456789") for name in regions()}
    if region.rstrip("0123456789") not in areas:
        close = get_close_matches(region, regions(), n=1, cutoff=0.8)
        hint = f"did you mean {close[0]}?" if close else "write one such as us-west-2"
        yield Problem(("config", "aws:region"), f"{region!r} is not a region that the catalogue knows; {hint}")
