"""Where a process of the sandbox finds the warm host for the Pythons that it starts itself."""

import os
from collections.abc import Mapping, Sequence

from modelhost.sandbox.warm import client

VARIABLE = "MODELHOST_SANDBOX_WARM"


def through_door(argv: Sequence[str], env: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that starts the Python of *argv* from the warm host, if we know of one."""
    door = env.get(VARIABLE)
    return [argv[0], "-I", "-S", client.__file__, door, *argv[1:]] if door else list(argv)
