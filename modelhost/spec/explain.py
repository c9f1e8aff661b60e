"""Problems in the words of the file, out of what pydantic says and what the rules find."""

from typing import Any

from pydantic import ValidationError

from modelhost.spec.base import Place, Spec
from modelhost.spec.message import ROOT, message
from modelhost.spec.partial import remaining
from modelhost.spec.problem import Problem
from modelhost.spec.secret import masked


def problems(error: ValidationError, data: Any, block: type[Spec], region: str | None = None) -> list[Problem]:
    """Return all problems that *error* shows in *data*, and those behind them, each once."""
    lines = error.errors(include_url=False)
    found = [Problem((ROOT, *line["loc"]), message(line, block)) for line in lines]
    found += [Problem((ROOT, *place), text) for place, text in remaining(block, data, error, region)]
    ordered = sorted(dict.fromkeys(found), key=lambda problem: _rank(data, problem.path[1:]))
    return [_without_secrets(problem, data) for problem in ordered]


def _without_secrets(problem: Problem, data: Any) -> Problem:
    """Return *problem* with what reads like a secret masked, even where it is used as a key."""
    path = tuple(masked(key, data) if isinstance(key, str) else key for key in problem.path)
    return Problem(path, masked(problem.message, data))


def _rank(data: Any, path: Place) -> list[int]:
    """Return where *path* stands in *data*, so that problems come in the order of the file."""
    rank: list[int] = []
    for key in path:
        if isinstance(data, dict) and key in data:
            rank.append(list(data).index(key))
            data = data[key]
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            rank.append(key)
            data = data[key]
        else:
            return [*rank, len(data) if isinstance(data, dict | list) else 0]
    return rank
