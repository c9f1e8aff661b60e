"""Buckets and their settings: what the life stories of all types do not tell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelhost.provider.resource import ProviderError
from tests.sandbox_aws.world import RESOURCES, World

BUCKET = "aws:s3/bucket:Bucket"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def _versioned(world: World, **inputs: Any) -> str:
    bucket, client = str(world.make(BUCKET, inputs)["bucket"]), world.context.client("s3")
    client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for body in ("one", "two"):
        client.put_object(Bucket=bucket, Key="model.tar.gz", Body=body.encode())
    client.delete_object(Bucket=bucket, Key="model.tar.gz")
    return bucket


def _versions(world: World, bucket: str) -> list[Any]:
    answer = world.context.client("s3").list_object_versions(Bucket=bucket)
    return [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]


def test_a_bucket_is_deleted_with_every_version_when_the_program_allows_it(empty_world: World) -> None:
    """forceDestroy removes versions and delete markers, not only what is in sight."""
    bucket = _versioned(empty_world, forceDestroy=True)
    assert len(_versions(empty_world, bucket)) == 3
    empty_world.remove_all()
    assert RESOURCES[BUCKET].read(empty_world.context, bucket, {"bucket": bucket}, {}) is None


def test_a_bucket_with_content_is_kept_and_the_remedy_told(empty_world: World) -> None:
    """Without forceDestroy nothing is lost, and the message says which bucket and what to do."""
    bucket = _versioned(empty_world)
    with pytest.raises(ProviderError, match=rf"BucketNotEmpty: bucket {bucket} .* set forceDestroy"):
        RESOURCES[BUCKET].delete(empty_world.context, bucket, {"bucket": bucket, "forceDestroy": False})
    assert len(_versions(empty_world, bucket)) == 3
    RESOURCES[BUCKET].delete(empty_world.context, bucket, {"bucket": bucket, "forceDestroy": True})


@pytest.mark.parametrize("name", ["Upper", "ab", "a..b", "xn--model", "-model", "model-s3alias"])
def test_a_name_that_s3_refuses_is_refused_in_preview(name: str, empty_world: World) -> None:
    """S3's naming rules are not in its API model."""
    _, failures = empty_world.failures(BUCKET, {"bucket": name})
    assert [each.property for each in failures] == ["bucket"]


def test_a_bucket_tells_its_domains(empty_world: World) -> None:
    """The outputs are those of the official provider."""
    outputs = empty_world.make(BUCKET, {"bucket": "models-of-ours"})
    assert outputs["arn"] == "arn:aws:s3:::models-of-ours"
    assert outputs["bucketDomainName"] == "models-of-ours.s3.amazonaws.com"
    assert outputs["bucketRegionalDomainName"] == "models-of-ours.s3.us-west-2.amazonaws.com"


def test_versioning_that_was_never_on_needs_no_call(empty_world: World) -> None:
    """Disabled is the official provider's word for a bucket nobody versioned; AWS has none."""
    bucket = empty_world.bucket()
    made = empty_world.make(VERSIONING, {"bucket": bucket, "versioningConfiguration": {"status": "Disabled"}})
    assert made["versioningConfiguration"] == {"status": "Disabled"}
    assert "Status" not in empty_world.context.client("s3").get_bucket_versioning(Bucket=bucket)


def test_every_kind_of_lifecycle_rule_survives_a_refresh(empty_world: World) -> None:
    """Filters with tags, dates and transitions come back as they were written."""
    rules = [
        {
            "id": "tagged",
            "status": "Enabled",
            "filter": {"and": {"prefix": "tmp/", "tags": {"keep": "no", "team": "ml"}}},
            "expiration": {"date": "2030-01-01T00:00:00Z"},
        },
        {
            "id": "cold",
            "status": "Enabled",
            "filter": {"prefix": "old/"},
            "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}],
            "noncurrentVersionTransitions": [{"noncurrentDays": 30, "storageClass": "GLACIER"}],
            "noncurrentVersionExpiration": {"noncurrentDays": 90},
        },
    ]
    given = {"bucket": empty_world.bucket(), "rules": rules}
    made = empty_world.make(LIFECYCLE, given)
    found = RESOURCES[LIFECYCLE].read(empty_world.context, made["id"], {}, {})
    assert found is not None
    assert RESOURCES[LIFECYCLE].diff(empty_world.context, made["id"], found[1], made, given).changed == {}


def test_a_policy_is_compared_by_its_meaning(empty_world: World) -> None:
    """Order, blanks and lists of one make no difference; an action does."""
    one = {"Statement": [{"Effect": "Deny", "Action": ["s3:*"], "Resource": ["a", "b"], "Principal": "*"}]}
    same = {"Statement": {"Principal": "*", "Resource": ["b", "a"], "Effect": "Deny", "Action": "s3:*"}}
    other = {"Statement": {**same["Statement"], "Action": "s3:GetObject"}}
    resource = RESOURCES[POLICY]

    def changed(policy: dict[str, Any]) -> bool:
        olds, news = ({"bucket": "b", "policy": json.dumps(each, indent=2)} for each in (one, policy))
        return bool(resource.diff(empty_world.context, "b", olds, olds, news).changed)

    assert not changed(same)
    assert changed(other)


REPLACING = {
    BUCKET: {"bucket", "objectLockEnabled"},
    **{type: {"bucket"} for type in RESOURCES if type.startswith("aws:s3/bucket") and type not in (BUCKET, OBJECT)},
}


@pytest.mark.parametrize("type", REPLACING)
def test_only_what_the_official_provider_says_forces_a_replacement(type: str) -> None:
    """Content and settings change in place; names do not."""
    assert RESOURCES[type].row.replace == REPLACING[type]
