"""The stacks of the sandbox's file backend: create them without touching a tracked file, count what they hold."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import yaml

from modelhost.sandbox.failure import SandboxError
from modelhost.sandbox.layout import Layout

SANDBOX_SALT = re.compile(r"^encryptionsalt:", re.MULTILINE)
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


def ensure(layout: Layout, name: str, pulumi: Path, env: Mapping[str, str]) -> Path:
    """Create stack *name* unless it exists, and return the stack file to run it with."""
    tracked = layout.project / f"Pulumi.{name}.yaml"
    if not tracked.is_file():
        raise SandboxError(f"{tracked.name}: there is no such stack file in {layout.project}")
    in_place = opens_in_sandbox(tracked.read_text())
    folder = layout.project if in_place else copy(layout, tracked)
    if not checkpoint(layout, name).exists():
        initialise(pulumi, folder, name, env)
    return folder / tracked.name


def copy(layout: Layout, tracked: Path) -> Path:
    """Copy the project and stack file to the sandbox, where a passphrase opens the stack's secrets."""
    layout.stacks.mkdir(parents=True, exist_ok=True)
    (layout.stacks / "Pulumi.yaml").write_text((layout.project / "Pulumi.yaml").read_text())
    target = layout.stacks / tracked.name
    text = without_other_secrets(tracked.read_text())
    salt = re.search(r"^encryptionsalt:.*$", target.read_text(), re.MULTILINE) if target.exists() else None
    target.write_text(text if salt is None else f"{text.rstrip()}\n{salt.group()}\n")
    return layout.stacks


def checkpoint(layout: Layout, name: str) -> Path:
    """Return the file in which the backend keeps stack *name* of this project."""
    project = yaml.safe_load((layout.project / "Pulumi.yaml").read_text())["name"]
    return layout.state / ".pulumi" / "stacks" / str(project) / f"{name}.json"


def initialise(pulumi: Path, folder: Path, name: str, env: Mapping[str, str]) -> None:
    """Run `pulumi stack init` in *folder* without selecting the stack."""
    argv = [str(pulumi), "stack", "init", name, "--no-select", "--non-interactive"]
    result = subprocess.run(argv, cwd=folder, env=dict(env), capture_output=True, text=True)
    if result.returncode:
        raise SandboxError(f"creating stack {name} failed: {result.stderr.strip() or result.stdout.strip()}")
