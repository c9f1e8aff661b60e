"""Tell a user's mistake, or the cloud's refusal, from a defect of ours."""

import sys

EXPLAINED = {
    "modelhost.spec.problem": ("SpecError",),
    "modelhost.sandbox.failure": ("SandboxError",),
    "modelhost.sandbox.engine": ("EngineMissingError",),
    "botocore.exceptions": ("ClientError", "NoCredentialsError", "EndpointConnectionError", "NoRegionError"),
}
"""Errors whose own text is the message, by module; a module that was never imported raised nothing."""


def explain(error: Exception) -> str | None:
    """Return the message that *error* owes the user, or None where it deserves a traceback."""
    for module, names in EXPLAINED.items():
        known = tuple(getattr(sys.modules[module], name) for name in names) if module in sys.modules else ()
        if isinstance(error, known):
            return str(error)
    return str(error) if isinstance(error, FileNotFoundError) and error.errno is None else None
