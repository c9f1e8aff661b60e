"""The error of an edit."""

from modelhost.operate.problem import OperateError


class StackEditError(OperateError):
    """A stack file that cannot be edited; it is as it was."""
