"""Reading pending operations, and the state that settles them."""

from __future__ import annotations

from modelhost.operate.recovery.pending import (
    Adoption,
    all_read,
    default_tags,
    known_ids,
    pendings,
    settle,
    standing_urns,
    unread,
)
from tests.operate.state import exported, operation, provider, resource, urn

VPC = "aws:ec2/vpc:Vpc"


def test_an_adopted_object_becomes_a_resource_with_what_was_asked_of_it():
    """The pending creation ends as a resource whose outputs start as its inputs, for the provider to read by."""
    state = exported([], [operation(VPC, "main", {"cidrBlock": "10.0.0.0/16", "__defaults": []})])
    settled = settle(state, [Adoption(pendings(state)[0], "vpc-1")])
    assert settled["deployment"]["resources"] == [
        resource(
            VPC,
            "main",
            {"cidrBlock": "10.0.0.0/16", "__defaults": []},
            id="vpc-1",
            importID="recovering:vpc-1",
            outputs={"cidrBlock": "10.0.0.0/16"},
        )
    ]


def test_a_settled_state_has_no_pending_operation():
    """The engine drops pending operations on import; what it would warn about is gone already."""
    state = exported([], [operation(VPC, "main")])
    assert "pending_operations" not in settle(state, [])["deployment"]


def test_settling_leaves_the_exported_state_alone():
    """The state as it was is what the backup holds."""
    state = exported([], [operation(VPC, "main")])
    settle(state, [Adoption(pendings(state)[0], "vpc-1")])
    assert state == exported([], [operation(VPC, "main")])


def test_a_doomed_object_enters_marked_for_deletion_and_unprotected():
    """Under a URN that stands already, another object may only enter as one to delete."""
    state = exported([resource(VPC, "main", id="vpc-new")], [operation(VPC, "main")])
    state["deployment"]["pending_operations"][0]["resource"]["protect"] = True
    entered = settle(state, [Adoption(pendings(state)[0], "vpc-old", doomed=True)])["deployment"]["resources"][-1]
    assert (entered["id"], entered["delete"], "protect" in entered) == ("vpc-old", True, False)


def test_an_adopted_object_is_unread_until_the_provider_fills_it():
    """A recovery that was killed itself is resumed from the state alone."""
    state = exported([], [operation(VPC, "main", {"cidrBlock": "10.0.0.0/16"})])
    settled = settle(state, [Adoption(pendings(state)[0], "vpc-1")])
    assert [each.name for each in unread(settled)] == ["main"]
    assert unread(all_read(settled)) == []


def test_what_the_program_imported_keeps_its_import_id():
    """It is not ours to forget."""
    state = exported([resource(VPC, "main", id="vpc-1", importID="vpc-1")], [])
    assert (unread(state), all_read(state)) == ([], state)


def test_default_tags_are_read_from_the_provider():
    """Pulumi stores the provider's nested configuration as JSON text."""
    state = exported([provider(environment="dev", service="modelhost")], [])
    assert default_tags(state) == {"environment": "dev", "service": "modelhost"}


def test_a_resource_to_be_deleted_does_not_stand():
    """Its URN is free, but its id is known."""
    state = exported([resource(VPC, "main", id="vpc-1", delete=True)], [])
    assert (standing_urns(state), known_ids(state)) == (set(), {VPC: {"vpc-1"}})


def test_components_and_providers_are_not_in_the_cloud():
    """A killed run also leaves their creations pending; nothing came of those in AWS."""
    component = operation("modelhost:index:Network", "network")
    component["resource"]["custom"] = False
    state = exported([], [component, operation("pulumi:providers:aws", "aws"), operation(VPC, "main")])
    assert [each.in_cloud for each in pendings(state)] == [False, False, True]


def test_a_name_is_the_last_part_of_the_urn():
    """It is what the program calls the resource."""
    [pending] = pendings(exported([], [operation(VPC, "main")]))
    assert (pending.urn, pending.name) == (urn(VPC, "main"), "main")
