"""The stacks of the sandbox's file backend: create them without touching a tracked file, count what they hold."""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from modelhost.sandbox.failure import SandboxError
from modelhost.sandbox.layout import Layout

SANDBOX_SALT = re.compile(r"^encryptionsalt:.*$", re.MULTILINE)
OTHER_SECRETS = re.compile(r"^(secretsprovider|encryptedkey):.*\n", re.MULTILINE)


def opens_in_sandbox(stack_file: str) -> bool:
    """Say whether `pulumi stack init` leaves this stack file as it is: it carries a salt for a passphrase."""
    return bool(SANDBOX_SALT.search(stack_file)) and not OTHER_SECRETS.search(stack_file)


def without_other_secrets(stack_file: str) -> str:
    """Return the stack file without the secrets provider that the sandbox has no key for."""
    return OTHER_SECRETS.sub("", stack_file)


def resources(layout: Layout) -> dict[str, int]:
    """Count what each stack of the sandbox's backend holds; the stack and its providers count too."""
    return {path.stem: count(path) for path in sorted((layout.state / ".pulumi" / "stacks").glob("*/*.json"))}


def count(checkpoint: Path) -> int:
    """Return how many resources a checkpoint lists, pending ones included."""
    latest = json.loads(checkpoint.read_text()).get("checkpoint", {}).get("latest") or {}
    return len(latest.get("resources") or []) + len(latest.get("pending_operations") or [])


def source(layout: Layout, wanted: str) -> tuple[str, Path]:
    """Return name and stack file of *wanted*, a name or the path of a stack file."""
    path = Path(wanted)
    file = path.absolute() if path.suffix == ".yaml" else layout.project / f"Pulumi.{wanted}.yaml"
    match = re.fullmatch(r"Pulumi\.(.+)\.yaml", file.name)
    if match is None:
        raise SandboxError(f"{wanted}: a stack file is named Pulumi.<stack>.yaml")
    if not file.is_file():
        raise SandboxError(f"{wanted}: there is no {file}; name a stack whose file is there")
    return match.group(1), file


def ensure(layout: Layout, wanted: str, pulumi: Path, env: Mapping[str, str]) -> tuple[str, Path]:
    """Create the stack unless it exists; return its name and the stack file to run it with."""
    name, file = source(layout, wanted)
    ours = copy(layout, file)
    if not checkpoint(layout, name).exists():
        initialise(pulumi, ours.parent, name, env)
    return name, file if opens_in_sandbox(file.read_text()) else ours


def copy(layout: Layout, file: Path) -> Path:
    """Copy the project and the stack file to the sandbox, where a passphrase opens the stack's secrets."""
    layout.stacks.mkdir(parents=True, exist_ok=True)
    (layout.stacks / "Pulumi.yaml").write_text((layout.project / "Pulumi.yaml").read_text())
    target = layout.stacks / file.name
    before = target.read_text() if target.exists() else ""
    target.write_text(with_salt(without_other_secrets(file.read_text()), before))
    return target


def with_salt(text: str, before: str) -> str:
    """Keep the salt that an earlier copy, *before*, got when its stack was created."""
    salt = SANDBOX_SALT.search(before)
    return text if salt is None or SANDBOX_SALT.search(text) else f"{text.rstrip()}\n{salt.group()}\n"


def checkpoint(layout: Layout, name: str) -> Path:
    """Return the file in which the backend keeps stack *name* of this project."""
    project = yaml.safe_load((layout.project / "Pulumi.yaml").read_text())["name"]
    return layout.state / ".pulumi" / "stacks" / str(project) / f"{name}.json"


def initialise(pulumi: Path, folder: Path, name: str, env: Mapping[str, str]) -> None:
    """Run `pulumi stack init` in *folder* without selecting the stack."""
    run([str(pulumi), "stack", "init", name, "--no-select", "--non-interactive"], folder, env, f"creating stack {name}")


def select_first(layout: Layout, name: str, pulumi: Path, env: Mapping[str, str]) -> None:
    """Select *name* for the project unless a stack is selected, so that commands without `-s` work."""
    if not any((layout.pulumi_home / "workspaces").glob("*.json")):
        run([str(pulumi), "stack", "select", name, "--non-interactive"], layout.project, env, f"selecting stack {name}")


def run(argv: Sequence[str], folder: Path, env: Mapping[str, str], doing: str) -> None:
    """Run a command of the engine; SandboxError says what failed while *doing* what."""
    result = subprocess.run(argv, cwd=folder, env=dict(env), capture_output=True, text=True)
    if result.returncode:
        raise SandboxError(f"{doing} failed: {result.stderr.strip() or result.stdout.strip()}")
