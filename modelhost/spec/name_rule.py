"""Names of the parts of an endpoint that have one of their own in the cloud."""

import re
from collections.abc import Iterator

from modelhost.spec.pattern import MEANING, NAME

BASE = "base"
"""What the name of the component with the model itself ends in."""
LONGEST_PART = 40


def component_names(name: str) -> Iterator[str]:
    """Yield why no component can have *name* behind the endpoint's."""
    if name == BASE:
        yield f"{name!r} is the component of the model itself; choose another name"
    elif not re.match(NAME, name) or len(name) > LONGEST_PART:
        yield f"{name!r} is not {MEANING[NAME]}, of {LONGEST_PART} characters or fewer"
