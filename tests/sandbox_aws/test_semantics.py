"""The rows behave as the official provider does, where a mistake would be silent."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.resource import PartialCreate
from modelhost.provider.wire import UNKNOWN, Asset
from tests.sandbox_aws.world import RESOURCES, World, trust

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BUCKET = "aws:s3/bucket:Bucket"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
ROLE = "aws:iam/role:Role"
VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
GROUP = "aws:cloudwatch/logGroup:LogGroup"


def alarm(**more: Any) -> dict[str, Any]:
    """Return the inputs of an alarm."""
    return {
        "namespace": "AWS/SageMaker",
        "metricName": "ModelLatency",
        "statistic": "Average",
        "period": 60,
        "evaluationPeriods": 1,
        "threshold": 1,
        "comparisonOperator": "GreaterThanThreshold",
        **more,
    }


def seen(world: World, type: str, made: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    """Return what a refresh reads as the inputs of a resource."""
    found = RESOURCES[type].read(world.context, made["id"], inputs, made)
    assert found is not None
    return found[1]


def test_default_tags_join_the_resources_own(empty_world: World) -> None:
    """The provider's tags are on every resource; the resource's own win; the cloud has both."""
    empty_world.context = empty_world.context.derive(
        cloud=Cloud(region="us-west-2", default_tags={"owner": "ml", "environment": "dev"})
    )
    made = empty_world.make(VPC, {"cidrBlock": "10.9.0.0/16", "tags": {"owner": "me"}})
    found = empty_world.context.client("ec2").describe_vpcs(VpcIds=[made["id"]])["Vpcs"][0]["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in found} == {"owner": "me", "environment": "dev"}
    assert made["tagsAll"] == {"owner": "me", "environment": "dev"}


def test_a_change_behind_our_back_is_seen(empty_world: World) -> None:
    """What somebody changes by hand comes back as a changed input, so that the next up repairs it."""
    inputs = empty_world.check(ALARM, alarm())
    made = empty_world.make(ALARM, alarm())
    params = {"AlarmName": made["name"], "EvaluationPeriods": 1, "ComparisonOperator": "LessThanThreshold"}
    metric = {"Namespace": "AWS/SageMaker", "MetricName": "ModelLatency", "Statistic": "Average", "Period": 60}
    empty_world.context.client("cloudwatch").put_metric_alarm(**params, **metric, Threshold=7)
    found = seen(empty_world, ALARM, made, {**inputs, "name": made["name"]})
    assert (found["threshold"], found["comparisonOperator"]) == (7, "LessThanThreshold")


def test_a_setting_that_somebody_adds_is_seen(empty_world: World) -> None:
    """A retention that the program does not speak of is drift too."""
    made = empty_world.make(GROUP, {})
    empty_world.context.client("logs").put_retention_policy(logGroupName=made["name"], retentionInDays=7)
    assert seen(empty_world, GROUP, made, {"name": made["name"]}) == {"name": made["name"], "retentionInDays": 7}


def test_a_tag_that_somebody_removes_is_seen(empty_world: World) -> None:
    """A lost tag is drift."""
    made = empty_world.make(ROLE, {"assumeRolePolicy": trust("sagemaker.amazonaws.com"), "tags": {"owner": "ml"}})
    empty_world.context.client("iam").untag_role(RoleName=made["name"], TagKeys=["owner"])
    inputs = {key: made[key] for key in ("name", "assumeRolePolicy", "tags")}
    assert "tags" not in seen(empty_world, ROLE, made, inputs)


def test_a_policy_is_compared_by_its_meaning(empty_world: World) -> None:
    """Spacing, order of keys and a list of one are no change."""
    old = {
        "name": "r",
        "assumeRolePolicy": '{"Version": "2012-10-17", "Statement": [{"Action": ["a"], "Effect": "Allow"}]}',
    }
    new = {"name": "r", "assumeRolePolicy": '{"Statement":{"Effect":"Allow","Action":"a"},"Version":"2012-10-17"}'}
    assert RESOURCES[ROLE].diff(empty_world.context, "r", old, old, new).changed == {}


def test_an_automatic_name_is_kept(empty_world: World) -> None:
    """The next up does not rename what is there."""
    olds = empty_world.check(ALARM, alarm())
    context = empty_world.context.derive(random_seed=b"another")
    news, _ = RESOURCES[ALARM].check(context, "it", alarm(threshold=2), olds)
    assert news["name"] == olds["name"]


def test_a_fixed_name_is_deleted_before_it_is_made_again(empty_world: World) -> None:
    """Two resources of one name cannot stand side by side."""
    old = {"name": "fixed", "path": "/a/"}
    assert RESOURCES[ROLE].diff(empty_world.context, "fixed", old, old, {**old, "path": "/b/"}).delete_before_replace


def test_another_name_is_made_before_the_old_one_is_deleted(empty_world: World) -> None:
    """Nothing is missing while a replacement comes up."""
    old = {"name": "a", "path": "/a/"}
    diff = RESOURCES[ROLE].diff(empty_world.context, "a", old, old, {"name": "b", "path": "/a/"})
    assert (diff.replace, diff.delete_before_replace) == ({"name"}, False)


def test_unchanged_inputs_are_not_validated_again(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run without changes loads no service model, which keeps it fast."""
    olds = empty_world.check(ALARM, alarm())
    monkeypatch.setattr("modelhost.provider.table.request.failures", lambda *_: 1 / 0)
    assert empty_world.check(ALARM, alarm(), olds) == olds


def test_a_bad_property_is_named_by_the_programs_own_name(empty_world: World) -> None:
    """The refusal names the property as the program writes it, before anything is sent."""
    bad = alarm(alarmDescription="x" * 1025, dimensions={"EndpointName": ""}, treatMissingData="mising")
    _, failures = empty_world.failures(ALARM, bad)
    assert {failure.property: failure.reason.split(";")[0] for failure in failures} == {
        "alarmDescription": "has 1025 characters",
        "dimensions[0].value": "has 0 characters",
        "treatMissingData": "'mising' does not match missing|ignore|breaching|notBreaching",
    }


def test_a_preview_with_unknown_values_is_validated(empty_world: World) -> None:
    """What is known is checked although something else is not known yet."""
    _, failures = empty_world.failures(ALARM, alarm(alarmActions=[UNKNOWN], statistic="Averag"))
    assert [failure.property for failure in failures] == ["statistic"]


def test_a_property_that_the_sandbox_lacks_is_refused(empty_world: World) -> None:
    """Nothing is ignored in silence."""
    _, failures = empty_world.failures(VPC, {"cidrBlock": "10.0.0.0/16", "ipv6CidrBlock": "::/0"})
    assert [failure.property for failure in failures] == ["ipv6CidrBlock"]


def test_a_refused_creation_makes_nothing(empty_world: World) -> None:
    """An error of the first call is an error, not a half-made resource."""
    inputs = {"vpcId": "vpc-12345678", "cidrBlock": "10.9.1.0/24"}
    with pytest.raises(Exception, match=r"InvalidVpcID\.NotFound"):
        RESOURCES[SUBNET].create(empty_world.context, inputs)


def test_a_creation_that_stops_half_way_keeps_its_id(empty_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later step that fails leaves a resource that the state must know, and the next up finishes it."""
    given = {"cidrBlock": "10.9.0.0/16", "enableDnsHostnames": True}
    inputs = empty_world.check(VPC, given)
    client = empty_world.context.client("ec2")
    with monkeypatch.context() as patch:
        patch.setattr(client, "modify_vpc_attribute", lambda **_: 1 / 0)
        with pytest.raises(PartialCreate) as half:
            RESOURCES[VPC].create(empty_world.context, inputs)
    empty_world.made.append((RESOURCES[VPC], half.value.id, {}))
    RESOURCES[VPC].update(empty_world.context, half.value.id, half.value.outputs, inputs, inputs)
    found = client.describe_vpc_attribute(VpcId=half.value.id, Attribute="enableDnsHostnames")
    assert found["EnableDnsHostnames"]["Value"] is True


def test_content_keeps_a_bucket_unless_the_program_lets_it_go(empty_world: World) -> None:
    """A bucket with content is deleted only with forceDestroy, then with every version of everything."""
    bucket = empty_world.bucket()
    versioning = {"bucket": bucket, "versioningConfiguration": {"status": "Enabled"}}
    empty_world.make("aws:s3/bucketVersioning:BucketVersioning", versioning)
    for text in ("one", "two"):
        empty_world.context.client("s3").put_object(Bucket=bucket, Key="k", Body=text)
    with pytest.raises(Exception, match="BucketNotEmpty"):
        RESOURCES[BUCKET].delete(empty_world.context, bucket, {"bucket": bucket, "forceDestroy": False})
    RESOURCES[BUCKET].delete(empty_world.context, bucket, {"bucket": bucket, "forceDestroy": True})
    assert RESOURCES[BUCKET].read(empty_world.context, bucket, {"bucket": bucket}, {}) is None


def test_an_object_changes_with_its_content(empty_world: World) -> None:
    """The engine's hash decides: the same content elsewhere is no change."""
    old = {"bucket": "b", "key": "k", "source": Asset("1", path="a")}
    same, other = {**old, "source": Asset("1", path="b")}, {**old, "source": Asset("2", path="a")}
    diff = RESOURCES[OBJECT].diff
    assert diff(empty_world.context, "b/k", old, old, same).changed == {}
    assert set(diff(empty_world.context, "b/k", old, old, other).changed) == {"source"}


def test_deleting_what_is_gone_succeeds(empty_world: World) -> None:
    """Somebody who deleted it by hand does not stop a destroy."""
    made = empty_world.network()
    empty_world.context.client("ec2").delete_vpc(VpcId=made["id"])
    RESOURCES[VPC].delete(empty_world.context, made["id"], made)
    assert RESOURCES[VPC].read(empty_world.context, made["id"], {"cidrBlock": "10.9.0.0/16"}, made) is None


def test_a_new_security_group_lets_nothing_out(empty_world: World) -> None:
    """AWS opens a new group's way out; the official provider closes it."""
    made = empty_world.group()
    found = empty_world.context.client("ec2").describe_security_groups(GroupIds=[made["id"]])["SecurityGroups"][0]
    assert (found["IpPermissions"], found["IpPermissionsEgress"]) == ([], [])


@pytest.mark.parametrize("kind", ["throttle", "server_error"])
def test_a_burst_of_refusals_is_survived(empty_world: World, kind: str) -> None:
    """Throttling and errors of AWS's own are tried again, a bounded number of times."""
    fault = {"service": "ec2", "operation": "CreateVpc", "count": 2, "kind": kind}
    empty_world.sandbox.control("faults", fault)
    assert empty_world.network()["id"].startswith("vpc-")


@pytest.mark.parametrize(
    ("news", "replaced"),
    [({"cidrIpv4": "10.0.0.0/8"}, False), ({"cidrIpv4": None, "cidrIpv6": "::/0"}, True)],
)
def test_a_rule_is_replaced_when_the_kind_of_its_source_changes(
    empty_world: World, news: dict[str, Any], replaced: bool
) -> None:
    """Another range is set in place; an address range of the other kind is another rule."""
    type = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    olds = {"securityGroupId": "sg-1", "ipProtocol": "-1", "cidrIpv4": "10.9.0.0/16"}
    wanted = {key: value for key, value in {**olds, **news}.items() if value is not None}
    diff = RESOURCES[type].diff(empty_world.context, "sgr-1", olds, olds, wanted)
    assert bool(diff.replace) is replaced
