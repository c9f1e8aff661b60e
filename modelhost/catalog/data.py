"""The catalogue's dated tables, read from the files beside this one when first asked for."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table *name*, such as `machines`; each names its source and date."""
    content: dict[str, Any] = json.loads(files("modelhost.catalog").joinpath(f"{name}.json").read_text("utf-8"))
    return content
