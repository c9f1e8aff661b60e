"""The root of what goes wrong in this room in a way that its user can act on."""


class OperateError(Exception):
    """Its text is the whole message."""
