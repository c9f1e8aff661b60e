"""Launchers for the plugins that cannot be downloaded, put where only the sandbox's engine looks.

The sandbox has a Pulumi home of its own, so its plugin cache is the ordinary place for them: nothing is shadowed
outside, the engine prefers a language host that ships beside the user's own `pulumi`, and it prints no warning.
"""

from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from shlex import quote

from modelhost.sandbox.layout import Layout
from modelhost.sandbox.warm import client
from modelhost.sandbox.warm.door import VARIABLE

SCRIPT = """#!/bin/sh
unset PYTHONDONTWRITEBYTECODE
export {variable}={door}
exec {python} -I -S {client} {door} -m {module} "$@"
"""


def launchers(python: Path, door: Path, versions: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each launcher by its path in the plugin cache.

    *door* is where the warm host may answer, *versions* are those of the SDKs.
    """
    plugins = {
        ("language", "python"): ("modelhost.sandbox.language", versions["pulumi"]),
        ("resource", "aws"): ("modelhost.sandbox.aws", versions["pulumi-aws"]),
    }
    return {
        f"{kind}-{name}-v{version}/pulumi-{kind}-{name}": SCRIPT.format(
            variable=VARIABLE,
            door=quote(str(door)),
            python=quote(str(python)),
            client=quote(client.__file__),
            module=module,
        )
        for (kind, name), (module, version) in plugins.items()
    }


def install(layout: Layout, python: Path) -> None:
    """Write the launchers into the sandbox's plugin cache."""
    versions = {name: metadata.version(name) for name in ("pulumi", "pulumi-aws")}
    for place, text in launchers(python, layout.warm, versions).items():
        path = layout.pulumi_home / "plugins" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
