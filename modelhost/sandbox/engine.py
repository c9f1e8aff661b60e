"""Find a Pulumi engine that suits the project, or build the pinned one; standard library only."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from modelhost.sandbox.failure import SandboxError

VERSION = (3, 258, 0)
"""The oldest engine that suits, the one that tools/go.mod pins; Pulumi.yaml asks for the same."""
PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION_SYMBOL = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"

Say = Callable[[str], None]


class EngineMissingError(SandboxError):
    """There is neither a suitable Pulumi nor a Go to build one."""


def engine(tools: Path, say: Say, env: Mapping[str, str] = os.environ) -> Path:
    """Return a suitable `pulumi`: of the PATH, else of the cache, else built now from *tools*."""
    found = find(env)
    if found is not None:
        return found
    go = shutil.which("go", path=env.get("PATH"))
    if go is None:
        raise EngineMissingError(missing(env))
    return build(Path(go), tools, cached(env), say, env)


def find(env: Mapping[str, str] = os.environ) -> Path | None:
    """Return a suitable `pulumi` that is already there, the user's own first."""
    return next((path for path in candidates(env) if suits(version(path))), None)


def candidates(env: Mapping[str, str]) -> Iterator[Path]:
    """Yield every `pulumi` worth asking for its version."""
    on_path = shutil.which("pulumi", path=env.get("PATH"))
    if on_path:
        yield Path(on_path)
    if cached(env).exists():
        yield cached(env)


def cached(env: Mapping[str, str]) -> Path:
    """Return where a built engine is kept, outside the work tree and by version."""
    home = Path(env.get("HOME") or Path.home())
    cache = Path(env.get("MODELHOST_CACHE") or home / ".cache" / "modelhost")
    return cache / f"pulumi-{dotted(VERSION)}" / "pulumi"


def version(pulumi: Path) -> str:
    """Return what *pulumi* says its version is, empty where it says nothing."""
    silent = os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "1"}
    try:
        return subprocess.run([pulumi, "version"], capture_output=True, text=True, env=silent, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def suits(said: str) -> bool:
    """Say whether a version line such as `v3.258.0` is new enough, and of the same major version."""
    match = re.match(r"v?(\d+)\.(\d+)\.(\d+)", said.strip())
    numbers = tuple(int(part) for part in match.groups()) if match else (0,)
    return numbers >= VERSION and numbers[0] == VERSION[0]


def missing(env: Mapping[str, str]) -> str:
    """Say in one sentence what a machine without an engine lacks."""
    old = shutil.which("pulumi", path=env.get("PATH"))
    has = (
        f"the pulumi on the PATH is {version(Path(old)).strip() or 'broken'}"
        if old
        else "there is no pulumi on the PATH"
    )
    return f"{has} and no Go to build one with; install Pulumi {dotted(VERSION)} or newer, or Go, and run this again"


def build(go: Path, tools: Path, target: Path, say: Say, env: Mapping[str, str]) -> Path:
    """Build the pinned engine into *target*, which appears only when it is complete."""
    say(f"building the Pulumi engine {dotted(VERSION)} with Go (about 3 minutes, once): {target}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / "pulumi"
        result = subprocess.run(build_command(go, draft), cwd=tools, env=dict(env), stderr=subprocess.PIPE, text=True)
        if result.returncode:
            raise EngineMissingError(f"building the Pulumi engine with {go} failed:\n{result.stderr.strip()}")
        draft.replace(target)
    say("the Pulumi engine is built")
    return target


def build_command(go: Path, output: Path) -> list[str]:
    """Return the command that builds the engine that tools/go.mod pins."""
    stamp = f"-X {VERSION_SYMBOL}={dotted(VERSION)} -s -w"
    return [str(go), "build", "-o", str(output), "-ldflags", stamp, PACKAGE]


def dotted(numbers: tuple[int, ...]) -> str:
    """Write a version the usual way."""
    return ".".join(str(number) for number in numbers)
