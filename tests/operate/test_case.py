"""Interrupted creations as cases to decide."""

from __future__ import annotations

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.case import Choice, cases
from tests.cloud.embedded import unique
from tests.operate.state import exported, operation, provider, resource, urn

VPC = "aws:ec2/vpc:Vpc"
EIP = "aws:ec2/eip:Eip"


def make_vpc(cloud: Cloud, environment: str) -> str:
    """Make a VPC of an environment."""
    tags = [{"Key": "environment", "Value": environment}]
    specification = [{"ResourceType": "vpc", "Tags": tags}]
    made = cloud.client("ec2").create_vpc(CidrBlock="10.9.0.0/16", TagSpecifications=specification)
    return str(made["Vpc"]["VpcId"])


def make_address(cloud: Cloud, environment: str) -> str:
    """Make an elastic address of an environment."""
    tags = [{"Key": "environment", "Value": environment}]
    specification = [{"ResourceType": "elastic-ip", "Tags": tags}]
    made = cloud.client("ec2").allocate_address(Domain="vpc", TagSpecifications=specification)
    return str(made["AllocationId"])


def test_what_was_made_is_to_be_imported(cloud: Cloud):
    """That is the advice; deleting it is the other choice."""
    environment = unique("env")
    made = make_vpc(cloud, environment)
    state = exported([provider(environment=environment)], [operation(VPC, "main", {"cidrBlock": "10.9.0.0/16"})])
    [case] = cases(state, cloud)
    assert (case.ids, case.choices) == ((made,), (Choice.IMPORT, Choice.DELETE))


def test_what_was_not_made_is_forgotten(cloud: Cloud):
    """There is nothing to decide."""
    state = exported([provider(environment=unique("env"))], [operation(VPC, "main", {"cidrBlock": "10.9.0.0/16"})])
    [case] = cases(state, cloud)
    assert (case.ids, case.choices) == ((), (Choice.FORGET,))


def test_what_the_state_lists_is_not_found_again(cloud: Cloud):
    """Somebody ran `pulumi up` before recovering: only the first object is left over, and can only go."""
    environment = unique("env")
    first, second = make_vpc(cloud, environment), make_vpc(cloud, environment)
    known = resource(VPC, "main", id=second)
    pending = operation(VPC, "main", {"cidrBlock": "10.9.0.0/16"})
    [case] = cases(exported([provider(environment=environment), known], [pending]), cloud)
    assert (case.ids, case.choices) == ((first,), (Choice.DELETE,))


def test_twins_made_at_the_same_time_get_one_object_each(cloud: Cloud):
    """Two addresses without a name of their own are interchangeable, and none is taken twice."""
    environment = unique("env")
    made = {make_address(cloud, environment), make_address(cloud, environment)}
    pending = [operation(EIP, "nat-a", {"domain": "vpc"}), operation(EIP, "nat-b", {"domain": "vpc"})]
    found = cases(exported([provider(environment=environment)], pending), cloud)
    assert [len(case.ids) for case in found] == [1, 1]
    assert {case.ids[0] for case in found} == made


def test_several_left_by_several_killed_runs_belong_to_one_case(cloud: Cloud):
    """None of them stays unlisted."""
    environment = unique("env")
    made = {make_address(cloud, environment) for _ in range(3)}
    [case] = cases(exported([provider(environment=environment)], [operation(EIP, "nat", {"domain": "vpc"})]), cloud)
    assert set(case.ids) == made


def test_an_unknown_type_has_no_choice_until_the_user_gives_an_id(cloud: Cloud):
    """We do not guess that it was never made."""
    queue = "aws:sqs/queue:Queue"
    state = exported([], [operation(queue, "jobs")])
    [case] = cases(state, cloud)
    assert (case.searched, case.choices) == (False, ())
    [given] = cases(state, cloud, {urn(queue, "jobs"): "https://sqs/jobs"})
    assert (given.ids, given.choices[0]) == (("https://sqs/jobs",), Choice.IMPORT)


def test_updates_are_no_cases(cloud: Cloud):
    """The state knows the object; a refresh reads how far the update got."""
    assert cases(exported([], [operation(VPC, "main", doing="updating")]), cloud) == []
