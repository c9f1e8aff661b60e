"""The one place that compiles a function to machine code; the code is kept on disk, so that it happens once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
Stamp = frozenset[tuple[str, int, int]]


def compiled(function: Function) -> Function:
    """Return *function* as machine code; without fast-math, so that it says what the Python function says.

    numba itself looks at the function's own file only before it takes code from the disk; here a change in the folder
    of a function that is called makes it compile anew as well.
    """
    return _machine(function, {})


def leaf(function: Function) -> Function:
    """Return *function* as machine code that only borrows the arrays it is given.

    It may not make arrays, nor keep or return any. numba then counts no references to them, which between two small
    functions costs more than all else: ten-second steps of the per-interval model take 62 ns instead of 210 ns.
    """
    return _machine(function, {"_nrt": False})


def inlined(function: Function) -> Function:
    """Return *function* as a `leaf` that is copied into each compiled function that calls it.

    For a few lines that run once per request, even a call costs more than the lines.
    """
    return _machine(function, {"_nrt": False, "forceinline": True})


def _lowest_bit(_: Any, word: Any) -> Any:
    """Return the signature and the instruction: how many zeros trail."""

    def instruction(context: Any, builder: Any, _: Any, words: Any) -> Any:
        return builder.cttz(words[0], context.get_constant(numba.types.boolean, False))

    return word(word), instruction


lowest_bit = cast("Callable[[int], int]", intrinsic(_lowest_bit))
"""Return the place of the lowest bit that is set in a word, one instruction; in compiled functions only."""


def _machine(function: Function, options: dict[str, Any]) -> Function:
    """Return *function* as machine code under numba's further *options*."""
    machine: Any = numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    machine.stamp = _stamp(function)
    kept: Any = getattr(getattr(machine, "_cache", None), "_cache_file", None)
    if hasattr(kept, "_version"):
        # Looked at before anything of the index is unpickled, which fails when a type that it names has moved away.
        kept._version = (kept._version, tuple(sorted(machine.stamp)))
    return cast(Function, machine)


def _stamp(function: Callable[..., Any]) -> Stamp:
    """Return name, time and size of the files in the folders of *function* and of all that it calls."""
    called: list[Any] = [function.__globals__.get(name) for name in function.__code__.co_names]
    stamps = (each.stamp for each in called if hasattr(each, "stamp"))
    return _folder(str(Path(function.__code__.co_filename).parent)).union(*stamps)


@cache
def _folder(place: str) -> Stamp:
    """Return name, time and size of the Python files in the folder *place*."""
    states = ((file.name, file.stat()) for file in Path(place).glob("*.py"))
    return frozenset((name, state.st_mtime_ns, state.st_size) for name, state in states)
