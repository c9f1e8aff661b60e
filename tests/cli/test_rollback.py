"""An earlier model is served again by what the stack file says, so that the next `up` keeps to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelhost.operate.cloud import Cloud
from tests.cli.conftest import STACK_FILE, Modelhost
from tests.cloud.embedded import REGION, Sandbox, unique
from tests.operate.live import went_live


class Stage:
    """An environment whose second model is bad, and a `pulumi` that remembers what it was told."""

    def __init__(self, sandbox: Sandbox, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Write stack file and history."""
        environment = unique("env")
        self.file = project / "Pulumi.dev.yaml"
        self.file.write_text(STACK_FILE.format(environment=environment).replace("machine:", "machine:  "))
        self.before = self.file.read_text()
        self.endpoint, self.cloud = f"{environment}-digits", Cloud(REGION)
        self.good, self.bad = sandbox.model(), sandbox.model()
        went_live(self.cloud, self.endpoint, self.good)
        went_live(self.cloud, self.endpoint, self.bad)
        self.told = project / "told"
        self.pulumi(0)
        monkeypatch.setenv("PATH", str(project), prepend=":")

    def pulumi(self, exit_code: int) -> None:
        """Let `pulumi` end so."""
        program = self.told.parent / "pulumi"
        program.write_text(f'#!/bin/sh\necho "$@" >> {self.told}\necho "what up says"\nexit {exit_code}\n')
        program.chmod(0o755)

    def commands(self) -> list[str]:
        """What `pulumi` was told."""
        return self.told.read_text().splitlines() if self.told.exists() else []


@pytest.fixture
def stage(logged_in: Sandbox, project: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage of this test's own."""
    return Stage(logged_in, project, monkeypatch)


def test_the_earlier_model_goes_into_the_stack_file_and_up_runs(stage: Stage, modelhost: Modelhost):
    """One line more, behind the model; nothing else is another byte."""
    done = modelhost("rollback", "digits", "--yes")
    line = f"        version: {stage.good}\n"
    assert (done.exit_code, stage.file.read_text().replace(line, "", 1)) == (0, stage.before)
    assert (
        stage.file.read_text().index("model:")
        < stage.file.read_text().index(line)
        < stage.before.index("machine:") + 99
    )
    assert stage.commands() == ["up --stack dev --yes"]


def test_the_change_is_shown_and_asked_for(stage: Stage, modelhost: Modelhost):
    """Who says no has changed nothing."""
    done = modelhost("rollback", "digits", input="n\n")
    assert f"+        version: {stage.good}" in done.stdout
    assert f"{stage.bad} is live, {stage.good} is to be served again" in done.stdout
    assert (done.exit_code, stage.file.read_text(), stage.commands()) == (1, stage.before, [])


def test_a_pipeline_may_run_up_itself(stage: Stage, modelhost: Modelhost):
    """The file is written and nothing runs."""
    done = modelhost("rollback", "digits", "--yes", "--no-up")
    assert (done.exit_code, stage.good in stage.file.read_text(), stage.commands()) == (0, True, [])
    assert "Now run pulumi up --stack dev" in done.stderr


def test_a_failed_up_has_an_exit_code_of_its_own(stage: Stage, modelhost: Modelhost):
    """The file keeps what was asked for, and the message says where one stands."""
    stage.pulumi(255)
    done = modelhost("rollback", "digits", "--yes")
    assert (done.exit_code, stage.good in stage.file.read_text()) == (3, True)
    assert "is written, but `pulumi up` ended with exit code 255" in done.stderr


def test_json_without_yes_only_shows(stage: Stage, modelhost: Modelhost):
    """The file is as it was."""
    document = json.loads(modelhost("rollback", "digits", "--json").stdout)
    assert (document["to"]["models"], document["insteadOf"]["models"]) == ([stage.good], [stage.bad])
    assert (document["written"], stage.file.read_text(), stage.commands()) == (False, stage.before, [])


def test_json_with_yes_says_how_it_went(stage: Stage, modelhost: Modelhost):
    """What `pulumi up` prints goes to standard error."""
    document = json.loads(modelhost("rollback", "digits", "--json", "--yes").stdout)
    assert (document["written"], document["up"], stage.commands()) == (True, 0, ["up --stack dev --yes"])


def test_in_a_sandbox_the_copy_that_the_engine_reads_is_written(
    stage: Stage, modelhost: Modelhost, monkeypatch: pytest.MonkeyPatch
):
    """The secrets of the project's own file do not open there; the message says to carry the line over."""
    stage.file.write_text(f"secretsprovider: awskms://alias/x\n{stage.before}")
    stacks = stage.file.parent / ".sandbox" / "stacks"
    stacks.mkdir(parents=True)
    (stacks / stage.file.name).write_text(stage.before)
    monkeypatch.setenv("PULUMI_BACKEND_URL", f"file://{stage.file.parent / '.sandbox' / 'state'}")
    done = modelhost("rollback", "digits", "--yes")
    assert stage.good in (stacks / stage.file.name).read_text()
    assert stage.good not in stage.file.read_text()
    assert "is the sandbox's copy" in " ".join(done.stderr.split())


def test_the_machine_goes_back_with_the_model(stage: Stage, modelhost: Modelhost):
    """It was changed together with it."""
    went_live(stage.cloud, stage.endpoint, stage.good, machine="ml.m7i.2xlarge")
    went_live(stage.cloud, stage.endpoint, stage.bad)
    modelhost("rollback", "digits", "--yes")
    assert "machine:   ml.m7i.2xlarge\n" in stage.file.read_text()


def test_a_machine_that_the_clock_chose_stays_the_clocks(stage: Stage, modelhost: Modelhost):
    """Only what a person chose is a person's to take back."""
    went_live(stage.cloud, stage.endpoint, stage.good, machine="ml.m7i.2xlarge", reason="schedule")
    went_live(stage.cloud, stage.endpoint, stage.bad)
    modelhost("rollback", "digits", "--yes")
    assert "machine:   ml.m7i.large\n" in stage.file.read_text()


def test_a_model_that_is_gone_is_refused(stage: Stage, modelhost: Modelhost):
    """The file is untouched."""
    stage.cloud.client("sagemaker").delete_model(ModelName=stage.good)
    done = modelhost("rollback", "digits", "--yes")
    assert (done.exit_code, stage.file.read_text(), stage.commands()) == (1, stage.before, [])
    assert f"digits: {stage.good} of version 1 is gone" in done.stderr


def test_what_pulumi_would_refuse_is_refused_before_it_is_written(stage: Stage, modelhost: Modelhost):
    """A machine of long ago may be one that the stack file cannot have."""
    went_live(stage.cloud, stage.endpoint, stage.good, machine="ml.old.large")
    went_live(stage.cloud, stage.endpoint, stage.bad)
    done = modelhost("rollback", "digits", "--yes")
    assert (done.exit_code, stage.file.read_text()) == (1, stage.before)
    assert "'ml.old.large' is not a machine type that the catalogue knows" in done.stderr


def test_a_second_rollback_to_the_same_says_so(stage: Stage, modelhost: Modelhost):
    """The first one's `up` was not run, or failed."""
    modelhost("rollback", "digits", "--yes", "--no-up")
    done = modelhost("rollback", "digits", "--yes")
    assert (done.exit_code, f"says version: {stage.good} already; run `pulumi up`" in done.stderr) == (1, True)


def test_a_rollback_of_a_rollback_changes_the_line(stage: Stage, modelhost: Modelhost):
    """There is one version in the file at any time."""
    stage.file.write_text(stage.before.replace("        scaling:", "        version: m-0   # why\n        scaling:"))
    modelhost("rollback", "digits", "--yes", "--no-up")
    assert f"        version: {stage.good}   # why\n" in stage.file.read_text()
    assert stage.file.read_text().count("version:") == 1
