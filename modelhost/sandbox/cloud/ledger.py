"""Resources that moto has not: kept as they were asked for, by rows of a table instead of code."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from modelhost.sandbox.cloud.call import ACCOUNT_ID, Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.handler import Handler, HandlerTable
from modelhost.sandbox.cloud.record import Record, page, tags_from

GLOBAL = "global"


@dataclass(frozen=True)
class Row:
    """One kind of global resource: its operations, and which fields carry it."""

    service: str
    kind: str
    payload: str
    name_field: str
    arn_field: str
    arn: str
    create: str
    get: str
    get_filter: str
    get_field: str
    update: str
    delete: str
    missing: str
    tags_field: str = "ResourceTags"
    page_token: str = "NextPageToken"
    stamps: Callable[[Cloud], dict[str, Any]] = lambda cloud: {}


def answers(row: Row) -> HandlerTable:
    """Make the handlers of a row."""
    handlers: dict[str, Handler] = {
        row.create: lambda call, cloud: _create(row, call, cloud),
        row.get: lambda call, cloud: _get(row, call, cloud),
        row.update: lambda call, cloud: _update(row, call, cloud),
        row.delete: lambda call, cloud: _delete(row, call, cloud),
    }
    return {(row.service, operation): handler for operation, handler in handlers.items()}


def _create(row: Row, call: Call, cloud: Cloud) -> dict[str, Any]:
    fields = {**call.params[row.payload], **row.stamps(cloud)}
    arn = f"arn:aws:{row.service}::{ACCOUNT_ID}:{row.arn}/{uuid.uuid4()}"
    fields[row.arn_field] = arn
    tags = tags_from(call.params.get(row.tags_field))
    cloud.shelf(row.kind)[GLOBAL, arn] = Record(fields[row.name_field], arn, fields, cloud.now(), tags=tags)
    return {row.arn_field: arn}


def _get(row: Row, call: Call, cloud: Cloud) -> dict[str, Any]:
    wanted = call.params.get(row.get_filter)
    records = [_find(row, arn, cloud) for arn in wanted] if wanted else list(cloud.shelf(row.kind).values())
    shown, token = page([record.fields for record in records], call.params, token=row.page_token)
    return {row.get_field: shown, row.page_token: token}


def _update(row: Row, call: Call, cloud: Cloud) -> dict[str, Any]:
    record = _find(row, call.params[row.arn_field], cloud)
    record.fields = {**record.fields, **call.params}
    record.name = record.fields[row.name_field]
    record.modified = cloud.now()
    return {row.arn_field: record.arn}


def _delete(row: Row, call: Call, cloud: Cloud) -> None:
    record = _find(row, call.params[row.arn_field], cloud)
    del cloud.shelf(row.kind)[GLOBAL, record.arn]


def _find(row: Row, arn: str, cloud: Cloud) -> Record:
    record: Record | None = cloud.shelf(row.kind).get((GLOBAL, arn))
    if record is None:
        raise RefusalError(row.missing, f"{arn} does not exist", 400)
    return record
