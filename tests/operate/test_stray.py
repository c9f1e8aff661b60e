"""Objects that nobody would ever delete."""

from __future__ import annotations

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.stray import known, strays
from tests.cloud.embedded import unique
from tests.operate.state import exported, provider, resource
from tests.operate.test_case import make_vpc

VPC = "aws:ec2/vpc:Vpc"


@pytest.mark.parametrize(
    ("arn", "listed"),
    [
        ("arn:aws:ec2:us-west-2:1:vpc/vpc-1", "vpc-1"),
        ("arn:aws:s3:::dev-models", "dev-models"),
        ("arn:aws:sns:us-west-2:1:alarms", "arn:aws:sns:us-west-2:1:alarms"),
        ("arn:aws:logs:us-west-2:1:log-group:/aws/sagemaker/Endpoints/dev", "/aws/sagemaker/Endpoints/dev"),
        ("arn:aws:cloudwatch:us-west-2:1:alarm:dev-p99", "dev-p99"),
    ],
)
def test_an_arn_is_known_by_itself_or_by_its_name(arn: str, listed: str):
    """A state holds ids of every shape."""
    assert known(arn, {listed})


def test_a_forgotten_object_is_told_of(cloud: Cloud):
    """Somebody cleared the pending creation of a VPC that had been made."""
    environment = unique("env")
    listed, forgotten = make_vpc(cloud, environment), make_vpc(cloud, environment)
    state = exported([provider(environment=environment), resource(VPC, "main", id=listed)], [])
    assert [arn.rpartition("/")[2] for arn in strays(state, cloud)] == [forgotten]


def test_what_is_being_recovered_is_no_stray(cloud: Cloud):
    """It is listed with its pending creation."""
    environment = unique("env")
    made = make_vpc(cloud, environment)
    assert strays(exported([provider(environment=environment)], []), cloud, [made]) == ()


def test_a_key_that_is_going_is_no_stray(cloud: Cloud):
    """A deleted key keeps its tags until its end."""
    environment, client = unique("env"), cloud.client("kms")
    key = client.create_key(Tags=[{"TagKey": "environment", "TagValue": environment}])["KeyMetadata"]["KeyId"]
    client.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert strays(exported([provider(environment=environment)], []), cloud) == ()


def test_without_tags_nothing_can_be_told(cloud: Cloud):
    """Everything in the account would be a stray."""
    assert strays(exported([], []), cloud) == ()
