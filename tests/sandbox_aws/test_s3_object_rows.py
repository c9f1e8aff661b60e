"""Objects in a bucket: what the life stories of all types do not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelhost.provider.wire import UNKNOWN, Asset
from tests.sandbox_aws.world import RESOURCES, World

OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"


def test_an_object_is_uploaded_again_only_when_its_content_differs(empty_world: World, tmp_path: Path) -> None:
    """The engine's hash of the content decides, not the path of the file."""
    file = tmp_path / "model.tar.gz"
    file.write_bytes(b"weights")
    given = {"bucket": empty_world.bucket(), "key": "m/model.tar.gz", "source": Asset("1", path=str(file))}
    made = empty_world.make(OBJECT, given)
    inputs = empty_world.check(OBJECT, given)
    moved = {**inputs, "source": Asset("1", path="/elsewhere/model.tar.gz")}
    changed = {**inputs, "source": Asset("2", text="other")}
    resource = RESOURCES[OBJECT]
    assert resource.diff(empty_world.context, made["id"], inputs, made, moved).changed == {}
    assert resource.diff(empty_world.context, made["id"], inputs, made, changed).changed == {"source": "update"}
    resource.update(empty_world.context, made["id"], made, inputs, changed)
    stored = empty_world.context.client("s3").get_object(Bucket=given["bucket"], Key=given["key"])
    assert stored["Body"].read() == b"other"


def test_an_object_keeps_its_tags_and_key_when_uploaded_again(empty_world: World) -> None:
    """An upload replaces everything, so headers, encryption and tags go with it."""
    key = empty_world.key()["arn"]
    given = {
        "bucket": empty_world.bucket(),
        "key": "model.tar.gz",
        "content": "one",
        "kmsKeyId": key,
        "bucketKeyEnabled": True,
        "contentType": "application/gzip",
        "metadata": {"digest": "1"},
        "tags": {"owner": "a"},
    }
    made = empty_world.make(OBJECT, given)
    inputs = empty_world.check(OBJECT, given)
    resource = RESOURCES[OBJECT]
    outputs = resource.update(empty_world.context, made["id"], made, inputs, {**inputs, "content": "two"})
    seen = {name: outputs[name] for name in ("kmsKeyId", "contentType", "metadata", "tagsAll", "serverSideEncryption")}
    assert seen == {
        "kmsKeyId": key,
        "contentType": "application/gzip",
        "metadata": {"digest": "1"},
        "tagsAll": {"owner": "a"},
        "serverSideEncryption": "aws:kms",
    }
    assert outputs["etag"] != made["etag"]


def test_an_object_in_a_versioned_bucket_is_deleted_with_its_versions(empty_world: World) -> None:
    """Nothing of the object stays; objects whose keys only begin alike do."""
    bucket = empty_world.bucket()
    empty_world.make(VERSIONING, {"bucket": bucket, "versioningConfiguration": {"status": "Enabled"}})
    other = empty_world.make(OBJECT, {"bucket": bucket, "key": "model-2", "content": "two"})
    made = empty_world.make(OBJECT, {"bucket": bucket, "key": "model", "content": "one"})
    RESOURCES[OBJECT].delete(empty_world.context, made["id"], made)
    answer = empty_world.context.client("s3").list_object_versions(Bucket=bucket)
    assert [each["VersionId"] for each in answer["Versions"]] == [other["versionId"]]
    assert "DeleteMarkers" not in answer


def test_an_object_without_a_key_has_the_resources_name(empty_world: World) -> None:
    """As with the official provider, and without random digits."""
    inputs = empty_world.check(OBJECT, {"bucket": "models", "content": "x"}, name="index.html")
    assert inputs["key"] == "index.html"


def test_content_that_is_not_there_is_told_by_name(empty_world: World) -> None:
    """A missing file stops the creation with its path."""
    given = {"bucket": empty_world.bucket(), "key": "k", "source": Asset("1", path="/nowhere/model.tar.gz")}
    with pytest.raises(FileNotFoundError, match=r"/nowhere/model\.tar\.gz"):
        RESOURCES[OBJECT].create(empty_world.context, empty_world.check(OBJECT, given))


def test_a_preview_accepts_what_is_not_known_yet(empty_world: World) -> None:
    """Names and keys of resources that are still to be made pass the validation."""
    given = {"bucket": UNKNOWN, "key": "k", "source": Asset("1", text="x"), "kmsKeyId": UNKNOWN, "tags": UNKNOWN}
    assert empty_world.failures(OBJECT, given)[1] == []


def test_only_what_the_official_provider_says_forces_a_replacement() -> None:
    """Content and headers change in place; the place does not."""
    assert RESOURCES[OBJECT].row.replace == {"bucket", "key"}
