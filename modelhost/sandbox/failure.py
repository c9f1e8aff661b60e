"""What the sandbox tells a person instead of a traceback."""


class SandboxError(Exception):
    """The sandbox cannot do what was asked; the message says why and what to do."""
