"""Which operations of EC2 are answered or guarded here."""

from __future__ import annotations

from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.network import check, endpoint, rule

SERVICE = "ec2"
ANSWERS: HandlerTable = {
    (SERVICE, "DeleteVpcEndpoints"): endpoint.delete,
    (SERVICE, "ModifyVpcEndpoint"): endpoint.modify,
    (SERVICE, "ModifySecurityGroupRules"): rule.modify,
}
GUARDS: HandlerTable = {
    (SERVICE, "AuthorizeSecurityGroupEgress"): rule.authorize,
    (SERVICE, "AuthorizeSecurityGroupIngress"): rule.authorize,
    (SERVICE, "CreateVpcEndpoint"): check.create_vpc_endpoint,
    (SERVICE, "CreateNatGateway"): check.create_nat_gateway,
    (SERVICE, "DetachInternetGateway"): check.detach_internet_gateway,
    (SERVICE, "ReleaseAddress"): check.release_address,
    (SERVICE, "DeleteSubnet"): check.delete_subnet,
    (SERVICE, "DeleteSecurityGroup"): check.delete_security_group,
    (SERVICE, "DeleteVpc"): check.delete_vpc,
}
