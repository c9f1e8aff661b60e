"""What users can act on is one clear line and exit code 1."""

from __future__ import annotations

from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from modelhost.cli.errors import clear
from tests.cli.conftest import Modelhost


def refused(code: str, message: str) -> ClientError:
    """AWS says no."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "DescribeEndpoint")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refused("AccessDenied", "not you"), "DescribeEndpoint: AccessDenied: not you"),
        (refused("ExpiredToken", "x"), "the AWS credentials have expired (DescribeEndpoint); log in again"),
        (NoRegionError(), "no AWS region is known; set aws:region in the stack file"),
    ],
)
def test_aws_errors_say_what_to_do(error: Exception, said: str):
    """Operation, code and message; or the remedy where there is one."""
    assert clear(error) == said


def test_a_sandbox_that_is_down_is_told_from_a_network_that_is():
    """The remedies differ."""
    local = clear(EndpointConnectionError(endpoint_url="http://127.0.0.1:1/"))
    remote = clear(EndpointConnectionError(endpoint_url="https://sagemaker.us-west-2.amazonaws.com/"))
    assert ("modelhost sandbox up" in str(local), "check the network" in str(remote)) == (True, True)


def test_missing_credentials_name_both_ways():
    """An account or the sandbox."""
    said = str(clear(NoCredentialsError()))
    assert ("aws sso login" in said, "modelhost sandbox env" in said) == (True, True)


def test_a_defect_of_ours_keeps_its_traceback():
    """It is not the user's to act on."""
    assert clear(KeyError("x")) is None


@pytest.mark.parametrize("command", ["show", "drift", "recover"])
def test_a_missing_stack_file_is_named_with_those_there_are(command: str, project: Path, modelhost: Modelhost):
    """No traceback, exit code 1."""
    found = modelhost(command, "-s", "staging")
    assert found.exit_code == 1
    assert "there is no stack file Pulumi.staging.yaml" in found.stderr
    assert "Pulumi.dev.yaml" in found.stderr


def test_outside_a_project_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, modelhost: Modelhost):
    """The commands work in the project."""
    monkeypatch.chdir(tmp_path)
    found = modelhost("show")
    assert (found.exit_code, "no Pulumi.yaml here or above" in found.stderr) == (1, True)


def test_without_credentials_show_says_what_to_do(project: Path, modelhost: Modelhost):
    """One line on standard error, nothing on standard output."""
    found = modelhost("show")
    assert (found.exit_code, found.stdout, "there are no AWS credentials" in found.stderr) == (1, "", True)


def test_a_broken_stack_file_names_every_problem(project: Path, modelhost: Modelhost):
    """All at once, in the words of the file."""
    file = project / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("strategy: auto", "strategy: autoo").replace("owner:", "ownr:"))
    found = modelhost("show")
    assert found.exit_code == 1
    assert "autoo" in found.stderr
    assert "ownr" in found.stderr
