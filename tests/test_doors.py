"""The house rules that a machine can check: who imports whom, how long a file is, what it may be called."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE_LINES = 300
VAGUE_NAMES = {"utils", "util", "common", "helpers", "helper", "misc", "base_utils", "stuff"}
STDLIB = sys.stdlib_module_names

CLOUD = {"boto3", "botocore", "jmespath"}
DOORS: dict[str, set[str]] = {
    "modelhost.catalog": {"pydantic"},
    "modelhost.footprint": {"modelhost.catalog"},
    "modelhost.price": {"modelhost.catalog"},
    "modelhost.spec": {
        "modelhost.catalog",
        "modelhost.footprint",
        "modelhost.price",
        "pydantic",
        "pydantic_core",
        "yaml",
        "ruamel",
    },
    "modelhost.planner": {
        *("modelhost.catalog", "modelhost.footprint", "modelhost.price", "modelhost.spec"),
        *("numpy", "numba", "pyarrow", "ray"),
    },
    "modelhost.provider": {"pulumi", "grpc", "google", "semver", *CLOUD},
    "modelhost.operate": {
        *("modelhost.catalog", "modelhost.footprint", "modelhost.price", "modelhost.spec", "modelhost.planner"),
        *("pydantic", *CLOUD),
    },
    "modelhost.sandbox": {"modelhost.provider", "modelhost.catalog", "*"},
    "modelhost.cli": {
        *("modelhost.catalog", "modelhost.footprint", "modelhost.price", "modelhost.spec"),
        *("modelhost.operate", "modelhost.planner", "modelhost.sandbox", "*"),
    },
    "components": {
        *("modelhost.spec", "modelhost.catalog", "pulumi", "pulumi_aws", "pulumi_kubernetes", "pydantic"),
    },
    "infra": {"modelhost.spec", "modelhost.catalog", "components", "pulumi", "pulumi_aws"},
}
"""What each room may import besides itself and the standard library; `*` opens it to every package but our own."""


def sources() -> list[Path]:
    """Return the tracked Python files, new ones included."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]


def room(module: str) -> str:
    """Return the room of a module: two parts under `modelhost`, one elsewhere."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "modelhost" else parts[0]


def imports(path: Path) -> Iterator[str]:
    """Yield the absolute name of every module that *path* imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "a relative import"
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (
                [f"modelhost.{alias.name}" for alias in node.names] if node.module == "modelhost" else [node.module]
            )


def closed(own: str, module: str) -> bool:
    """Say whether the room *own* has no door to *module*."""
    target, allowed = room(module), DOORS[own]
    if target == own or target in STDLIB or target.split(".")[0] in STDLIB or target in allowed:
        return False
    ours = target.split(".")[0] in ("modelhost", "components", "infra", "policies", "tests", "benchmarks")
    return ours or "*" not in allowed


def leaving(own: str) -> Iterator[tuple[str, str]]:
    """Yield each file of the room *own* with each module that it imports from another room."""
    for path in sources():
        name = path.relative_to(ROOT)
        if room(".".join(name.with_suffix("").parts)) == own:
            yield from ((str(name), module) for module in imports(path) if room(module) != own)


@pytest.mark.parametrize("own", DOORS)
def test_imports_go_through_the_doors(own: str) -> None:
    """A room imports only what the table lets it; relative imports would hide the room and are not used."""
    assert [(file, module) for file, module in leaving(own) if closed(own, module)] == []


def test_nothing_imports_a_roof() -> None:
    """The program and the command line are ends; no other room of ours leans on them."""
    roofs = {"infra", "modelhost.cli"}
    assert [(file, module) for own in DOORS for file, module in leaving(own) if room(module) in roofs] == []


def test_every_file_is_short() -> None:
    """A file that grows past the limit holds two ideas and is split."""
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {file: count for file, count in lines.items() if count > LONGEST_FILE_LINES} == {}


def test_names_say_what_is_inside() -> None:
    """No file or folder has a name under which anything could be put."""
    assert [str(path) for path in sources() if VAGUE_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)] == []
