"""Every example's requests are lawful, each of them told from the example's own file."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.hosting import hosted

ROOT = Path(__file__).parents[2]
PATTERNS = sorted((ROOT / "examples" / "patterns").glob("Pulumi.*.yaml"))


def endpoints(file: Path) -> dict[str, dict[str, Any]]:
    """The endpoints of an example, each with a role that is there already."""
    found = yaml.safe_load(file.read_text())["config"]["modelhost:environment"].get("endpoints") or {}
    return dict(found)


@pytest.mark.parametrize("file", PATTERNS, ids=lambda file: file.name.split(".")[1])
def test_requests_of_an_example_are_lawful(file: Path, tmp_path: Path) -> None:
    """Nothing that the program would send for this example is refused by the service models."""
    assert hosted(endpoints(file), ROOT, tmp_path).refused == []
