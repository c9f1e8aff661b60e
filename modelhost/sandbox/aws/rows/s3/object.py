"""Objects in a bucket."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from modelhost.provider.autoname import NameRule
from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Codec, Lookup, Prop, Row, Run, TagStyle
from modelhost.provider.table.request import build
from modelhost.provider.wire import Asset
from modelhost.sandbox.aws.rows.codecs import Moment
from modelhost.sandbox.aws.rows.s3.version import delete_versions

WHERE = {"Bucket": "{bucket}", "Key": "{key}"}
KMS = "aws:kms"
LOCK = ("objectLockLegalHoldStatus", "objectLockMode")
TAGS = TagStyle(
    create={"Tagging": lambda values: urlencode(values("tag_map") or {}) or None},
    add=Call("put_object_tagging", {**WHERE, "Tagging": {"TagSet": "{tag_list}"}}),
    clear=Call("delete_object_tagging", WHERE),
    read=Lookup(Call("get_object_tagging", WHERE), {"tags": "TagSet"}),
)
PUT = Call(
    "put_object",
    {
        **WHERE,
        "ServerSideEncryption": lambda values: values("serverSideEncryption") or (KMS if values("kmsKeyId") else None),
    },
)


def _upload(run: Run) -> None:
    """Send the content, a file without reading it into memory, with the headers and tags of the object."""
    names = [name for name in run.row.properties if name != "tags"]
    params = build(run.row, PUT, run.scope, names) | build(run.row, Call("put_object", TAGS.create), run.scope)
    with _content(run.scope.values) as body:
        run.client().put_object(**params, Body=body)


@contextmanager
def _content(values: dict[str, Any]) -> Iterator[Any]:
    """Open what the object is to hold; without any of the three it is empty."""
    source = values.get("source")
    if isinstance(source, Asset) and source.path:
        with Path(source.path).open("rb") as file:
            yield file
    elif source is not None:
        yield BytesIO(_text_of(source))
    elif "contentBase64" in values:
        yield BytesIO(base64.b64decode(values["contentBase64"], validate=True))
    else:
        yield BytesIO(str(values.get("content", "")).encode())


def _text_of(source: Any) -> bytes:
    if isinstance(source, Asset) and not source.uri:
        return source.text.encode()
    raise ProviderError("source must be a FileAsset or a StringAsset; the sandbox fetches and packs nothing itself")


def _delete(run: Run) -> None:
    """Delete the object; in a bucket with versions all of them."""
    bucket, key = str(run.scope("bucket")), str(run.scope("key"))
    if "versionId" in run.scope.values:
        delete_versions(run.client(), bucket, key, locked=bool(run.scope.values.get("forceDestroy")))
    else:
        run.client().delete_object(Bucket=bucket, Key=key)


OWN_NAME = NameRule(limit=1024, refused=r"[^\x20-\x7e]", leading=".", suffix=False)
UNTOLD = Prop(read="")
ETAG = Codec(decode=lambda value: str(value).strip('"'))

OBJECT = Row(
    type="aws:s3/bucketObjectv2:BucketObjectv2",
    service="s3",
    properties={
        "bucket": Prop(replace=True, required=True, read=""),
        "key": Prop(replace=True, pattern=".+", read=""),
        "source": UNTOLD,
        "content": UNTOLD,
        "contentBase64": UNTOLD,
        "sourceHash": UNTOLD,
        "acl": UNTOLD,
        "checksumAlgorithm": UNTOLD,
        "bucketKeyEnabled": Prop(computed=True),
        "cacheControl": Prop(),
        "contentDisposition": Prop(),
        "contentEncoding": Prop(),
        "contentLanguage": Prop(),
        "contentType": Prop(computed=True),
        "etag": Prop(computed=True, codec=ETAG),
        "kmsKeyId": Prop(api="SSEKMSKeyId", computed=True),
        "metadata": Prop(),
        "serverSideEncryption": Prop(computed=True),
        "storageClass": Prop(computed=True, read="StorageClass || 'STANDARD'"),
        "websiteRedirect": Prop(api="WebsiteRedirectLocation"),
        **{name: Prop() for name in LOCK},
        "objectLockRetainUntilDate": Prop(codec=Moment()),
        "forceDestroy": Prop(local=True, default=False),
        "tags": Prop(),
    },
    create=_upload,
    upsert=True,
    checks=(PUT,),
    id="{bucket}/{key}",
    read=Call("head_object", WHERE),
    found="@",
    outputs={"arn": "arn:{partition}:s3:::{bucket}/{key}", "versionId": "VersionId"},
    volatile=frozenset({"versionId"}),
    delete=(_delete,),
    tags=TAGS,
    autoname=("key", OWN_NAME),
    unique=("bucket", "key"),
    missing=("404", "NoSuchKey", "NoSuchBucket"),
)

ROWS = (OBJECT,)
