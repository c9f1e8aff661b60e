"""The program in the manual runs, and what it makes goes to the cluster that it names."""

import re
from pathlib import Path

from tests.components.conftest import Build

CHAPTER = Path(__file__).parents[3] / "docs" / "kubernetes.md"
KINDS = ("kubernetes:keda.sh/v1alpha1:ScaledObject", "kubernetes:traefik.io/v1alpha1:TraefikService")


def test_the_program_of_the_chapter_runs(build: Build) -> None:
    """Each object is made by the provider that its component was given."""
    [program] = re.findall(r"```python\n(.*?)```", CHAPTER.read_text(), re.DOTALL)
    found = build(lambda: exec(program, {}))
    made = [each for kind in KINDS for each in found.of(kind)]
    assert [each.inputs["metadata"]["name"] for each in made] == ["chat", "chat"]
    assert all("pulumi:providers:kubernetes::cluster" in each.provider for each in made)
