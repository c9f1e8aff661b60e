"""Numbers and dates from fixed-width bytes, a whole column at once; none where a cell takes care."""

import numpy as np
import numpy.typing as npt

from modelhost.planner.array import Counts, Floats

Letters = npt.NDArray[np.bytes_]

ZERO, DOT = ord("0"), ord(".")
MOST_DIGITS = 19
"""As many fit into 64 bits."""
EXACT = 1 << 53
"""Whole numbers up to this one are floating-point numbers, and so are their quotients by 10 to the 22 rounded once."""
DATE = "dddd-dd-ddTdd:dd:dd"
LONGEST_FRACTION = 9
FRACTION = len(DATE)
"""Where a fraction of a second begins."""


def texts(cells: Letters) -> list[str]:
    """Return *cells* as texts."""
    return [cell.decode() for cell in cells.tolist()]


def decimals(cells: Letters) -> Floats | None:
    """Return (rows,) the same numbers as `float` of each cell; none where one is not just digits with a dot or without.

    Signs, exponents, blanks and more digits than 64 bits hold are left to `float`.
    """
    letters, rows = _square(cells), len(cells)
    if letters.shape[1] > MOST_DIGITS + 1:
        return None
    whole, digits = np.zeros(rows, np.uint64), np.zeros(rows, np.int8)
    behind, dots = np.zeros(rows, np.int8), np.zeros(rows, np.int8)
    for column in np.ascontiguousarray(letters.T):
        value, dot = column - np.uint8(ZERO), column == DOT
        digit = value < 10
        if not (digit | dot | (column == 0)).all():
            return None
        whole = np.where(digit, whole * np.uint64(10) + value, whole)
        digits += digit
        behind += digit & (dots > 0)
        dots += dot
    if digits.min() < 1 or digits.max() > MOST_DIGITS or dots.max() > 1:
        return None
    if not dots.any():
        return whole.astype(np.float64)
    return None if whole.max() > EXACT else np.asarray(whole / 10.0**behind)


def dates(cells: Letters, zone: str) -> Counts | None:
    """Return (rows,) nanoseconds of dates such as 2026-01-31T12:00:00.123 before *zone*; none where one is otherwise.

    All have to be of one length; the zone is not taken off the time.
    """
    letters = _square(cells)
    length = letters.shape[1] - len(zone)
    if length < FRACTION or length == FRACTION + 1 or length > FRACTION + 1 + LONGEST_FRACTION:
        return None
    if not (letters[:, length:] == np.frombuffer(zone.encode(), np.uint8)).all():
        return None
    pattern = DATE + ("." + "d" * (length - FRACTION - 1) if length > FRACTION else "")
    if not all(_is(what, column) for what, column in zip(pattern, letters.T, strict=False)):
        return None
    try:
        found = np.ascontiguousarray(letters[:, :length]).view(f"S{length}").ravel().astype("datetime64[ns]")
    except ValueError:
        return None
    return found.astype(np.int64)


def _is(what: str, column: npt.NDArray[np.uint8]) -> bool:
    """Whether all letters of *column* are what a place of the pattern asks for: d a digit, T a space too."""
    if what == "d":
        return bool((column - np.uint8(ZERO) < 10).all())
    return bool((column == ord(what)).all() or (what == "T" and ((column == ord("T")) | (column == ord(" "))).all()))


def _square(cells: Letters) -> npt.NDArray[np.uint8]:
    """Return (rows, width) the bytes of *cells*."""
    return np.ascontiguousarray(cells).view(np.uint8).reshape(len(cells), -1)
