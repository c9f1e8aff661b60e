"""The JSON Schema of a whole `Pulumi.<stack>.yaml` file, for editors and for checks."""

import json
from typing import Any

from modelhost.catalog.machine import machines
from modelhost.spec.environment import EnvironmentSpec

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SECRETS = {
    "title": "Secrets",
    "description": "Secret environment variables by endpoint and name, set with `pulumi config set --secret --path`.",
    "type": "object",
    "additionalProperties": {"type": "object"},
}


def schema() -> dict[str, Any]:
    """Return the schema; keys of Pulumi and of other packages are allowed beside ours."""
    environment = EnvironmentSpec.model_json_schema(ref_template="#/$defs/{model}")
    blocks = environment.pop("$defs")
    blocks["MachineType"] = {"type": "string", "enum": list(machines())}
    _offer_machines(blocks)
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
    machine: dict[str, Any] = {"anyOf": [{"$ref": "#/$defs/MachineType"}, {"type": "null"}]}
    blocks["EndpointSpec"]["properties"]["machine"].update(machine)
    blocks["ScalingSpec"]["properties"]["sizes"]["items"] = {"$ref": "#/$defs/MachineType"}
