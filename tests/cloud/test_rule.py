"""Security group rules: their words, their sources and their change."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud.embedded import Sandbox, unique
from tests.cloud.test_network import refused, vpc

HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
WORDS = {"Description": "models in S3"}


def group(cloud: Sandbox) -> str:
    """Create a security group."""
    name = unique("group")
    made = cloud.client("ec2").create_security_group(GroupName=name, Description=name, VpcId=vpc(cloud))
    return str(made["GroupId"])


def prefix_list(cloud: Sandbox) -> str:
    """Find the prefix list of S3."""
    filters = [{"Name": "prefix-list-name", "Values": ["com.amazonaws.us-west-2.s3"]}]
    (found,) = cloud.client("ec2").describe_managed_prefix_lists(Filters=filters)["PrefixLists"]
    return str(found["PrefixListId"])


def sources(cloud: Sandbox) -> dict[str, dict[str, Any]]:
    """Give a source of each kind that is not an IPv4 range."""
    return {
        "PrefixListIds": {"PrefixListId": prefix_list(cloud)},
        "UserIdGroupPairs": {"GroupId": group(cloud)},
        "Ipv6Ranges": {"CidrIpv6": "fd00::/8"},
    }


def shown(cloud: Sandbox, rule: str) -> dict[str, Any]:
    """Describe a rule."""
    found = cloud.client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[rule])
    return dict(found["SecurityGroupRules"][0])


def egress(cloud: Sandbox, place: str, kind: str, source: dict[str, Any]) -> str:
    """Let a group out to a described source."""
    permission = {**HTTPS, kind: [{**source, **WORDS}]}
    made = cloud.client("ec2").authorize_security_group_egress(GroupId=place, IpPermissions=[permission])
    return str(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])


@pytest.mark.parametrize("kind", ["PrefixListIds", "UserIdGroupPairs", "Ipv6Ranges"])
def test_a_rule_keeps_its_description(cloud: Sandbox, kind: str) -> None:
    """Whatever the source, the words come back, and are no other rule."""
    place, source = group(cloud), sources(cloud)[kind]
    rule = egress(cloud, place, kind, source)
    assert shown(cloud, rule)["Description"] == "models in S3"
    with pytest.raises(ClientError, match=r"InvalidPermission\.Duplicate"):
        cloud.client("ec2").authorize_security_group_egress(
            GroupId=place, IpPermissions=[{**HTTPS, kind: [{**source, "Description": "other words"}]}]
        )


def test_a_rule_is_described_anew(cloud: Sandbox) -> None:
    """A change of the words leaves the source as it is."""
    place, source = group(cloud), prefix_list(cloud)
    rule = egress(cloud, place, "PrefixListIds", {"PrefixListId": source})
    wanted = {**HTTPS, "PrefixListId": source, "Description": "other words"}
    cloud.client("ec2").modify_security_group_rules(
        GroupId=place, SecurityGroupRules=[{"SecurityGroupRuleId": rule, "SecurityGroupRule": wanted}]
    )
    found = shown(cloud, rule)
    assert (found["Description"], found["PrefixListId"], found.get("CidrIpv4")) == ("other words", source, None)


def test_the_kind_of_a_source_stays(cloud: Sandbox) -> None:
    """A rule of a prefix list does not become one of a range."""
    place = group(cloud)
    rule = egress(cloud, place, "PrefixListIds", {"PrefixListId": prefix_list(cloud)})
    wanted = [{"SecurityGroupRuleId": rule, "SecurityGroupRule": {**HTTPS, "CidrIpv4": "10.0.0.0/8"}}]
    modify = cloud.client("ec2").modify_security_group_rules
    refused("InvalidParameterValue", modify, GroupId=place, SecurityGroupRules=wanted)


@pytest.mark.parametrize("operation", ["authorize_security_group_egress", "authorize_security_group_ingress"])
@pytest.mark.parametrize("source", [{}, {"IpRanges": []}, {"UserIdGroupPairs": [{"Description": "nobody"}]}])
def test_a_rule_needs_a_source(cloud: Sandbox, operation: str, source: dict[str, Any]) -> None:
    """A permission without range, prefix list or group is refused, and nothing is added."""
    place, ec2 = group(cloud), cloud.client("ec2")
    authorize = getattr(ec2, operation)
    refused("MissingParameter", authorize, GroupId=place, IpPermissions=[{**HTTPS, **source}])
    filters = [{"Name": "group-id", "Values": [place]}]
    (rule,) = ec2.describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    assert rule["IpProtocol"] == "-1"
