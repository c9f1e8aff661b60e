"""Objects in a bucket."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Codec, Lookup, Prop, Row, Run, Step, TagStyle
from modelhost.provider.wire import Asset
from modelhost.sandbox.aws.rows.bucket import delete_versions

WHERE = {"Bucket": "{bucket}", "Key": "{key}"}
TAGS = TagStyle(
    add=Call("put_object_tagging", WHERE | {"Tagging": {"TagSet": "{tag_list}"}}, auto=False),
    clear=Call("delete_object_tagging", WHERE, auto=False),
    read=Lookup(Call("get_object_tagging", WHERE), {"tags": "TagSet"}),
)
HEADERS = (
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "storageClass",
    "serverSideEncryption",
)
PUT = Call("put_object")


class SameAsset(Codec):
    """An asset, equal when its content is."""

    def covers(self, wanted: Any, seen: Any) -> bool:
        """AWS does not tell the engine's hash, so what was uploaded is taken to be there."""
        return True


def _upload(run: Run) -> None:
    """Send the content, from a file without reading it into memory."""
    values = run.scope.values
    names = [name for name in run.row.properties if name not in ("source", "content", "contentBase64", "tags")]
    params = {"Body": b""} if "source" not in values else {}
    if "content" in values:
        params = {"Body": values["content"].encode()}
    if "contentBase64" in values:
        params = {"Body": base64.b64decode(values["contentBase64"])}
    source = values.get("source")
    if isinstance(source, Asset) and source.text:
        params = {"Body": source.text.encode()}
    if params:
        run.call(PUT, names, params)
        return
    path = _path(source)
    with path.open("rb") as file:
        run.call(PUT, names, {"Body": lambda _: file})


def _path(source: Any) -> Path:
    if isinstance(source, Asset) and source.path:
        return Path(source.path)
    raise ProviderError(f"the object's source must be a file or text, not {source!r}")


def _delete(run: Run) -> None:
    """Delete every version, as the official provider does."""
    bucket, key = run.scope("bucket"), run.scope("key")
    run.client().delete_object(Bucket=bucket, Key=key)
    delete_versions(run.client(), bucket, key, key)


OBJECT = Row(
    type="aws:s3/bucketObjectv2:BucketObjectv2",
    service="s3",
    properties={
        "bucket": Prop(replace=True, required=True, read=""),
        "key": Prop(replace=True, required=True, read=""),
        "source": Prop(codec=SameAsset(), read="", local=True),
        "content": Prop(read="", local=True),
        "contentBase64": Prop(read="", local=True),
        "sourceHash": Prop(read="", local=True),
        "contentType": Prop(computed=True),
        "bucketKeyEnabled": Prop(computed=True),
        "kmsKeyId": Prop(api="SSEKMSKeyId", computed=True),
        "metadata": Prop(),
        "forceDestroy": Prop(local=True, default=False),
        **{name: Prop(computed=True) for name in HEADERS},
        "tags": Prop(),
    },
    create=_upload,
    checks=(PUT,),
    id="{bucket}/{key}",
    read=Call("head_object", WHERE, auto=False),
    found="@",
    steps=(
        Step(
            ("source", "content", "contentBase64", "sourceHash", "contentType", "kmsKeyId", "metadata", *HEADERS),
            _upload,
            at_creation=False,
        ),
    ),
    outputs={"arn": "arn:{partition}:s3:::{bucket}/{key}", "etag": "ETag", "versionId": "VersionId"},
    volatile=frozenset({"etag", "versionId"}),
    delete=(_delete,),
    tags=TAGS,
    unique=("bucket", "key"),
    missing=("404", "NoSuchKey", "NoSuchBucket"),
)

ROWS = (OBJECT,)
