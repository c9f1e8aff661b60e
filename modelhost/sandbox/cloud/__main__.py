"""Start the embedded AWS: `python -m modelhost.sandbox.cloud --port 0 --state DIR [--parent-pid N]`."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="modelhost.sandbox.cloud", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 picks a free one")
    parser.add_argument("--state", type=Path, required=True, help="folder for logs and unpacked models")
    parser.add_argument("--parent-pid", type=int, help="end when this process is gone")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # moto warns about error shapes and its own deprecations; none is ours to act on

    from modelhost.sandbox.cloud.server import serve

    serve(arguments.port, arguments.state, arguments.parent_pid)


if __name__ == "__main__":
    main()
