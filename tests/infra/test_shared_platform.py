"""What is already there is used; what is missing at another stack is named."""

import pulumi
import pytest

from infra.shared_platform import PLATFORM_OUTPUTS, other_platform
from tests.components.recording import ACCOUNT, REGION, record

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:theirs"
EXISTING = {
    "vpc_id": "vpc-0123456789abcdef0",
    "private_subnet_ids": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
}


def test_an_existing_key_encrypts_everything(run):
    """No key for data is made, and the endpoint's volume has theirs."""
    found = run(storage={"kms_key_arn": KEY})
    assert [each.name for each in found.of("Key")] == ["dev-alarms-key"]
    assert found.one("modelhost:index:EndpointConfiguration")["kmsKeyArn"] == KEY


def test_an_existing_bucket_takes_the_artifacts(run):
    """No bucket is made."""
    found = run(storage={"bucket": "their-bucket"})
    assert found.of("Bucket") == []
    assert found.one("BucketObjectv2")["bucket"] == "their-bucket"


def test_an_existing_topic_takes_the_alarms(run):
    """No topic and no key for it are made."""
    found = run(notify={"topic_arn": TOPIC})
    assert found.of("Topic") == []
    assert found.one("MetricAlarm", "dev-digits-alarms-cpu")["alarmActions"] == [TOPIC]


def test_an_existing_network_gets_a_security_group_when_it_names_none(run):
    """Containers get a group that lets nothing in; subnets are theirs."""
    found = run(network={"existing": EXISTING})
    assert found.of("Vpc") + found.of("Subnet") == []
    assert found.one("SecurityGroup")["vpcId"] == EXISTING["vpc_id"]
    [rule] = found.of("SecurityGroupEgressRule")
    assert (rule.inputs["cidrIpv4"], rule.inputs["fromPort"], rule.inputs["toPort"]) == ("0.0.0.0/0", 443, 443)
    config = found.one("modelhost:index:Model")["vpcConfig"]
    assert config == {"subnets": EXISTING["private_subnet_ids"], "securityGroupIds": ["dev-network-models-id"]}


def test_an_existing_network_may_name_its_security_groups(run):
    """Then nothing of the network is ours."""
    found = run(network={"existing": {**EXISTING, "security_group_ids": ["sg-0123456789abcdef0"]}})
    assert found.of("SecurityGroup") == []
    assert found.one("modelhost:index:Model")["vpcConfig"]["securityGroupIds"] == ["sg-0123456789abcdef0"]


def test_missing_outputs_name_the_stack_that_should_have_them():
    """The message says which stack, which outputs, and what to run."""
    stack = "organization/modelhost/base"
    outputs = dict.fromkeys(PLATFORM_OUTPUTS[:4], "there")
    with pytest.raises(pulumi.RunError) as refused:
        record(lambda: other_platform(stack).key_arn, {stack: outputs})
    assert str(refused.value) == (
        f"environment.platform.stack: {stack} lacks the outputs bucket_name, alarm_topic_arn; "
        "it must hold a platform and be up: run `pulumi up -s base` there first"
    )


def test_zones_are_the_first_of_the_region_by_name(run):
    """The order in which AWS lists them does not matter."""
    found = run(network={"zones": 3})
    assert {each.inputs["availabilityZone"] for each in found.of("Subnet")} == {f"{REGION}{zone}" for zone in "abc"}


def test_too_many_zones_are_refused_by_name(run):
    """The region has four."""
    with pytest.raises(pulumi.RunError, match=r"5 zones asked for.*use at most 4"):
        run(network={"zones": 5})
