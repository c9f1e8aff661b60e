"""EC2, S3, KMS, SSM and SNS where AWS is stricter or fuller than moto."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique


def vpc(cloud: Sandbox) -> str:
    """Create a network."""
    return str(cloud.client("ec2").create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"])


def subnet(cloud: Sandbox, network: str) -> str:
    """Create a subnet."""
    return str(cloud.client("ec2").create_subnet(VpcId=network, CidrBlock="10.20.0.0/20")["Subnet"]["SubnetId"])


def gateway(cloud: Sandbox, network: str) -> str:
    """Attach an internet gateway."""
    ec2 = cloud.client("ec2")
    identity = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=identity, VpcId=network)
    return str(identity)


def bucket(cloud: Sandbox) -> str:
    """Create a bucket."""
    name = unique("bucket")
    cloud.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    return name


def refused(code: str, call: Any, **params: Any) -> None:
    """Assert that a call is refused with a code."""
    with pytest.raises(ClientError) as raised:
        call(**params)
    assert raised.value.response["Error"]["Code"] == code


def test_a_nat_gateway_needs_an_internet_gateway(cloud: Sandbox) -> None:
    """A public NAT gateway in a closed network is refused."""
    ec2 = cloud.client("ec2")
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    place = subnet(cloud, vpc(cloud))
    refused("Gateway.NotAttached", ec2.create_nat_gateway, SubnetId=place, AllocationId=allocation)


def test_a_network_is_taken_down_in_order(cloud: Sandbox) -> None:
    """Address, subnet, gateway and network wait for what stands on them."""
    ec2 = cloud.client("ec2")
    network = vpc(cloud)
    place, door = subnet(cloud, network), gateway(cloud, network)
    allocation = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=place, AllocationId=allocation)["NatGateway"]["NatGatewayId"]
    refused("InvalidIPAddress.InUse", ec2.release_address, AllocationId=allocation)
    refused("DependencyViolation", ec2.delete_subnet, SubnetId=place)
    refused("DependencyViolation", ec2.detach_internet_gateway, InternetGatewayId=door, VpcId=network)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    ec2.release_address(AllocationId=allocation)
    ec2.delete_subnet(SubnetId=place)
    refused("DependencyViolation", ec2.delete_vpc, VpcId=network)
    ec2.detach_internet_gateway(InternetGatewayId=door, VpcId=network)
    ec2.delete_vpc(VpcId=network)
    assert network not in [one["name"] for one in cloud.control("resources")]


def test_private_names_need_dns_in_the_network(cloud: Sandbox) -> None:
    """An interface endpoint with private DNS is refused without host names, and gone once deleted."""
    ec2 = cloud.client("ec2")
    network = vpc(cloud)
    place = subnet(cloud, network)
    wanted = {
        "VpcId": network,
        "ServiceName": "com.amazonaws.us-west-2.sagemaker.runtime",
        "VpcEndpointType": "Interface",
        "SubnetIds": [place],
        "PrivateDnsEnabled": True,
    }
    refused("InvalidParameter", ec2.create_vpc_endpoint, **wanted)
    ec2.modify_vpc_attribute(VpcId=network, EnableDnsHostnames={"Value": True})
    identity = ec2.create_vpc_endpoint(**wanted)["VpcEndpoint"]["VpcEndpointId"]
    refused("DependencyViolation", ec2.delete_subnet, SubnetId=place)
    ec2.delete_vpc_endpoints(VpcEndpointIds=[identity])
    refused("InvalidVpcEndpointId.NotFound", ec2.describe_vpc_endpoints, VpcEndpointIds=[identity])


def test_a_group_that_another_names_is_not_deleted(cloud: Sandbox) -> None:
    """A security group stays while a rule of another group refers to it."""
    ec2 = cloud.client("ec2")
    network = vpc(cloud)
    first, second = (
        ec2.create_security_group(GroupName=name, Description=name, VpcId=network)["GroupId"] for name in ("a", "b")
    )
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": first}]}
    ec2.authorize_security_group_ingress(GroupId=second, IpPermissions=[rule])
    refused("DependencyViolation", ec2.delete_security_group, GroupId=first)
    ec2.delete_security_group(GroupId=second)
    ec2.delete_security_group(GroupId=first)


def test_a_tls_only_bucket_takes_objects(cloud: Sandbox) -> None:
    """A denial of plain HTTP does not deny the sandbox, and a plain denial does."""
    name = bucket(cloud)
    s3 = cloud.client("s3")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{name}/*"}
    tls_only = {**deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [tls_only]}))
    s3.put_object(Bucket=name, Key="model.tar.gz", Body=b"x")
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    with pytest.raises(ClientError, match="Forbidden"):
        s3.put_object(Bucket=name, Key="model.tar.gz", Body=b"x")


def test_a_key_tells_its_policy_and_rotation(cloud: Sandbox) -> None:
    """The policy name may be left out, and the rotation period comes back."""
    kms = cloud.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": []})
    kms.put_key_policy(KeyId=key, Policy=policy)
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=180)
    assert kms.get_key_policy(KeyId=key)["Policy"] == policy
    shown = kms.get_key_rotation_status(KeyId=key)
    assert (shown["KeyRotationEnabled"], shown["RotationPeriodInDays"]) == (True, 180)


def test_an_encrypted_log_group_needs_a_key_that_lets_logs_in(cloud: Sandbox) -> None:
    """The key's policy must name the service of the region, for this very group."""
    kms, logs = cloud.client("kms"), cloud.client("logs")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    group = unique("/aws/sagemaker/Endpoints/digits")
    refused("InvalidParameterException", logs.create_log_group, logGroupName=group, kmsKeyId=key)
    arn = f"arn:aws:logs:us-west-2:123456789012:log-group:{group}"
    grant = {
        "Effect": "Allow",
        "Principal": {"Service": "logs.us-west-2.amazonaws.com"},
        "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": arn}},
    }
    kms.put_key_policy(KeyId=key, Policy=json.dumps({"Version": "2012-10-17", "Statement": [grant]}))
    logs.create_log_group(logGroupName=group, kmsKeyId=key)


def test_a_standard_parameter_holds_4096_characters(cloud: Sandbox) -> None:
    """A longer value needs the advanced tier."""
    ssm = cloud.client("ssm")
    wanted = {"Name": unique("/modelhost/x"), "Value": "x" * 4097, "Type": "String"}
    refused("ValidationException", ssm.put_parameter, **wanted)
    ssm.put_parameter(**wanted, Tier="Advanced")


def test_an_email_subscription_stays_pending(cloud: Sandbox) -> None:
    """Nobody confirms an address here, so its subscription has no ARN to show."""
    sns = cloud.client("sns")
    topic = sns.create_topic(Name=unique("topic"))["TopicArn"]
    wanted = {"TopicArn": topic, "Protocol": "email", "Endpoint": "a@example.com", "ReturnSubscriptionArn": True}
    arn = sns.subscribe(**wanted)["SubscriptionArn"]
    (shown,) = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert (shown["SubscriptionArn"], shown["Endpoint"]) == ("PendingConfirmation", "a@example.com")
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert attributes["PendingConfirmation"] == "true"
