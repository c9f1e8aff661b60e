"""The variables of a sandbox shell."""

import subprocess
import sys
from pathlib import Path

from modelhost.sandbox import environment
from modelhost.sandbox.layout import Layout

LAYOUT = Layout(Path("/project"), Path("/project/.sandbox"))
PULUMI = Path("/opt/pulumi/bin/pulumi")


def variables(**had: str) -> dict[str, str]:
    """The variables for a shell that had *had*."""
    return environment.variables(LAYOUT, 4321, PULUMI, {"PATH": "/usr/bin:/bin"} | had)


def test_the_virtualenv_comes_first_then_the_engine() -> None:
    """Plain `modelhost`, `aws` and `python` are the project's, `pulumi` is the one that suits."""
    assert variables()["PATH"] == f"{Path(sys.prefix) / 'bin'}:/opt/pulumi/bin:/usr/bin:/bin"


def test_entering_twice_changes_nothing() -> None:
    """A sandbox shell inside a sandbox shell has the same variables."""
    once = variables()
    assert environment.variables(LAYOUT, 4321, PULUMI, once) == once


def test_everything_points_at_the_sandbox() -> None:
    """AWS is the embedded one; Pulumi's state and home lie in the sandbox's folder."""
    chosen = variables()
    assert [chosen[name] for name in ("AWS_ENDPOINT_URL", "PULUMI_BACKEND_URL", "PULUMI_HOME")] == [
        "http://127.0.0.1:4321",
        "file:///project/.sandbox/state?metadata=skip",
        "/project/.sandbox/pulumi",
    ]


def test_loopback_passes_a_proxy_by() -> None:
    """Where a proxy is configured, loopback is added to the hosts that are reached directly."""
    chosen = variables(HTTPS_PROXY="http://proxy.example:3128", no_proxy="intern.example")
    assert (chosen["no_proxy"], chosen["NO_PROXY"]) == ("intern.example,127.0.0.1,localhost",) * 2


def test_a_shell_takes_any_value() -> None:
    """Blanks, quotes and dollars in a value reach the shell as they are, and a profile of the user's is dropped."""
    text = environment.shell({"AWS_REGION": "it's $HOME; true"}) + 'printf %s "$AWS_REGION$AWS_PROFILE"'
    shell = subprocess.run(
        ["sh", "-c", text], capture_output=True, text=True, check=True, env={"AWS_PROFILE": "live", "PATH": "/bin"}
    )
    assert shell.stdout == "it's $HOME; true"
