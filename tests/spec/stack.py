"""Stack files for tests: a sound one, and changes to it."""

import copy
from collections.abc import Mapping
from typing import Any

from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.load import load
from modelhost.spec.problem import SpecError

REGION = "us-west-2"
DIGITS = {
    "model": {"artifact": "./model", "framework": "sklearn"},
    "machine": "ml.m7i.large",
    "scaling": {"strategy": "horizontal", "replicas": {"count": 2}},
}
SOUND: dict[str, Any] = {"name": "dev", "owner": "team", "cost_centre": "42", "endpoints": {"digits": DIGITS}}


def environment(**changes: Any) -> dict[str, Any]:
    """Return a sound environment with *changes* to its fields."""
    return {**copy.deepcopy(SOUND), **changes}


def endpoint(**changes: Any) -> dict[str, Any]:
    """Return a sound environment whose one endpoint has *changes*."""
    return environment(endpoints={"digits": {**copy.deepcopy(DIGITS), **changes}})


def scaling(strategy: str, **fields: Any) -> dict[str, Any]:
    """Return a sound environment whose one endpoint scales as told."""
    return endpoint(scaling={"strategy": strategy, **fields})


def told(config: Mapping[str, Any], region: str = REGION) -> list[str]:
    """Return what a reader of *config* is told: nothing when it is sound."""
    try:
        load(config, region)
    except SpecError as error:
        return [str(problem) for problem in error.problems]
    return []


def loaded(config: Mapping[str, Any]) -> EnvironmentSpec:
    """Return the environment of a sound *config*."""
    return load(config, REGION)
