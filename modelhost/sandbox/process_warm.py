"""Start the warm host as a background process; everything works without it, only slower."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping

from modelhost.sandbox.layout import Layout
from modelhost.sandbox.process import Record, read, started, write

WAITING_CLIENTS = 128


def ensure(layout: Layout, env: Mapping[str, str], owner: int | None) -> None:
    """Start the warm host unless it runs or the system has not what it needs; it ends with *owner*, a pid."""
    record = read(layout.warm_record)
    if sys.platform != "linux" or (record is not None and record.running):
        return
    try:
        write(layout.warm_record, start(layout, env, owner))
    except OSError:
        layout.warm_record.unlink(missing_ok=True)


def start(layout: Layout, env: Mapping[str, str], owner: int | None) -> Record:
    """Start the host on a socket that already listens, so that the first clients wait while it imports.

    Who reaches the socket runs code as us, so its folder is closed to everyone else.
    """
    layout.warm.mkdir(mode=0o700, parents=True, exist_ok=True)
    layout.warm.chmod(0o700)
    (layout.warm / "door").unlink(missing_ok=True)
    folder = os.open(layout.warm, os.O_RDONLY)
    try:
        with socket.socket(socket.AF_UNIX) as door, layout.warm_log.open("ab") as log:
            door.bind(f"/proc/self/fd/{folder}/door")
            door.listen(WAITING_CLIENTS)
            argv = [sys.executable, "-m", "modelhost.sandbox.warm", "--door", str(layout.warm)]
            argv += ["--listening", str(door.fileno())]
            argv += ["--parent-pid", str(owner)] if owner is not None else []
            process = subprocess.Popen(
                argv,
                cwd=layout.root,
                env={name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[door.fileno()],
                start_new_session=True,
            )
    finally:
        os.close(folder)
    return Record(process.pid, started(process.pid) or "", 0)
