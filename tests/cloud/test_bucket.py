"""Buckets: versions that stay when versioning stops, and lifecycle rules."""

from __future__ import annotations

from typing import Any

from tests.cloud.embedded import Sandbox
from tests.cloud.test_network import bucket

KEY = "model.tar.gz"


def suspended(cloud: Sandbox) -> str:
    """Make a bucket with two versions and a delete marker whose versioning then stops."""
    name, s3 = bucket(cloud), cloud.client("s3")
    versioning(cloud, name, "Enabled")
    for body in (b"first", b"second"):
        s3.put_object(Bucket=name, Key=KEY, Body=body)
    s3.delete_object(Bucket=name, Key=KEY)
    versioning(cloud, name, "Suspended")
    return name


def versioning(cloud: Sandbox, name: str, status: str) -> None:
    """Start or stop versioning."""
    cloud.client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": status})


def listed(cloud: Sandbox, name: str) -> tuple[list[str], list[str]]:
    """List the versions and the delete markers of a bucket."""
    found: dict[str, Any] = cloud.client("s3").list_object_versions(Bucket=name)
    versions, markers = ([one["VersionId"] for one in found.get(kind, [])] for kind in ("Versions", "DeleteMarkers"))
    return versions, markers


def test_a_suspended_bucket_deletes_one_version_at_a_time(cloud: Sandbox) -> None:
    """A version goes alone, then the marker, and the others stay readable."""
    name, s3 = suspended(cloud), cloud.client("s3")
    (second, first), (marker,) = listed(cloud, name)
    s3.delete_object(Bucket=name, Key=KEY, VersionId=second)
    s3.delete_object(Bucket=name, Key=KEY, VersionId=marker)
    assert listed(cloud, name) == ([first], [])
    assert s3.head_object(Bucket=name, Key=KEY, VersionId=first)["VersionId"] == first
    assert s3.get_object(Bucket=name, Key=KEY)["Body"].read() == b"first"


def test_a_suspended_bucket_is_emptied_at_once(cloud: Sandbox) -> None:
    """DeleteObjects takes versions and markers, and the bucket can go."""
    name, s3 = suspended(cloud), cloud.client("s3")
    versions, markers = listed(cloud, name)
    doomed = [{"Key": KEY, "VersionId": one} for one in (*versions, *markers)]
    assert len(s3.delete_objects(Bucket=name, Delete={"Objects": doomed})["Deleted"]) == 3
    s3.delete_bucket(Bucket=name)
    assert name not in [one["name"] for one in cloud.control("resources")]


def test_a_suspended_bucket_has_one_version_without_a_number(cloud: Sandbox) -> None:
    """An upload and a plain deletion replace it, beside the older versions."""
    name, s3 = suspended(cloud), cloud.client("s3")
    older, (marker,) = listed(cloud, name)
    for body in (b"third", b"fourth"):
        s3.put_object(Bucket=name, Key=KEY, Body=body)
    assert listed(cloud, name) == (["null", *older], [marker])
    assert s3.get_object(Bucket=name, Key=KEY)["Body"].read() == b"fourth"
    s3.delete_object(Bucket=name, Key=KEY)
    assert listed(cloud, name) == (older, ["null", marker])
    assert s3.get_object(Bucket=name, Key=KEY, VersionId=older[0])["Body"].read() == b"second"


def test_a_lifecycle_rule_tells_how_many_versions_it_keeps(cloud: Sandbox) -> None:
    """The number of newer versions comes back with the days, for the rule that has it."""
    name, s3 = bucket(cloud), cloud.client("s3")
    expirations = [{"NoncurrentDays": 30, "NewerNoncurrentVersions": 3}, {"NoncurrentDays": 7}]
    rules = [
        {"ID": f"r{n}", "Status": "Enabled", "Filter": {"Prefix": f"{n}/"}, "NoncurrentVersionExpiration": one}
        for n, one in enumerate(expirations)
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    found = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert [one["NoncurrentVersionExpiration"] for one in found] == expirations
