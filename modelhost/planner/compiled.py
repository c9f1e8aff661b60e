"""The one place that compiles a function to machine code; the code is kept on disk, so that it happens once."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Return *function* as machine code; without fast-math, so that it says what the Python function says."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))
