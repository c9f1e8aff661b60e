"""What is set on a bucket one by one: each setting is a resource of its own, known by the bucket's name."""

from __future__ import annotations

from collections.abc import Mapping

from modelhost.provider.table import Call, Prop, Row
from modelhost.provider.table.row import Action

BY_BUCKET = {"Bucket": "{bucket}"}


def setting(
    token: str,
    properties: Mapping[str, Prop],
    *,
    put: Action,
    get: str,
    found: str,
    delete: Action,
    missing: tuple[str, ...] = (),
    checks: tuple[Call, ...] = (),
    retain: str = "",
) -> Row:
    """Return the row of one setting, which is always put as a whole."""
    return Row(
        type=f"aws:s3/{token[0].lower()}{token[1:]}:{token}",
        service="s3",
        properties={"bucket": Prop(replace=True, required=True, read=""), **properties},
        create=put,
        upsert=True,
        id="{bucket}",
        read=Call(get, BY_BUCKET),
        found=found,
        delete=(delete,),
        unique=("bucket",),
        missing=("NoSuchBucket", *missing),
        checks=checks,
        retain=retain,
    )
