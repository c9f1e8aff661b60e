"""The network is private by default, and reaches AWS without the internet."""

import pytest

from components.network import Network
from components.private_endpoints import INTERFACE_SERVICES
from modelhost.spec.iam import IamSpec
from modelhost.spec.network import NetworkSpec
from tests.components.recording import REGION

ZONES = ["us-west-2a", "us-west-2b"]


def network(account, zones=ZONES, protect=False, **spec):
    """Return a network with defaults to override."""
    return Network(
        "net",
        {
            "spec": NetworkSpec(**spec),
            "account": account,
            "zones": zones,
            "key_arn": "arn:aws:kms:us-west-2:123456789012:key/k",
            "log_retention_days": 30,
            "iam": IamSpec(path="/ml/", permissions_boundary_arn="arn:aws:iam::123456789012:policy/boundary"),
            "protect": protect,
        },
    )


def test_no_subnet_gives_public_addresses(build, account):
    """Two zones make two private and two public subnets, none of which hands out a public address."""
    subnets = build(lambda: network(account)).of("Subnet")
    assert [each.name for each in subnets] == [
        "net-private-us-west-2a",
        "net-private-us-west-2b",
        "net-public-us-west-2a",
        "net-public-us-west-2b",
    ]
    assert {each.inputs["mapPublicIpOnLaunch"] for each in subnets} == {False}


def test_the_default_security_group_is_closed(build, account):
    """Adopted without a rule, it is emptied: what lands in it by accident can talk to nobody."""
    assert build(lambda: network(account)).one("DefaultSecurityGroup") == {"vpcId": "net-id"}


def test_private_names_need_dns(build, account):
    """Interface endpoints are found by name only with both DNS settings on."""
    vpc = build(lambda: network(account)).one("Vpc")
    assert (vpc["enableDnsSupport"], vpc["enableDnsHostnames"]) == (True, True)


@pytest.mark.parametrize(
    ("nat", "gateways", "routes"),
    [
        ("none", [], []),
        ("single", ["net-nat-us-west-2a"], ["net-nat-us-west-2a", "net-nat-us-west-2a"]),
        ("per-zone", ["net-nat-us-west-2a", "net-nat-us-west-2b"], ["net-nat-us-west-2a", "net-nat-us-west-2b"]),
    ],
)
def test_nat_is_as_configured(build, account, nat, gateways, routes):
    """None, one for all zones, or one in each; private subnets are routed accordingly."""
    found = build(lambda: network(account, nat=nat))
    assert [each.name for each in found.of("NatGateway")] == gateways
    assert [each.name for each in found.of("Eip")] == gateways
    private = [each.inputs for each in found.of("Route") if "natGatewayId" in each.inputs]
    assert [each["natGatewayId"] for each in private] == [f"{name}-id" for name in routes]


def test_only_public_subnets_are_routed_to_the_internet(build, account):
    """Without NAT the only default route is that of the public table."""
    [route] = build(lambda: network(account, nat="none")).of("Route")
    assert (route.inputs["routeTableId"], route.inputs["gatewayId"]) == ("net-public-id", "net-id")


def test_s3_is_reached_through_a_gateway_from_every_private_table(build, account):
    """The gateway costs nothing and keeps model downloads off NAT."""
    endpoint = build(lambda: network(account)).one("VpcEndpoint", "net-endpoints-s3")
    assert endpoint["serviceName"] == f"com.amazonaws.{REGION}.s3"
    assert endpoint["vpcEndpointType"] == "Gateway"
    assert endpoint["routeTableIds"] == ["net-private-us-west-2a-id", "net-private-us-west-2b-id"]


def test_interface_endpoints_cover_what_private_inference_needs(build, account):
    """One endpoint per service, in every private subnet, answering to the service's usual name."""
    found = build(lambda: network(account)).of("VpcEndpoint")
    interfaces = [each.inputs for each in found if each.inputs["vpcEndpointType"] == "Interface"]
    assert {each["serviceName"] for each in interfaces} == {f"com.amazonaws.{REGION}.{s}" for s in INTERFACE_SERVICES}
    for each in interfaces:
        assert each["subnetIds"] == ["net-private-us-west-2a-id", "net-private-us-west-2b-id"]
        assert each["securityGroupIds"] == ["net-endpoints-id"]
        assert each["privateDnsEnabled"] is True


def test_interface_endpoints_are_optional_but_the_gateway_is_not(build, account):
    """Turning the paid endpoints off leaves the free one."""
    [only] = build(lambda: network(account, nat="single", interface_endpoints=False)).of("VpcEndpoint")
    assert only.inputs["vpcEndpointType"] == "Gateway"


def test_endpoints_admit_https_from_the_vpc_only(build, account):
    """The one ingress rule of the network is HTTPS from its own addresses."""
    [rule] = build(lambda: network(account, cidr="10.9.0.0/16")).of("SecurityGroupIngressRule")
    assert {key: rule.inputs[key] for key in ("cidrIpv4", "ipProtocol", "fromPort", "toPort")} == {
        "cidrIpv4": "10.9.0.0/16",
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
    }


def test_model_containers_reach_aws_and_nothing_else(build, account):
    """Nothing comes in; HTTPS goes to the VPC's endpoints and to S3."""
    found = build(lambda: network(account, cidr="10.9.0.0/16"))
    rules = {each.name: each.inputs for each in found.of("SecurityGroupEgressRule")}
    assert rules["net-models-out"]["cidrIpv4"] == "10.9.0.0/16"
    assert rules["net-models-s3"]["prefixListId"] == "pl-net-endpoints-s3"
    assert {each["securityGroupId"] for each in rules.values()} == {"net-models-id"}
    assert all(each["description"] and each["fromPort"] == each["toPort"] == 443 for each in rules.values())


def test_flow_logs_can_be_left_out(build, account):
    """A network without flow logs has no log group and no role."""
    found = build(lambda: network(account, flow_logs=False))
    assert found.of("FlowLog") + found.of("LogGroup") + found.of("Role") == []


def test_the_outputs_are_the_private_side(build, account):
    """Endpoints get the private subnets and the containers' security group."""
    found = build(lambda: network(account).private_subnet_ids)
    assert found.value == ["net-private-us-west-2a-id", "net-private-us-west-2b-id"]


def test_the_network_publishes_its_intent(build, account):
    """Policies and previews see the block of the stack file on the component itself."""
    assert build(lambda: network(account, zones=ZONES)).one("modelhost:index:Network")["spec"]["cidr"] == "10.20.0.0/16"
