"""The JSON Schema that editors use is current, and says what the checks say."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from modelhost.spec.schema import schema, text
from tests.spec.stack import environment

ROOT = Path(__file__).parents[2]
FILE = ROOT / "modelhost" / "spec" / "stack.schema.json"
STACKS = ["Pulumi.dev.yaml", "Pulumi.prod.yaml"]


def stack_file(**changes: Any) -> dict[str, Any]:
    """Return a whole stack file with a sound environment and *changes* to it."""
    return {"config": {"aws:region": "us-west-2", "modelhost:environment": environment(**changes)}}


def test_the_file_is_what_the_models_say() -> None:
    """`modelhost schema --write` has been run since the models changed."""
    assert FILE.read_text() == text()


@pytest.mark.parametrize("name", STACKS)
def test_our_stack_files_name_a_runbook(name: str) -> None:
    """Alarms of both environments carry a link rather than a file of the repository."""
    content = YAML(typ="safe", pure=True).load(ROOT / name)
    assert content["config"]["modelhost:environment"]["runbook_url"].startswith("https://")


def test_the_schema_is_a_schema() -> None:
    """It is valid under its own draft."""
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", STACKS)
def test_our_stack_files_pass_and_point_to_it(name: str) -> None:
    """Each file names the schema in its first line and fits it."""
    content = (ROOT / name).read_text()
    assert content.splitlines()[0] == "# yaml-language-server: $schema=modelhost/spec/stack.schema.json"
    Draft202012Validator(json.loads(FILE.read_text())).validate(YAML(typ="safe", pure=True).load(content))


@pytest.mark.parametrize(
    "changes",
    [{"nmae": "x"}, {"keep_versions": 0}, {"name": "Dev"}, {"network": {"nat": "two"}}, {"protect": "yes"}],
)
def test_an_editor_sees_the_mistakes_of_one_field(changes: dict[str, Any]) -> None:
    """Unknown keys, wrong types, values outside the range are marked while typing."""
    assert Draft202012Validator(schema()).is_valid(stack_file())
    assert not Draft202012Validator(schema()).is_valid(stack_file(**changes))


def test_keys_of_pulumi_and_of_others_are_allowed() -> None:
    """A stack file holds more than our environment."""
    content = {"encryptionsalt": "v1:x", "environment": ["shared"], **stack_file()}
    content["config"]["aws:profile"] = "ml"
    assert Draft202012Validator(schema()).is_valid(content)


def test_editors_offer_machines_and_descriptions() -> None:
    """The schema carries what completion and hovering show."""
    blocks = schema()["$defs"]
    assert "ml.g6.xlarge" in blocks["MachineType"]["enum"]
    assert blocks["NetworkSpec"]["properties"]["zones"]["description"] == "Availability zones to spread over."
