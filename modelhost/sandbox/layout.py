"""Where the sandbox keeps its things: one folder, by default `.sandbox/` in the project."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from modelhost.sandbox.failure import SandboxError


@dataclass(frozen=True)
class Layout:
    """The folders and files of one sandbox."""

    project: Path
    """The folder that holds Pulumi.yaml."""
    root: Path
    """The sandbox's own folder; nothing is written outside it."""

    @property
    def state(self) -> Path:
        """Pulumi's file backend."""
        return self.root / "state"

    @property
    def pulumi_home(self) -> Path:
        """Pulumi's home: credentials, workspaces and the plugin cache with our launchers."""
        return self.root / "pulumi"

    @property
    def cloud(self) -> Path:
        """What the embedded AWS keeps on disk."""
        return self.root / "cloud"

    @property
    def cloud_record(self) -> Path:
        """Which process the embedded AWS is, and its port."""
        return self.root / "cloud.json"

    @property
    def cloud_port(self) -> Path:
        """The embedded AWS's standard output, whose first line is its port."""
        return self.root / "cloud.port"

    @property
    def cloud_log(self) -> Path:
        """What the embedded AWS says."""
        return self.root / "cloud.log"

    @property
    def warm(self) -> Path:
        """The folder of the warm host's socket."""
        return self.root / "warm"

    @property
    def warm_record(self) -> Path:
        """Which process the warm host is."""
        return self.root / "warm.json"

    @property
    def warm_log(self) -> Path:
        """What the warm host says."""
        return self.root / "warm.log"

    @property
    def stacks(self) -> Path:
        """Copies of stack files whose secrets the sandbox cannot open."""
        return self.root / "stacks"

    @property
    def lock(self) -> Path:
        """Held while a command changes the sandbox."""
        return self.root / "lock"


def find(folder: Path, env: Mapping[str, str] = os.environ) -> Layout:
    """Return the layout for the project around *folder*; MODELHOST_SANDBOX_DIR moves the sandbox elsewhere."""
    project = next((p for p in (folder, *folder.parents) if (p / "Pulumi.yaml").is_file()), None)
    if project is None:
        raise SandboxError(f"{folder}: no Pulumi.yaml here or above; run this inside the project")
    elsewhere = env.get("MODELHOST_SANDBOX_DIR")
    return Layout(project, Path(elsewhere).absolute() if elsewhere else project / ".sandbox")
