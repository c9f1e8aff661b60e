"""Parameters with JSON inside, in SSM."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import is_missing


def read(client: Any, name: str) -> dict[str, Any] | None:
    """The parameter's object; None when there is no such parameter."""
    text = _text(client, name)
    return None if text is None else plain(text)


def read_below(client: Any, name: str) -> list[dict[str, Any]]:
    """The objects of the parameters below a name, one in each; of the parameter itself those of its list."""
    own = _loaded(_text(client, name) or "[]")
    below = [_loaded(each["Value"]) for each in _below(client, name)]
    return [each for each in (*(own if isinstance(own, list) else ()), *below) if isinstance(each, dict)]


def write(client: Any, name: str, value: Mapping[str, Any]) -> None:
    """Put the object; SSM keeps what was there before as an earlier version."""
    client.put_parameter(Name=name, Value=json.dumps(value, sort_keys=True), Type="String", Overwrite=True)


def history(client: Any, name: str) -> Iterator[dict[str, Any]]:
    """The versions of the parameter, oldest first."""
    for page in client.get_paginator("get_parameter_history").paginate(Name=name):
        yield from (plain(each["Value"]) for each in page["Parameters"])


def remove(client: Any, name: str) -> None:
    """Delete the parameter; one that is gone is no error."""
    try:
        client.delete_parameter(Name=name)
    except ClientError as error:
        if not is_missing(error):
            raise


def remove_tree(client: Any, name: str) -> None:
    """Delete all parameters below a name, and then the parameter itself: a half-done delete is repeated."""
    for each in [*_below(client, name)]:
        remove(client, each["Name"])
    remove(client, name)


def plain(text: str) -> dict[str, Any]:
    """The object of a parameter's text; anything else than an object counts as an empty one."""
    found = _loaded(text)
    return found if isinstance(found, dict) else {}


def _below(client: Any, name: str) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator("get_parameters_by_path").paginate(Path=name, Recursive=True):
        yield from page["Parameters"]


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _text(client: Any, name: str) -> str | None:
    try:
        return str(client.get_parameter(Name=name)["Parameter"]["Value"])
    except ClientError as error:
        if is_missing(error):
            return None
        raise
