"""Bring the sandbox up, say how it stands, and take it down."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from modelhost.sandbox import engine, environment, plugin, process, process_cloud, process_warm, stack
from modelhost.sandbox.engine import Say
from modelhost.sandbox.failure import SandboxError
from modelhost.sandbox.layout import Layout


@dataclass(frozen=True)
class Status:
    """How a sandbox stands."""

    folder: Path
    """The sandbox's own folder."""
    record: process.Record | None
    """The embedded AWS, if it runs."""
    pulumi: Path | None
    """The engine, if there is one."""
    resources: dict[str, int] = field(default_factory=dict)
    """How many resources each stack's state lists."""
    stack_files: dict[str, Path] = field(default_factory=dict)
    """The file to run each stack with; one outside the project needs `--config-file`."""

    @property
    def running(self) -> bool:
        """Whether the embedded AWS runs."""
        return self.record is not None


def up(layout: Layout, stacks: Sequence[str], reset: bool, owner: int | None, say: Say) -> Status:
    """Start what is not running and create the stacks that do not exist; a second call changes nothing."""
    pulumi = engine.engine(layout.project / "tools", say)
    with exclusive(layout):
        record = process_cloud.standing(layout)
        if record is None:
            settle_lost_state(layout, reset, say)
            record = process_cloud.start(layout, os.environ, owner)
            say(f"the embedded AWS serves on 127.0.0.1:{record.port} (pid {record.pid})")
        plugin.install(layout, Path(sys.executable))
        layout.state.mkdir(parents=True, exist_ok=True)
        env = os.environ | environment.variables(layout, record.port, pulumi, os.environ)
        process_warm.ensure(layout, env, owner)
        files = dict(stack.ensure(layout, wanted, pulumi, env) for wanted in stacks)
        stack.select_first(layout, next(iter(files)), pulumi, env)
    return Status(layout.root, record, pulumi, stack.resources(layout), files)


def status(layout: Layout) -> Status:
    """Say how the sandbox stands, without changing anything."""
    return Status(layout.root, process_cloud.standing(layout), engine.find(), stack.resources(layout))


def exports(layout: Layout) -> dict[str, str]:
    """Return the variables for a shell in the sandbox."""
    record = served(layout)
    pulumi = engine.find()
    if pulumi is None:
        raise SandboxError(engine.missing(os.environ))
    return environment.variables(layout, record.port, pulumi, os.environ)


def served(layout: Layout) -> process.Record:
    """Return the embedded AWS, which must run."""
    record = process_cloud.standing(layout)
    if record is None:
        raise SandboxError("the sandbox is not up; run `modelhost sandbox up`")
    return record


def down(layout: Layout) -> bool:
    """Stop the embedded AWS that this sandbox started and remove the sandbox; say whether it ran."""
    if not layout.root.exists():
        return False
    with exclusive(layout):
        warm, record = process.read(layout.warm_record), process.read(layout.cloud_record)
        if warm is not None:
            process.stop(warm)
        stopped = record is not None and process.stop(record)
        forget(layout)
    return stopped


def settle_lost_state(layout: Layout, reset: bool, say: Say) -> None:
    """Refuse a state that outlived the embedded AWS it describes, or forget it when *reset* allows."""
    lost = {name: number for name, number in stack.resources(layout).items() if number}
    if not lost:
        return
    what = ", ".join(f"{number} of {name}" for name, number in lost.items())
    happened = f"the embedded AWS has ended and what it held is lost, but Pulumi's state still lists resources: {what}"
    if not reset:
        raise SandboxError(f"{happened}; run `modelhost sandbox up --reset` to forget that state and start empty")
    shutil.rmtree(layout.state)
    say(f"{happened}; the sandbox forgot that state and starts empty")


def forget(layout: Layout) -> None:
    """Remove what the sandbox made in its folder; files that others put there stay."""
    for folder in (layout.state, layout.pulumi_home, layout.cloud, layout.stacks, layout.warm):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (layout.cloud_record, layout.cloud_log, layout.cloud_port, layout.warm_record, layout.warm_log):
        file.unlink(missing_ok=True)


@contextmanager
def exclusive(layout: Layout) -> Iterator[None]:
    """Let one command at a time change the sandbox."""
    layout.root.mkdir(parents=True, exist_ok=True)
    with layout.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
