"""A workbench for engine tests: one sandbox, one stack file, and the commands a user would type."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
COMMAND_SECONDS = 240
FINAL_STATE_ONLY = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
"""Makes an engine that runs to its end save the state once: half its time goes into saving it after each step."""
WITH_STACK_FILE = {"up", "preview", "refresh", "destroy", "config"}


@dataclass(frozen=True)
class Ran:
    """What one command did: exit code and everything it printed."""

    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """Both streams, as a user sees them."""
        return self.stdout + self.stderr

    def ok(self) -> Ran:
        """The same run, which must have succeeded."""
        assert self.code == 0, self.output
        return self

    def failed(self) -> Ran:
        """The same run, which must have failed without a traceback."""
        assert self.code != 0, self.output
        assert "Traceback" not in self.output, self.output
        return self


@dataclass
class Workbench:
    """A sandbox in its own folder and a stack whose file can be edited."""

    folder: Path
    stack: str
    content: dict[str, Any]
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def stack_file(self) -> Path:
        """The stack file that the engine reads; the repository's own is never touched."""
        return self.folder / f"Pulumi.{self.stack}.yaml"

    @property
    def environment(self) -> dict[str, Any]:
        """The block under `modelhost:environment`, to be edited in place."""
        block: dict[str, Any] = self.content["config"]["modelhost:environment"]
        return block

    @cached_property
    def shell(self) -> dict[str, str]:
        """The variables of a sandbox shell, as `modelhost sandbox env` prints them; the stack is created, too."""
        own = {"MODELHOST_SANDBOX_DIR": str(self.folder), "MODELHOST_SANDBOX_TRANSITION_SECONDS": "0.2"}
        base = os.environ | own | dict(self.variables)
        modelhost = str(Path(sys.executable).parent / "modelhost")
        up = [modelhost, "sandbox", "up", "--json", "--end-with", str(os.getpid()), "--stack", str(self.stack_file)]
        run(up, base).ok()
        exported = json.loads(run([modelhost, "sandbox", "env", "--json"], base).ok().stdout)
        return base | {name: str(value) for name, value in exported.items()}

    def cloud_name(self, endpoint: str = "digits") -> str:
        """The name in the cloud of an endpoint of this stack."""
        return f"{self.environment['name']}-{endpoint}"

    def sibling(self, stack: str, content: dict[str, Any]) -> Workbench:
        """Another stack in the same sandbox and account."""
        other = Workbench(self.folder, stack, copy.deepcopy(content), self.variables)
        other.__dict__["shell"] = self.shell
        return other

    def init(self) -> Workbench:
        """Create the stack in the sandbox's state, and the sandbox if there is none."""
        self.write()
        if "shell" in self.__dict__:
            self.modelhost("sandbox", "up", "--stack", str(self.stack_file)).ok()
        assert self.shell
        return self

    def write(self) -> None:
        """Put the edited content into the stack file."""
        self.stack_file.write_text(yaml.safe_dump(self.content, sort_keys=False))

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Change the environment block and write the file."""
        change(self.environment)
        self.write()

    def command(self, verb: tuple[str, ...]) -> list[str]:
        """The pulumi command line for *verb* on this stack; not every verb takes a stack file."""
        file = ("--config-file", str(self.stack_file)) if verb[0] in WITH_STACK_FILE else ()
        return ["pulumi", *verb, "--non-interactive", "-C", str(REPOSITORY), *file, "-s", self.stack]

    def pulumi(self, *verb: str) -> Ran:
        """Run a pulumi command as a user of a sandbox shell would."""
        return run(self.command(verb), self.shell | FINAL_STATE_ONLY)

    def up(self, *flags: str) -> Ran:
        """`pulumi up` without questions."""
        return self.pulumi("up", "--yes", "--skip-preview", *flags)

    def changes(self, *flags: str) -> dict[str, int]:
        """What a preview would do, counted by operation, unchanged resources left out."""
        summary = json.loads(self.pulumi("preview", "--json", *flags).ok().stdout)["changeSummary"]
        return {operation: count for operation, count in summary.items() if operation != "same"}

    def planned(self) -> set[tuple[str, str]]:
        """What a preview would do, as operations on types, components left out."""
        steps = json.loads(self.pulumi("preview", "--json").ok().stdout)["steps"]
        acts = {(step["op"], step["urn"].split("::")[2].split("$")[-1]) for step in steps}
        return {(operation, kind) for operation, kind in acts if operation != "same" and kind.startswith("aws:")}

    def start(self, *verb: str, variables: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a pulumi command in a process group of its own, to be watched, or killed in the middle."""
        return subprocess.Popen(
            self.command(verb),
            env={**self.shell, **(variables or {})},
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def export(self) -> dict[str, Any]:
        """The deployment as the engine stored it."""
        deployment: dict[str, Any] = json.loads(self.pulumi("stack", "export").ok().stdout)["deployment"]
        return deployment

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs."""
        result: dict[str, Any] = json.loads(self.pulumi("stack", "output", "--json").ok().stdout)
        return result

    def modelhost(self, *arguments: str) -> Ran:
        """Run one of our own commands in the sandbox shell."""
        return run(["modelhost", *arguments], self.shell)

    def on_stack(self, command: str, *arguments: str) -> Ran:
        """Run one of our own commands on this stack."""
        return self.modelhost(command, "-s", self.stack, "--config-file", str(self.stack_file), *arguments)

    def aws(self, service: str) -> Any:
        """A boto3 client against the embedded AWS."""
        return boto3.client(
            service,
            endpoint_url=self.shell["AWS_ENDPOINT_URL"],
            region_name=self.shell["AWS_REGION"],
            aws_access_key_id=self.shell["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.shell["AWS_SECRET_ACCESS_KEY"],
        )

    def control(self, path: str, body: Mapping[str, Any] | None = None, method: str | None = None) -> Any:
        """Call the embedded AWS's control plane (`calls`, `faults`, `scale`, `resources`)."""
        url = f"{self.shell['AWS_ENDPOINT_URL']}/_modelhost/{path}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"null")

    def close(self) -> None:
        """Stop what this sandbox started."""
        self.modelhost("sandbox", "down").ok()


def run(arguments: list[str], variables: Mapping[str, str]) -> Ran:
    """Run a command to its end, bounded in time; on a time-out kill its whole group."""
    with subprocess.Popen(
        arguments, env=dict(variables), cwd=REPOSITORY, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            stdout, stderr = process.communicate(timeout=COMMAND_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            stdout, stderr = process.communicate()
            raise AssertionError(f"{arguments} took over {COMMAND_SECONDS} s:\n{stdout}\n{stderr}") from None
    return Ran(process.returncode, stdout, stderr)
