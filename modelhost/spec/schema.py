"""The JSON Schema of a whole `Pulumi.<stack>.yaml` file, for editors and for checks."""

import json
from typing import Any

from modelhost.catalog.machine import shipped_machines
from modelhost.footprint.published import names
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.schema_words import Documented

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SECRETS = {
    "title": "Secrets",
    "description": "Secret environment variables by endpoint and name, set with `pulumi config set --secret --path`.",
    "type": "object",
    "additionalProperties": {"type": "object"},
}


def schema() -> dict[str, Any]:
    """Return the schema; keys of Pulumi and of other packages are allowed beside ours."""
    environment = EnvironmentSpec.model_json_schema(ref_template="#/$defs/{model}", schema_generator=Documented)
    blocks = environment.pop("$defs")
    blocks["MachineType"] = {"type": "string", "enum": list(shipped_machines())}
    _offer_machines(blocks)
    _take_short_forms(blocks)
    blocks["ModelSpec"]["properties"]["architecture"]["examples"] = list(names())
    return {
        "$schema": DRAFT,
        "title": "Stack file of modelhost",
        "type": "object",
        "properties": {"config": _config()},
        "required": ["config"],
        "$defs": {"EnvironmentSpec": environment, **blocks},
    }


def text() -> str:
    """Return the schema as the file beside this module holds it."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


def _config() -> dict[str, Any]:
    """Return the schema of the `config` block."""
    return {
        "type": "object",
        "properties": {
            "aws:region": {"type": "string", "description": "Region that everything is made in."},
            "modelhost:environment": {"$ref": "#/$defs/EnvironmentSpec"},
            "modelhost:secrets": SECRETS,
        },
        "required": ["aws:region", "modelhost:environment"],
    }


def _offer_machines(blocks: dict[str, Any]) -> None:
    """Let editors complete machine types."""
    one: dict[str, Any] = {"$ref": "#/$defs/MachineType"}
    for block, field in ONE_MACHINE:
        blocks[block]["properties"][field]["anyOf"] = [one, {"type": "null"}]
    for block, field in MANY_MACHINES:
        blocks[block]["properties"][field]["items"] = one


def _take_short_forms(blocks: dict[str, Any]) -> None:
    """Let hours be written as bare text too."""
    blocks["ScalingSpec"]["properties"]["hours"]["anyOf"].insert(0, {"type": "string"})


ONE_MACHINE = (
    ("EndpointSpec", "machine"),
    ("ScheduleSpec", "size"),
    ("ShadowSpec", "machine"),
    ("ChallengerSpec", "machine"),
)
MANY_MACHINES = (("ScalingSpec", "sizes"), ("CapacitySpec", "sizes"))
"""Fields that name machine types."""
