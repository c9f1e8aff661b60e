"""A problem of a stack file, and the error that carries all of them."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with a stack file."""

    path: tuple[str | int, ...]
    """Keys that lead to the place, from `environment` on."""
    message: str
    """What is wrong with the value, and what to do."""

    def __str__(self) -> str:
        """Return `environment.endpoints.x: message`."""
        return f"{'.'.join(str(key) for key in self.path)}: {self.message}"


class SpecError(ValueError):
    """All problems of one stack file; the text names each with its place and remedy."""

    def __init__(self, problems: list[Problem], file: str = "stack file") -> None:
        """Keep *problems* of *file*."""
        self.problems = problems
        self.file = file
        noun = "problem" if len(problems) == 1 else "problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{file} has {len(problems)} {noun}:\n{lines}")
