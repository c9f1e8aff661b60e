"""Choices for generated stack files."""

import copy
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
Block = dict[str, Any]
CPU_LADDER = ["ml.m7i.large", "ml.m7i.xlarge", "ml.m7i.2xlarge"]
BURSTABLE = ["ml.t2.medium", "ml.t2.large", "ml.t2.2xlarge"]
GPU_LADDER = ["ml.g6.xlarge", "ml.g6.2xlarge", "ml.g6.4xlarge"]


class Draw:
    """Choices, from a random generator or from hypothesis."""

    def __init__(self, integer: Callable[[int, int], int]) -> None:
        """Draw by *integer*, which returns a number between two, both included."""
        self.integer = integer

    def one(self, items: Sequence[T]) -> T:
        """Return one of *items*."""
        return items[self.integer(0, len(items) - 1)]

    def chance(self, percent: int) -> bool:
        """Return true in about *percent* of 100 cases; hypothesis shrinks towards false."""
        return self.integer(0, 99) >= 100 - percent

    def some(self, percent: int, **fields: Any) -> Block:
        """Return each of *fields* with a chance of *percent*; a function is called for its value."""
        return {
            name: value() if callable(value) else copy.deepcopy(value)
            for name, value in fields.items()
            if self.chance(percent)
        }
