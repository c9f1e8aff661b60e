"""The variables that make plain `pulumi` and `aws` work against the sandbox."""

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from modelhost.sandbox.layout import Layout

PASSPHRASE = "sandbox"
"""Opens the secrets of a stack file meant for the sandbox; it guards nothing."""
REGION = "us-west-2"


UNWANTED = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
"""Variables that would lead a shell in the sandbox back to a real account."""


def variables(layout: Layout, port: int, pulumi: Path, env: Mapping[str, str], region: str = REGION) -> dict[str, str]:
    """Return every variable that a shell in the sandbox needs; *env* is what it had."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        # Side files of metadata, which nobody reads, can be left empty by a kill and then stop every command.
        "PULUMI_BACKEND_URL": f"file://{layout.state}?metadata=skip",
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PULUMI_HOME": str(layout.pulumi_home),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        **around_proxy(env),
        "PATH": search_path([Path(sys.prefix) / "bin", pulumi.parent], env.get("PATH", "")),
    }


def around_proxy(env: Mapping[str, str]) -> dict[str, str]:
    """Let loopback pass a configured proxy by; both spellings, because each program reads its own."""
    if not any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") for name in env):
        return {}
    hosts = [host for host in (env.get("no_proxy") or env.get("NO_PROXY") or "").split(",") if host]
    direct = ",".join(dict.fromkeys([*hosts, "127.0.0.1", "localhost"]))
    return {"NO_PROXY": direct, "no_proxy": direct}


def search_path(first: Sequence[Path], path: str) -> str:
    """Put *first* before the folders of *path*; a folder that is already there is not repeated."""
    return ":".join(dict.fromkeys([*map(str, first), *(entry for entry in path.split(":") if entry)]))


def shell(exports: Mapping[str, str]) -> str:
    """Write *exports* as lines for `eval` in a POSIX shell."""
    lines = [f"export {name}={shlex.quote(value)}" for name, value in exports.items()]
    return "\n".join([f"unset {' '.join(UNWANTED)}", *lines]) + "\n"
