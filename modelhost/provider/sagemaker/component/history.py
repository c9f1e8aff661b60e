"""What was live when: the parameter `/modelhost/live/<component>`, whose own versions are the history."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.specification import artifacts, models
from modelhost.provider.sagemaker.failure import describe, is_denied, is_missing

ROOT = "/modelhost/live/"
KIND = "components"


def note(context: Context, inputs: Mapping[str, Any]) -> None:
    """Write down what is live now, unless the last entry says the same; without the permission, say so."""
    entry = {
        "configuration": "",
        "models": models(inputs),
        "machine": "",
        "kind": KIND,
        "endpoint": inputs["endpointName"],
        "reason": "up",
        **({"artifacts": found} if (found := artifacts(inputs)) else {}),
    }
    try:
        if _last(context, inputs["name"]) != entry:
            text = json.dumps({**entry, "at": datetime.now(UTC).isoformat(timespec="seconds")}, sort_keys=True)
            context.client("ssm").put_parameter(Name=ROOT + inputs["name"], Value=text, Type="String", Overwrite=True)
    except ClientError as error:
        if not is_denied(error):
            raise
        context.log("warning", f"inference component {inputs['name']}: its history is not kept: {describe(error)}")


def forget(context: Context, component: str) -> None:
    """Delete the history; one that is gone is no error."""
    try:
        context.client("ssm").delete_parameter(Name=ROOT + component)
    except ClientError as error:
        if not (is_missing(error) or is_denied(error)):
            raise


def _last(context: Context, component: str) -> dict[str, Any]:
    """The newest entry without its time; empty when there is none that can be read."""
    try:
        entry = json.loads(context.client("ssm").get_parameter(Name=ROOT + component)["Parameter"]["Value"])
    except ClientError as error:
        if not is_missing(error):
            raise
        return {}
    except ValueError:
        return {}
    return {key: value for key, value in entry.items() if key != "at"} if isinstance(entry, dict) else {}
