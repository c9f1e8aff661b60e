"""A problem of a stack file, and the error that carries all of them."""

from collections.abc import Sequence
from typing import NamedTuple

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing wrong with a stack file."""

    path: Path
    """Keys that lead to the place, from `environment` on."""
    message: str
    """What is wrong with the value, and what to do."""
    line: int | None = None
    """Line of the file, when it is known."""

    def __str__(self) -> str:
        """Return `environment.endpoints.x: message`, with the line when it is known."""
        where = f" [line {self.line}]" if self.line is not None else ""
        return f"{dotted(self.path)}: {self.message}{where}"


class SpecError(ValueError):
    """All problems of one stack file; the text names each with its place and remedy."""

    def __init__(self, problems: Sequence[Problem], file: str = "stack file") -> None:
        """Keep *problems* of *file*."""
        self.problems = list(problems)
        self.file = file
        super().__init__(render(file, self.problems))


def render(file: str, problems: Sequence[Problem]) -> str:
    """Return the text that tells all *problems* of *file*."""
    noun = "problem" if len(problems) == 1 else "problems"
    return "\n".join([f"{file} has {len(problems)} {noun}:", *(f"  {problem}" for problem in problems)])


def dotted(path: Path) -> str:
    """Return *path* as `pulumi config set --path` takes it: `endpoints.x.schedule[0]`."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")
