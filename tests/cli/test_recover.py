"""What `modelhost recover` decides, shows and asks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typer
from rich.console import Console

from modelhost.cli.recover import decide, pairs
from modelhost.cli.recover_view import ask, present
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.case import Case, Choice
from modelhost.operate.recovery.execution import DeadExecution
from modelhost.operate.recovery.findings import Findings
from modelhost.operate.recovery.pending import Pending
from modelhost.operate.recovery.record import Record
from modelhost.operate.recovery.scaling import Captured
from tests.cli.conftest import Modelhost
from tests.operate.state import exported, resource, urn

VPC = "aws:ec2/vpc:Vpc"
MAIN = urn(VPC, "main")


def case(type: str = VPC, ids: tuple[str, ...] = ("vpc-1",), searched: bool = True, replaced: bool = False) -> Case:
    """An interrupted creation."""
    return Case(Pending("creating", resource(type, "main")), ids, seen=True, searched=searched, replaced=replaced)


def findings(*cases: Case, **fields: object) -> Findings:
    """What a killed run left."""
    return Findings(exported([], []), cases, fields.pop("interrupted", ()), fields.pop("records", ()), **fields)


@pytest.mark.parametrize(
    ("found", "keep", "drop", "chosen"),
    [
        (case(), True, False, Choice.IMPORT),
        (case(), False, True, Choice.DELETE),
        (case(replaced=True), True, False, Choice.DELETE),
        (case(ids=()), True, False, Choice.FORGET),
    ],
)
def test_flags_decide_without_asking(found: Case, keep: bool, drop: bool, chosen: Choice):
    """Scripts ask nobody; what cannot be kept, because another stands in its place, goes."""
    assert decide(findings(found), keep, drop, set()) == {MAIN: chosen}


def test_an_unknown_type_is_never_decided_by_a_flag():
    """Forgetting it unseen could leave it running and paid for."""
    queue = "aws:sqs/queue:Queue"
    with pytest.raises(OperateError, match=r"--id 'URN=<its id>'.*--forget"):
        decide(findings(case(queue, (), searched=False)), True, False, set())


def test_the_user_may_say_that_it_was_never_made():
    """Having looked."""
    queue = "aws:sqs/queue:Queue"
    found = case(queue, (), searched=False)
    assert decide(findings(found), True, False, {found.pending.urn}) == {found.pending.urn: Choice.FORGET}


@pytest.mark.parametrize(
    ("typed", "chosen"), [("\n", Choice.IMPORT), ("d\n", Choice.DELETE), ("x\ni\n", Choice.IMPORT)]
)
def test_an_answer_may_be_short_and_is_asked_again(typed: str, chosen: Choice, monkeypatch: pytest.MonkeyPatch):
    """Return takes the advice."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert ask(case()) is chosen


def test_ids_are_read_from_the_end():
    """A URN may hold an equals sign."""
    assert pairs(["urn:a=b::c=vpc-1"]) == {"urn:a=b::c": "vpc-1"}


def test_an_id_without_urn_is_refused():
    """Nobody knows what it is for."""
    with pytest.raises(typer.BadParameter, match="URN=ID"):
        pairs(["vpc-1"])


def test_both_flags_contradict_each_other(project: Path, modelhost: Modelhost):
    """Nothing is done."""
    assert modelhost("recover", "--import-all", "--delete-all").exit_code == 2


def shown(found: Findings) -> str:
    """What a terminal without colour shows."""
    console = Console(width=100, file=io.StringIO(), highlight=False)
    present(console, "dev", found)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_nothing_to_recover_is_one_line():
    """The usual answer."""
    assert shown(findings()) == "Nothing to recover: no run of stack dev was interrupted.\n"


def test_each_creation_says_what_was_found_and_what_is_advised():
    """Name, type, id, advice."""
    [line] = [line for line in shown(findings(case())).splitlines() if "vpc-1" in line]
    assert line.split() == ["main", "aws", "Vpc", "vpc-1", "import", "it"]


def test_an_interrupted_update_says_what_will_be_put_back():
    """The scaling that nobody sees in the state."""
    record = Record("dev-chat", "05:00", "a", "b", ({},), ({},), ({}, {}), {"main": 3}, ("x",), {})
    text = " ".join(shown(findings(records=(record,))).split())
    assert "dev-chat was interrupted in its update of 05:00" in text
    assert "put back (targets 1, policies 1, scheduled actions 2, muted alarms 1)" in text


def test_a_dead_state_machine_says_how_it_ended():
    """And what will be put back."""
    captured = Captured(({},), ({}, {}), ())
    arn, ended = "arn:aws:states:us-west-2:123456789012:execution:dev-chat-resize:1", "FAILED: RolledBack: no capacity"
    dead = DeadExecution("dev-chat", arn, "step", "05:00", ended, captured, (), False)
    text = " ".join(shown(findings(executions=(dead,))).split())
    assert "dev-chat was left by its state machine, which began to step it at 05:00 and ended" in text
    assert "FAILED: RolledBack: no capacity" in text
    assert "put back (targets 1, policies 2, scheduled actions 0, muted alarms 0)" in text


def test_strays_are_listed_whole():
    """An ARN cut into two lines cannot be copied."""
    arn = f"arn:aws:sagemaker:us-west-2:123456789012:endpoint/{'x' * 80}"
    assert arn in shown(findings(strays=(arn,)))


def test_not_being_allowed_to_look_is_said():
    """Silence would pass for none."""
    assert "tag:GetResources is not allowed" in shown(findings(strays=None))
