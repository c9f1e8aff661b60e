"""What a path finds in a state's data: one value by a plain path, a list by one that may lead to several."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

SEVERAL = re.compile(r"\.\.|\.\*|\[\s*(\?|\*|-?\d*\s*:|-?\d+\s*,|'[^']*'\s*,)")


def extract(path: str, data: Any) -> Any:
    """Return what a path finds; a plain path that leads nowhere is an error, any other finds an empty list."""
    found = [match.value for match in _parsed(path).find(data)]
    if SEVERAL.search(path):
        return found
    if not found:
        from moto.stepfunctions.parser.asl.utils.json_path import NoSuchJsonPathError

        raise NoSuchJsonPathError(json_path=path, data=data)
    return found[0]


@lru_cache(maxsize=4096)
def _parsed(path: str) -> Any:
    from jsonpath_ng.ext.parser import parse

    return parse(path)
