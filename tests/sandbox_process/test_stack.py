"""Which stack files the sandbox can open, and what it does with the others."""

import json
from pathlib import Path

import pytest

from modelhost.sandbox import control, process_cloud, stack
from modelhost.sandbox.failure import SandboxError
from modelhost.sandbox.layout import Layout, find

PROD = "secretsprovider: awskms://alias/modelhost\nencryptedkey: c2VjcmV0\nconfig:\n  aws:region: us-west-2 # home\n"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A project with a stack file whose secrets a KMS key guards."""
    (tmp_path / "Pulumi.yaml").write_text("name: modelhost\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text(PROD)
    return find(tmp_path, {})


def remember(layout: Layout, name: str, resources: int) -> None:
    """Write a state with that many resources, as the file backend does."""
    folder = layout.state / ".pulumi" / "stacks" / "modelhost"
    folder.mkdir(parents=True)
    latest = {"resources": [{"urn": str(number)} for number in range(resources)]}
    (folder / f"{name}.json").write_text(json.dumps({"version": 3, "checkpoint": {"latest": latest}}))


def test_the_copy_leaves_out_only_the_secrets_provider(layout: Layout) -> None:
    """A stack of another secrets provider is run from a copy that says everything else it said."""
    assert stack.copy(layout, layout.project / "Pulumi.prod.yaml").read_text() == PROD.split("\n", 2)[2]


def test_the_copy_keeps_its_salt(layout: Layout) -> None:
    """The salt that the engine wrote into the copy survives a later change of the original."""
    copied = stack.copy(layout, layout.project / "Pulumi.prod.yaml")
    copied.write_text(copied.read_text() + "encryptionsalt: v1:abc\n")
    assert stack.copy(layout, layout.project / "Pulumi.prod.yaml").read_text().endswith("encryptionsalt: v1:abc\n")


def test_the_dev_stack_needs_no_copy() -> None:
    """The committed dev stack file opens with the sandbox's passphrase."""
    assert stack.opens_in_sandbox((Path(__file__).parents[2] / "Pulumi.dev.yaml").read_text())


@pytest.mark.parametrize(
    ("wanted", "message"), [("stage", "there is no"), ("some.yaml", "is named Pulumi.<stack>.yaml")]
)
def test_a_wrong_stack_is_refused(layout: Layout, wanted: str, message: str) -> None:
    """A stack without a file, or a file without a stack's name, is refused with what would be right."""
    with pytest.raises(SandboxError, match=message):
        stack.source(layout, wanted)


def test_a_state_without_its_cloud_is_not_dropped_silently(layout: Layout) -> None:
    """When the embedded AWS is gone, `up` names what the state lists and how to go on."""
    remember(layout, "dev", 7)
    with pytest.raises(SandboxError, match=r"7 of dev; run `modelhost sandbox up --reset`"):
        control.settle_lost_state(layout, reset=False, say=print)


def test_reset_forgets_the_state_of_a_lost_cloud(layout: Layout) -> None:
    """With --reset the sandbox starts empty and says so."""
    remember(layout, "dev", 7)
    said: list[str] = []
    control.settle_lost_state(layout, reset=True, say=said.append)
    assert (stack.resources(layout), len(said)) == ({}, 1)


def test_an_empty_state_needs_no_decision(layout: Layout) -> None:
    """A stack that holds nothing has lost nothing."""
    remember(layout, "dev", 0)
    control.settle_lost_state(layout, reset=False, say=print)
    assert stack.resources(layout) == {"dev": 0}


def test_down_keeps_what_is_not_ours(layout: Layout) -> None:
    """`down` removes what the sandbox made and no file that somebody put into its folder."""
    remember(layout, "dev", 1)
    (layout.root / "Pulumi.small.yaml").write_text("config: {}\n")
    control.down(layout)
    assert sorted(path.name for path in layout.root.iterdir()) == ["Pulumi.small.yaml", "lock"]


def test_the_server_does_not_inherit_an_account() -> None:
    """AWS settings of the user's shell stay away from the embedded AWS."""
    assert process_cloud.server_environment({"AWS_PROFILE": "live", "HOME": "/home"}) == {"HOME": "/home"}


def test_elsewhere_moves_the_whole_sandbox(layout: Layout, tmp_path: Path) -> None:
    """MODELHOST_SANDBOX_DIR gives each test run a sandbox of its own."""
    assert find(layout.project, {"MODELHOST_SANDBOX_DIR": str(tmp_path / "x")}).root == tmp_path / "x"
