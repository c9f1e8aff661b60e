"""Destroy: nothing of ours is left, and content goes only where the stack file says so."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import ENVIRONMENT, stack_content

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

    assert bench.control("resources") == []
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


def test_a_protected_endpoint_keeps_its_way_to_aws(workbench):
    """Without the preview the engine notices while it deletes: what the endpoint stands on stays, up makes the rest."""
    network = {**ENVIRONMENT["network"], "interface_endpoints": True}
    bench = workbench(stack_content(protect=True, network=network))
    bench.up().ok()
    ec2 = bench.aws("ec2")

    def ways() -> tuple[int, ...]:
        gateways = [each for each in ec2.describe_nat_gateways()["NatGateways"] if each["State"] != "deleted"]
        private = [each for each in ec2.describe_vpc_endpoints()["VpcEndpoints"] if each["State"] != "deleted"]
        rules = ec2.describe_security_group_rules()["SecurityGroupRules"]
        routes = [route for table in ec2.describe_route_tables()["RouteTables"] for route in table["Routes"]]
        return len(gateways), len(private), len(rules), len(routes)

    before = ways()
    said = bench.pulumi("destroy", "--yes", "--skip-preview").failed().output

    assert "because it is protected" in said
    assert len(bench.aws("sagemaker").list_endpoints(StatusEquals="InService")["Endpoints"]) == 1
    assert ways() == before
    bench.up().ok()
    assert bench.changes() == {}
