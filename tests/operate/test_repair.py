"""Carrying out what was decided, against an engine that keeps its state in memory."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.engine import Engine, LockedError
from modelhost.operate.recovery.case import Choice
from modelhost.operate.recovery.findings import examine
from modelhost.operate.recovery.pending import Adoption, pendings, settle
from modelhost.operate.recovery.repair import FailedEndpointError, StateChangedError, repair
from tests.cloud.embedded import IMAGE, ROLE, Sandbox, unique
from tests.operate.state import exported, operation, provider, resource, urn
from tests.operate.test_case import make_vpc

VPC = "aws:ec2/vpc:Vpc"
MAIN = urn(VPC, "main")
ENDPOINT = "modelhost:index:Endpoint"
READ = [("load", []), ("refresh", [MAIN]), ("load", [])]
"""Settle the state, read what entered it, take its mark away."""


class MemoryEngine(Engine):
    """An engine without a process: its state is a dictionary, and it remembers what it was told."""

    def __init__(self, state: dict[str, Any], locked: bool = False) -> None:
        """Start from *state*."""
        super().__init__("dev")
        self.state = state
        self.locked = locked
        self.told: list[tuple[str, list[str]]] = []

    def export(self) -> dict[str, Any]:
        """Return a copy."""
        return copy.deepcopy(self.state)

    def load(self, exported: dict[str, Any]) -> None:
        """Take the state, unless somebody holds the lock."""
        if self.locked:
            raise LockedError("created by root@host (pid 42)")
        self.state = copy.deepcopy(exported)
        self.told.append(("load", []))

    def refresh(self, urns: Iterable[str]) -> None:
        """Remember what was read."""
        self.told.append(("refresh", list(urns)))

    def destroy(self, urns: Iterable[str]) -> None:
        """Remember what was deleted."""
        self.told.append(("destroy", list(urns)))


def interrupted(cloud: Cloud, *also: dict[str, Any]) -> tuple[MemoryEngine, str]:
    """A stack killed while it made a VPC, which was made; *also* are more resources."""
    environment = unique("env")
    made = make_vpc(cloud, environment)
    pending = operation(VPC, "main", {"cidrBlock": "10.9.0.0/16"})
    return MemoryEngine(exported([provider(environment=environment), *also], [pending])), made


def carry_out(engine: MemoryEngine, cloud: Cloud, choice: Choice, backups: Path) -> list[str]:
    """Examine, decide the same for all, repair; return what was reported."""
    findings, said = examine(engine, cloud), []
    decisions = {case.pending.urn: choice for case in findings.cases}
    repair(findings, decisions, engine, cloud, backups, said.append)
    return said


def test_an_import_enters_the_state_and_is_read(cloud: Cloud, tmp_path: Path):
    """The resource stands with its id, nothing is pending, and the provider fills the rest."""
    engine, made = interrupted(cloud)
    carry_out(engine, cloud, Choice.IMPORT, tmp_path)
    assert engine.state["deployment"]["resources"][-1]["id"] == made
    assert "pending_operations" not in engine.state["deployment"]
    assert engine.told == READ


def test_a_deletion_is_the_providers_own(cloud: Cloud, tmp_path: Path):
    """The object enters the state first, so that the provider deletes it as it deletes everything."""
    engine, _ = interrupted(cloud)
    carry_out(engine, cloud, Choice.DELETE, tmp_path)
    assert engine.told == [*READ, ("destroy", [MAIN])]


def test_a_second_object_is_left_to_the_next_up(cloud: Cloud, tmp_path: Path):
    """Deleting by URN would hit the one that stands; marked for deletion, the engine deletes just the other."""
    engine, made = interrupted(cloud, resource(VPC, "main", id="vpc-in-use"))
    carry_out(engine, cloud, Choice.DELETE, tmp_path)
    entered = engine.state["deployment"]["resources"][-1]
    assert (entered["id"], entered["delete"], engine.told) == (made, True, [("load", [])])


def test_a_version_is_deleted_past_the_provider(cloud: Cloud, tmp_path: Path):
    """The provider would delete every version of an endpoint that is not there yet, the model in use included."""
    model, name = "modelhost:index:Model", unique("digits")
    tags = [{"Key": "modelhost:urn", "Value": urn(model, "digits").replace("$", "/")}]
    client = cloud.client("sagemaker")
    client.create_model(ModelName=name, ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}, Tags=tags)
    engine = MemoryEngine(exported([], [operation(model, "digits", {"name": name})]))
    carry_out(engine, cloud, Choice.DELETE, tmp_path)
    assert client.list_models(NameContains=name)["Models"] == []
    assert (engine.state["deployment"]["resources"], engine.told) == ([], [("load", [])])


def test_interrupted_updates_are_read_again(cloud: Cloud, tmp_path: Path):
    """How far they got, the cloud knows."""
    state = exported([resource(VPC, "main", id="vpc-1")], [operation(VPC, "main", doing="updating")])
    engine = MemoryEngine(state)
    carry_out(engine, cloud, Choice.IMPORT, tmp_path)
    assert engine.told == READ


def test_a_killed_recovery_is_resumed(cloud: Cloud, tmp_path: Path):
    """What entered the state but was never read is read now, and then there is nothing to recover."""
    engine, made = interrupted(cloud)
    engine.state = settle(engine.state, [Adoption(pendings(engine.state)[0], made)])
    carry_out(engine, cloud, Choice.IMPORT, tmp_path)
    assert (engine.told, examine(engine, cloud).nothing) == (READ, True)


def test_the_state_as_it_was_is_kept_for_its_owner_only(cloud: Cloud, tmp_path: Path):
    """It holds encrypted secrets, and the way back."""
    engine, _ = interrupted(cloud)
    carry_out(engine, cloud, Choice.IMPORT, tmp_path / "backups")
    [backup] = (tmp_path / "backups").iterdir()
    assert (oct(backup.stat().st_mode)[-3:], '"pending_operations"' in backup.read_text()) == ("600", True)


def test_a_state_that_changed_meanwhile_is_left_alone(cloud: Cloud, tmp_path: Path):
    """Another run was at work while the user was thinking."""
    engine, _ = interrupted(cloud)
    findings = examine(engine, cloud)
    engine.state["deployment"]["resources"].append(resource(VPC, "other", id="vpc-2"))
    with pytest.raises(StateChangedError, match="another run is at work"):
        repair(findings, {MAIN: Choice.IMPORT}, engine, cloud, tmp_path, print)
    assert engine.told == []


def test_under_a_lock_nothing_is_touched(cloud: Cloud, tmp_path: Path):
    """The lock is taken before anything in the cloud changes."""
    engine, made = interrupted(cloud)
    engine.locked = True
    with pytest.raises(LockedError):
        carry_out(engine, cloud, Choice.DELETE, tmp_path)
    assert cloud.client("ec2").describe_vpcs(VpcIds=[made])["Vpcs"]


def test_a_failed_endpoint_is_not_worth_importing(sandbox: Sandbox, cloud: Cloud, tmp_path: Path):
    """Imported, it would stand in the state as if it served."""
    name, made_for = unique("e"), urn(ENDPOINT, "digits")
    fault = {"service": "sagemaker", "operation": "CreateEndpoint", "kind": "fail", "count": 1, "reason": "no capacity"}
    sandbox.control("faults", {**fault, "match": {"EndpointName": name}})
    cloud.client("sagemaker").create_endpoint(
        EndpointName=name,
        EndpointConfigName=sandbox.configuration(),
        Tags=[{"Key": "modelhost:urn", "Value": made_for.replace("$", "/")}],
    )
    engine = MemoryEngine(exported([], [operation(ENDPOINT, "digits", {"name": name})]))
    with pytest.raises(FailedEndpointError, match=f"{name} has failed"):
        carry_out(engine, cloud, Choice.IMPORT, tmp_path)
    assert engine.told == []


def test_nothing_interrupted_is_nothing_to_recover(cloud: Cloud):
    """The usual answer."""
    assert examine(MemoryEngine(exported([resource(VPC, "main", id="vpc-1")], [])), cloud).nothing
