"""Security group rules that keep their description whatever their source is; moto keeps that of a CIDR only."""

from __future__ import annotations

from typing import Any

from moto.ec2.models import security_groups
from moto.ec2.models.security_groups import SecurityGroupRule

from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.network.check import backend

SOURCES = {
    "CidrIpv4": "CidrIp",
    "CidrIpv6": "CidrIpv6",
    "PrefixListId": "PrefixListId",
    "ReferencedGroupId": "GroupId",
}
MEMBERS = ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")
NO_SOURCE = "Missing source specification: include source security group or CIDR information"
NO_GROUP = "Source group ID missing."
OTHER_KIND = "Invalid rule type for security group rule '{rule}'. You may not specify {wanted} for a rule of {kind}."


class Rule(SecurityGroupRule):
    """A rule whose description is apart from its source, so that it makes no other rule of it."""

    def __init__(
        self,
        ec2_backend: Any,
        ip_protocol: str,
        group_id: str,
        from_port: str | None,
        to_port: str | None,
        ip_range: dict[str, str] | None,
        source_group: dict[str, str] | None = None,
        prefix_list_id: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            ec2_backend, ip_protocol, group_id, from_port, to_port, ip_range, source_group, prefix_list_id, **options
        )
        self.prefix_list = prefix_list_id or {}

    @property
    def source(self) -> dict[str, str]:
        """Give the source as it was asked for, with its description."""
        return self.prefix_list or self.source_group or self.ip_range

    @property
    def description(self) -> str | None:
        """Give the words that came with the source."""
        return self.source.get("Description")

    def __eq__(self, other: object) -> bool:
        """Compare what the rules let through, not how they are described."""
        return isinstance(other, Rule) and self._meaning() == other._meaning()

    def rewrite(self, wanted: dict[str, Any]) -> None:
        """Take another source of the same kind, and other words."""
        described = {"Description": wanted["Description"]} if "Description" in wanted else {}
        given = {name: value for name, value in self.source.items() if name != "Description"}
        changed = {SOURCES[name]: value for name, value in wanted.items() if name in SOURCES}
        source = {**given, **changed, **described}
        if self.prefix_list:
            self.prefix_list, self.ip_range = source, {}
            self.prefix_list_id = source["PrefixListId"]
        elif self.source_group:
            self.source_group, self.ip_range = source, {}
        else:
            self.ip_range = source

    def _meaning(self) -> tuple[Any, ...]:
        ports = () if self.ip_protocol == "-1" else (self.from_port, self.to_port)
        source = (self.cidr_ipv4, self.cidr_ipv6, self.source_group.get("GroupId"), self.prefix_list_id)
        return (self.ip_protocol, *ports, *source)


def install() -> None:
    """Let moto's security groups make such rules."""
    security_groups.SecurityGroupRule = Rule  # type: ignore[assignment,misc]


def authorize(call: Call, cloud: Cloud) -> None:
    """Refuse a rule that names no source at all, which moto takes as none."""
    params = call.params
    permissions = params.get("IpPermissions", [])
    given = permissions or "CidrIp" in params or "SourceSecurityGroupName" in params
    if not given or not all(any(one.get(member) for member in MEMBERS) for one in permissions):
        raise RefusalError("MissingParameter", NO_SOURCE, 400)
    pairs = [pair for one in permissions for pair in one.get("UserIdGroupPairs", [])]
    if not all(pair.get("GroupId") or pair.get("GroupName") for pair in pairs):
        raise RefusalError("MissingParameter", NO_GROUP, 400)


def modify(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Rewrite rules, whatever their source is; the kind of the source stays."""
    group_id = call.params["GroupId"]
    wanted = {one["SecurityGroupRuleId"]: one["SecurityGroupRule"] for one in call.params["SecurityGroupRules"]}
    ec2 = backend(call)
    group = ec2.get_security_group_from_id(group_id)
    rules = {name: group.get_rule(name) for name in wanted} if group else {}
    for name, rule in rules.items():
        if rule is not None:
            _same_kind(rule, wanted[name])
    ec2.modify_security_group_rules(group_id, wanted)
    for name, rule in rules.items():
        rule.rewrite(wanted[name])
    return {"Return": True}


def _same_kind(rule: Rule, wanted: dict[str, Any]) -> None:
    for name, key in SOURCES.items():
        if name in wanted and key not in rule.source:
            kind = next(other for other, member in SOURCES.items() if member in rule.source)
            text = OTHER_KIND.format(rule=rule.id, wanted=name, kind=kind)
            raise RefusalError("InvalidParameterValue", text, 400)
