"""Destroy: nothing of ours is left, and content goes only where the stack file says so."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import stack_content

pytestmark = pytest.mark.sandbox


def put_content(bench) -> str:
    """Put an object of the user's into the environment's bucket."""
    [bucket] = [b["Name"] for b in bench.aws("s3").list_buckets()["Buckets"] if "-logs-" not in b["Name"]]
    bench.aws("s3").put_object(Bucket=bucket, Key="models/precious.tar.gz", Body=b"weights")
    return bucket


def test_destroy_leaves_nothing(workbench):
    """With `delete_content` the bucket goes with what is in it; only keys wait for their deletion."""
    bench = workbench()
    bench.up().ok()
    bench.edit(lambda e: e["endpoints"]["digits"].update(machine="ml.m7i.2xlarge"))
    bench.up().ok()
    put_content(bench)

    bench.pulumi("destroy", "--yes", "--skip-preview").ok()

    assert bench.control("resources") in ([], {})
    keys = bench.aws("kms").list_keys()["Keys"]
    states = {bench.aws("kms").describe_key(KeyId=k["KeyId"])["KeyMetadata"]["KeyState"] for k in keys}
    assert states <= {"PendingDeletion"}


def test_destroy_keeps_content_by_default(workbench):
    """Without `delete_content` a bucket with objects refuses, names itself, and keeps them."""
    bench = workbench(stack_content(storage={"delete_content": False}))
    bench.up().ok()
    bucket = put_content(bench)

    said = bench.pulumi("destroy", "--yes", "--skip-preview").failed().output

    assert "BucketNotEmpty" in said
    assert bench.aws("s3").get_object(Bucket=bucket, Key="models/precious.tar.gz")["Body"].read() == b"weights"
    assert bench.aws("sagemaker").list_endpoints()["Endpoints"] == []
