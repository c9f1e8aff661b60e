"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from modelhost.provider.autoname import NameRule
from modelhost.provider.resource import ProviderError
from modelhost.provider.table import Call, Prop, Row, Run
from modelhost.provider.table.template import Values
from modelhost.sandbox.aws.rows.tagging import ec2_tags

ARN = "arn:{partition}:ec2:{region}:{account_id}"
NAME = NameRule(limit=255, refused=r"[^0-9A-Za-z ._\-:/()#,@\[\]+=&;{}!$*]")
DESCRIBE = Call("describe_security_groups", {"GroupIds": ["{id}"]})


def _close(run: Run, id: str) -> None:
    """Take every rule out of a group."""
    client = run.client()
    rules = client.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [id]}])["SecurityGroupRules"]
    for egress, revoke in (
        (True, client.revoke_security_group_egress),
        (False, client.revoke_security_group_ingress),
    ):
        ids = [rule["SecurityGroupRuleId"] for rule in rules if rule["IsEgress"] is egress]
        if ids:
            revoke(GroupId=id, SecurityGroupRuleIds=ids)


def _create(run: Run) -> Any:
    """AWS opens the egress of a new group; the official provider closes it, and so does this."""
    answer = run.call(
        CREATE, [name for name in run.row.properties if name != "tags"], ec2_tags("security-group").create
    )
    _close(run, answer["GroupId"])
    return answer


CREATE = Call("create_security_group")

SECURITY_GROUP = Row(
    type="aws:ec2/securityGroup:SecurityGroup",
    service="ec2",
    properties={
        "name": Prop(replace=True, api="GroupName"),
        "description": Prop(replace=True, default="Managed by Pulumi"),
        "vpcId": Prop(replace=True, computed=True),
        "revokeRulesOnDelete": Prop(default=False, local=True),
        "tags": Prop(),
    },
    create=_create,
    checks=(CREATE,),
    id="GroupId",
    read=DESCRIBE,
    found="SecurityGroups[0]",
    outputs={"arn": f"{ARN}:security-group/{{id}}", "ownerId": "{account_id}"},
    delete=(Call("delete_security_group", {"GroupId": "{id}"}),),
    tags=ec2_tags("security-group"),
    autoname=("name", NAME),
    unique=("name", "vpcId"),
    missing=("InvalidGroup.NotFound",),
)


def _adopt(run: Run) -> Any:
    """The default group exists with its network; adopting it closes it."""
    filters = [
        {"Name": "group-name", "Values": ["default"]},
        {"Name": "vpc-id", "Values": [run.scope("vpcId")]},
    ]
    groups = run.client().describe_security_groups(Filters=filters)["SecurityGroups"]
    if not groups:
        raise ProviderError(f"network {run.scope('vpcId')} has no default security group")
    _close(run, groups[0]["GroupId"])
    return groups[0]


DEFAULT_SECURITY_GROUP = Row(
    type="aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    service="ec2",
    properties={
        "vpcId": Prop(replace=True, computed=True),
        "revokeRulesOnDelete": Prop(default=False, local=True),
        "tags": Prop(),
    },
    create=_adopt,
    id="GroupId",
    read=DESCRIBE,
    found="SecurityGroups[0]",
    outputs={
        "arn": f"{ARN}:security-group/{{id}}",
        "ownerId": "{account_id}",
        "name": "GroupName",
        "description": "Description",
    },
    tags=replace(ec2_tags("security-group"), create={}),
    missing=("InvalidGroup.NotFound",),
)


def _permission(values: Values) -> Any:
    """One rule in the shape of an IP permission."""
    described = {"Description": values("description")}
    sources = {
        "IpRanges": ("CidrIp", values("cidrIpv4")),
        "Ipv6Ranges": ("CidrIpv6", values("cidrIpv6")),
        "PrefixListIds": ("PrefixListId", values("prefixListId")),
        "UserIdGroupPairs": ("GroupId", values("referencedSecurityGroupId")),
    }
    permission = {
        "IpProtocol": values("ipProtocol"),
        "FromPort": values("fromPort"),
        "ToPort": values("toPort"),
        **{list: [{key: value} | _given(described)] for list, (key, value) in sources.items() if value is not None},
    }
    return [_given(permission)]


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _port(property: str) -> Callable[[Values], Any]:
    """A rule for all protocols has all ports, which a change must say."""
    return lambda values: -1 if values("ipProtocol") == "-1" else values(property)


def _rule(direction: str) -> Row:
    """A rule of its own, so that rules of different owners do not fight over a list."""
    lower = direction.lower()
    return Row(
        type=f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule",
        service="ec2",
        properties={
            "securityGroupId": Prop(replace=True, required=True, api="GroupId"),
            "ipProtocol": Prop(required=True),
            "fromPort": Prop(computed=True),
            "toPort": Prop(computed=True),
            "cidrIpv4": Prop(),
            "cidrIpv6": Prop(),
            "prefixListId": Prop(),
            "referencedSecurityGroupId": Prop(read="ReferencedGroupInfo.GroupId"),
            "description": Prop(),
            "tags": Prop(),
        },
        create=Call(
            f"authorize_security_group_{lower}",
            {"GroupId": "{securityGroupId}", "IpPermissions": _permission},
            auto=False,
        ),
        id="SecurityGroupRules[0].SecurityGroupRuleId",
        read=Call("describe_security_group_rules", {"SecurityGroupRuleIds": ["{id}"]}, auto=False),
        found="SecurityGroupRules[?SecurityGroupRuleId=='{id}'] | [0]",
        update=Call(
            "modify_security_group_rules",
            {
                "GroupId": "{securityGroupId}",
                "SecurityGroupRules": [
                    {
                        "SecurityGroupRuleId": "{id}",
                        "SecurityGroupRule": {
                            "IpProtocol": "{ipProtocol}",
                            "FromPort": _port("fromPort"),
                            "ToPort": _port("toPort"),
                            "CidrIpv4": "{cidrIpv4}",
                            "CidrIpv6": "{cidrIpv6}",
                            "PrefixListId": "{prefixListId}",
                            "ReferencedGroupId": "{referencedSecurityGroupId}",
                            "Description": "{description}",
                        },
                    }
                ],
            },
            auto=False,
        ),
        outputs={"arn": f"{ARN}:security-group-rule/{{id}}", "securityGroupRuleId": "{id}"},
        delete=(
            Call(
                f"revoke_security_group_{lower}",
                {"GroupId": "{securityGroupId}", "SecurityGroupRuleIds": ["{id}"]},
                auto=False,
            ),
        ),
        tags=ec2_tags("security-group-rule"),
        one_of=("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"),
        switch_replaces=True,
        missing=("InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound", "InvalidPermission.NotFound"),
    )


ROWS = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, _rule("Ingress"), _rule("Egress"))
