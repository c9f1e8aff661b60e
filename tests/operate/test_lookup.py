"""Finding in the embedded AWS what a killed run was making."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.lookup import LOOKUPS
from modelhost.operate.recovery.lookup.query import Query
from tests.cloud.embedded import IMAGE, ROLE, unique

URN = "urn:pulumi:dev::modelhost::modelhost:index:SageMakerEndpoint$modelhost:index:Model::digits-model"


def search(cloud: Cloud, type: str, inputs: Mapping[str, Any], marks: Mapping[str, str], urn: str = URN) -> list[str]:
    """Look for an object as `modelhost recover` does."""
    return LOOKUPS[type].search(Query(cloud, inputs, marks, urn))


def specification(kind: str, tags: Mapping[str, str]) -> list[dict[str, Any]]:
    """Tags of an EC2 object that is being made."""
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]


@pytest.fixture
def marks() -> dict[str, str]:
    """Tags of an environment that no other test uses."""
    return {"environment": unique("env"), "service": "modelhost"}


def vpc(cloud: Cloud, tags: Mapping[str, str], cidr: str = "10.9.0.0/16") -> str:
    """Make a VPC."""
    made = cloud.client("ec2").create_vpc(CidrBlock=cidr, TagSpecifications=specification("vpc", tags))
    return str(made["Vpc"]["VpcId"])


def test_a_vpc_is_found_by_tags_and_addresses(cloud: Cloud, marks: dict[str, str]):
    """Neither another environment's nor one with other addresses is taken for it."""
    wanted = vpc(cloud, marks)
    vpc(cloud, {**marks, "environment": "other"})
    vpc(cloud, marks, cidr="10.8.0.0/16")
    assert search(cloud, "aws:ec2/vpc:Vpc", {"cidrBlock": "10.9.0.0/16"}, marks) == [wanted]


def test_tags_of_the_resource_itself_must_match_too(cloud: Cloud, marks: dict[str, str]):
    """Two subnets of one environment differ by name."""
    wanted = vpc(cloud, {**marks, "Name": "a"})
    vpc(cloud, {**marks, "Name": "b"})
    inputs = {"cidrBlock": "10.9.0.0/16", "tags": {"Name": "a", "__defaults": []}}
    assert search(cloud, "aws:ec2/vpc:Vpc", inputs, marks) == [wanted]


def test_an_elastic_address_is_found_by_tags(cloud: Cloud, marks: dict[str, str]):
    """It costs money as long as it is not attached."""
    made = cloud.client("ec2").allocate_address(Domain="vpc", TagSpecifications=specification("elastic-ip", marks))
    assert search(cloud, "aws:ec2/eip:Eip", {"domain": "vpc"}, marks) == [made["AllocationId"]]


def test_a_rule_is_found_by_what_it_allows(cloud: Cloud, marks: dict[str, str]):
    """Rules have no names; the one that was asked for is told from its neighbours."""
    client = cloud.client("ec2")
    group = client.create_security_group(GroupName=unique("sg"), Description="x", VpcId=vpc(cloud, marks))["GroupId"]
    ids = {}
    for port in (443, 80):
        permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
        made = client.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
        ids[port] = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    inputs = {"securityGroupId": group, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/8"}
    found = search(cloud, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", inputs, marks)
    assert found == [ids[443]]


def test_a_key_is_found_by_tags_and_description(cloud: Cloud, marks: dict[str, str]):
    """Keys have no names."""
    tags = [{"TagKey": key, "TagValue": value} for key, value in marks.items()]
    made = cloud.client("kms").create_key(Description="models", Tags=tags)["KeyMetadata"]["KeyId"]
    cloud.client("kms").create_key(Description="topic", Tags=tags)
    assert search(cloud, "aws:kms/key:Key", {"description": "models"}, marks) == [made]


def test_a_key_that_is_going_is_not_found(cloud: Cloud, marks: dict[str, str]):
    """A deleted key lives on for days, but it is nobody's."""
    client = cloud.client("kms")
    tags = [{"TagKey": key, "TagValue": value} for key, value in marks.items()]
    made = client.create_key(Description="models", Tags=tags)["KeyMetadata"]["KeyId"]
    client.schedule_key_deletion(KeyId=made, PendingWindowInDays=7)
    assert search(cloud, "aws:kms/key:Key", {"description": "models"}, marks) == []


def make_role(cloud: Cloud, name: str, tags: Mapping[str, str]) -> None:
    """Make a role."""
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]
    cloud.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}", Tags=listed)


@pytest.mark.parametrize(
    ("name", "tags", "ours"),
    [
        (lambda: unique("role"), lambda marks: marks, True),
        (lambda: unique("role"), lambda marks: {"environment": "theirs"}, False),
        (lambda: unique("x")[:8] + "-0a1b2c3", lambda marks: {}, True),
        (lambda: "plain" + unique("x").replace("-", ""), lambda marks: {}, False),
    ],
)
def test_a_name_alone_makes_nothing_ours(
    cloud: Cloud,
    marks: dict[str, str],
    name: Callable[[], str],
    tags: Callable[[dict[str, str]], dict[str, str]],
    ours: bool,
):
    """An object counts as ours by its tags, or, when the run died before tagging, by its generated name."""
    called = name()
    make_role(cloud, called, tags(marks))
    assert search(cloud, "aws:iam/role:Role", {"name": called}, marks) == ([called] if ours else [])


@pytest.mark.parametrize(
    ("type", "inputs"),
    [
        ("aws:iam/role:Role", {"name": "never-made"}),
        ("aws:s3/bucket:Bucket", {"bucket": "never-made"}),
        ("aws:kms/alias:Alias", {"name": "alias/never-made"}),
        ("aws:sns/topic:Topic", {"name": "never-made"}),
        ("aws:cloudwatch/logGroup:LogGroup", {"name": "never-made"}),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", {"name": "never-made"}),
        ("aws:cloudwatch/compositeAlarm:CompositeAlarm", {"alarmName": "never-made"}),
        ("aws:budgets/budget:Budget", {"name": "never-made"}),
        ("aws:costexplorer/anomalyMonitor:AnomalyMonitor", {"name": "never-made"}),
        ("aws:costexplorer/anomalySubscription:AnomalySubscription", {"name": "never-made"}),
        ("aws:ec2/natGateway:NatGateway", {"subnetId": "subnet-0"}),
        ("aws:ec2/flowLog:FlowLog", {"vpcId": "vpc-0"}),
        ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcId": "vpc-0", "serviceName": "s3"}),
        ("aws:ec2/routeTable:RouteTable", {"vpcId": "vpc-0"}),
        ("aws:ec2/routeTableAssociation:RouteTableAssociation", {"subnetId": "subnet-0", "routeTableId": "rtb-0"}),
        ("modelhost:index:Model", {"name": "never-made"}),
        ("modelhost:index:EndpointConfiguration", {"name": "never-made"}),
        ("modelhost:index:Endpoint", {"name": "never-made"}),
    ],
)
def test_what_was_never_made_is_not_found(cloud: Cloud, marks: dict[str, str], type: str, inputs: dict[str, str]):
    """The run died before the request went out; that is an answer, not an error."""
    assert search(cloud, type, inputs, marks) == []


def test_a_bucket_is_found_before_it_was_tagged(cloud: Cloud, marks: dict[str, str]):
    """S3 tags a bucket in a second request, which the run may not have lived to send."""
    name = unique("models") + "-0a1b2c3"
    cloud.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region})
    assert search(cloud, "aws:s3/bucket:Bucket", {"bucket": name}, marks) == [name]


def test_a_topic_is_found_by_name_and_tags(cloud: Cloud, marks: dict[str, str]):
    """Its id is its ARN."""
    name = unique("alarms")
    tags = [{"Key": key, "Value": value} for key, value in marks.items()]
    arn = cloud.client("sns").create_topic(Name=name, Tags=tags)["TopicArn"]
    assert search(cloud, "aws:sns/topic:Topic", {"name": name}, marks) == [arn]


@pytest.mark.parametrize(("made_for", "ours"), [(URN, True), ("urn:of:another", False)])
def test_a_model_is_ours_when_it_was_made_for_the_urn(cloud: Cloud, marks: dict[str, str], made_for: str, ours: bool):
    """The provider writes the URN into a tag, with the characters that a tag refuses replaced."""
    name = unique("digits")
    tags = [{"Key": "modelhost:urn", "Value": made_for.replace("$", "/")}]
    cloud.client("sagemaker").create_model(
        ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}, Tags=tags
    )
    assert search(cloud, "modelhost:index:Model", {"name": name}, marks) == ([name] if ours else [])


@pytest.mark.parametrize(
    ("type", "inputs", "id"),
    [
        ("aws:iam/rolePolicy:RolePolicy", {"role": "r", "name": "p"}, "r:p"),
        ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "b"}, "b"),
        ("aws:appautoscaling/target:Target", {"resourceId": "endpoint/e/variant/v"}, "endpoint/e/variant/v"),
        ("aws:cloudwatch/dashboard:Dashboard", {"dashboardName": "d"}, "d"),
        (
            "aws:ec2/route:Route",
            {"routeTableId": "rtb-656c65616e6f72", "destinationCidrBlock": "0.0.0.0/0"},
            "r-rtb-656c65616e6f721080289494",
        ),
    ],
)
def test_what_follows_from_the_request_needs_no_search(
    cloud: Cloud, marks: dict[str, str], type: str, inputs: dict[str, str], id: str
):
    """Its id is known; whether it is there, a refresh tells."""
    assert (search(cloud, type, inputs, marks), LOOKUPS[type].seen) == ([id], False)
