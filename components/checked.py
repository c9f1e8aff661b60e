"""The door of a component whose words stand in no stack file: all problems at once, before anything is registered."""

from collections.abc import Mapping
from typing import Any, TypeVar

import pulumi
from pydantic import ValidationError

from modelhost.spec.base import Spec
from modelhost.spec.explain import problems
from modelhost.spec.kubernetes.workload import misnamed
from modelhost.spec.problem import Problem, render

SpecT = TypeVar("SpecT", bound=Spec)
OF_A_STACK_FILE = ", or `pulumi config"
"""What a remedy goes on with where there is a stack file to write into."""


def checked(block: type[SpecT], given: SpecT | Mapping[str, Any], component: str, namespace: Any = None) -> SpecT:
    """Return *given* as a *block*; RunError names every problem of *component*, each with its place and remedy.

    The *namespace* may be another resource's output; one that is known is checked too.
    """
    found = list(misnamed(("namespace",), namespace)) if isinstance(namespace, str) else []
    wrong = [Problem(place, text) for place, text in found]
    try:
        spec = block.model_validate(given)
    except ValidationError as error:
        wrong += [_here(each) for each in problems(error, given, block)]
    if wrong:
        raise pulumi.RunError(render(component, wrong))
    return spec


def _here(problem: Problem) -> Problem:
    """Return *problem* as one of the argument `spec`."""
    return Problem(("spec", *problem.path[1:]), problem.message.partition(OF_A_STACK_FILE)[0])
