"""A strategy answers for itself: who asks it need not know which it is, so that a new one changes nobody else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.scaling import STRATEGIES as PARTS
from modelhost.spec.strategy import STRATEGIES

ROOT = Path(__file__).parents[1]
OWN = ("modelhost/spec/strategy/", "infra/scaling.py")
"""Where the strategies are, and the one table of what each adds to an endpoint."""
CLASSES = {each.__name__ for each in STRATEGIES.values()}


def others() -> Iterator[Path]:
    """Yield the files that may know nothing of any one strategy."""
    for room in ("modelhost", "components", "infra"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if not str(path.relative_to(ROOT)).startswith(OWN):
                yield path


def knows(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield where one of the strategies is told from the others: by its class, its word, or as a member."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("modelhost.spec"):
                yield from ((node.lineno, each.name) for each in node.names if each.name in CLASSES)
                yield from ((node.lineno, f"{module}.{each.name}") for each in node.names if each.name in STRATEGIES)
            case ast.Attribute(value=ast.Name(id="Strategy"), attr=name) if name.lower() in STRATEGIES:
                yield node.lineno, f"Strategy.{name}"
            case ast.Compare():
                sides = [node.left, *node.comparators]
                asked = any(isinstance(each, ast.Attribute) and each.attr == "strategy" for each in sides)
                words = [each.value for each in sides if isinstance(each, ast.Constant) and each.value in STRATEGIES]
                yield from ((node.lineno, f"strategy == {word!r}") for word in words if asked)


def test_nobody_else_tells_strategies_apart() -> None:
    """Each question stands on the strategy; outside of it and of one table in infra there are no cases."""
    found = [f"{path.relative_to(ROOT)}:{line}: {what}" for path in others() for line, what in knows(parsed(path))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "from modelhost.spec.strategy import Auto",
        "from modelhost.spec.strategy import vertical",
        "owned = scaling.strategy is Strategy.VERTICAL",
        "owned = scaling.strategy == 'auto'",
    ],
)
def test_a_case_would_be_found(source: str) -> None:
    """The search sees each way to tell them apart."""
    assert len(list(knows(ast.parse(source)))) == 1


def test_every_strategy_has_its_parts() -> None:
    """A word that can be written, and adds nothing to an endpoint, would be a promise."""
    assert set(PARTS) == set(STRATEGIES.values())


def parsed(path: Path) -> ast.Module:
    """Return the syntax of a file."""
    return ast.parse(path.read_text())
