"""What a shadow and challengers may be beside the primary model."""

import re
from collections.abc import Mapping

from modelhost.spec.base import Findings, Place
from modelhost.spec.machine_rule import contained, fits, known
from modelhost.spec.pattern import MEANING, NAME
from modelhost.spec.variant import ChallengerSpec, ShadowSpec

MOST_VARIANTS = 10
"""Variants that AWS takes in one configuration."""
TAKEN = ("primary", "shadow")
"""Names of the variants that are ours."""


def alone(shadow: ShadowSpec | None, challengers: Mapping[str, ChallengerSpec]) -> Findings:
    """Yield that a shadow stands beside exactly one model."""
    if shadow is not None and challengers:
        names = ", ".join(challengers)
        text = f"AWS takes a shadow beside one model only, and there are challengers ({names})"
        yield ("shadow",), f"{text}; leave one of the two out"


def named(challengers: Mapping[str, ChallengerSpec]) -> Findings:
    """Yield names that no variant can have, and more variants than AWS takes."""
    if len(challengers) >= MOST_VARIANTS:
        text = f"{len(challengers)} beside the model itself, and AWS takes {MOST_VARIANTS} variants"
        yield ("challengers",), f"{text}; leave some out"
    for name in challengers:
        if name in TAKEN:
            yield ("challengers", name), f"{name!r} is the name of a variant of ours; choose another"
        elif not re.match(NAME, name) or len(name) > 40:
            yield ("challengers", name), f"{name!r} is not {MEANING[NAME]}, of 40 or fewer"


def runs(place: Place, variant: ShadowSpec | ChallengerSpec, machine: str | None, region: str | None) -> Findings:
    """Yield why *variant*, which stands at *place*, does not run on its machine, or on the endpoint's *machine*."""
    if variant.machine is not None:
        yield from known((*place, "machine"), variant.machine, region)
    name = variant.machine or machine
    if name is not None:
        yield from contained((*place, "model"), variant.model, name, region)
        yield from fits((*place, "machine") if variant.machine else (*place, "model"), variant.model, name, region)
