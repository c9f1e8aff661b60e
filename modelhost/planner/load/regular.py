"""Rows of separated text where every row has as many cells and nothing is quoted, cut at once instead of one by one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from modelhost.planner.array import Counts
from modelhost.planner.load.table import Cells

Bytes = npt.NDArray[np.uint8]

NEWLINE, COMMENT = ord("\n"), ord("#")
WIDEST_CELL = 64
"""A wider cell is no number and no date, and is kept as a text of its own."""


@dataclass(frozen=True, eq=False)
class Regular:
    """The cells of a block of rows."""

    letters: Bytes
    """The block."""
    starts: Counts
    """(rows, columns) where each cell begins."""
    ends: Counts
    """(rows, columns) where each cell ends."""

    def column(self, place: int) -> Cells:
        """Return (rows,) the cells of a column as fixed-width bytes, or as texts where one of them is wide."""
        starts, ends = self.starts[:, place], self.ends[:, place]
        lengths = ends - starts
        width = int(lengths.max(initial=1))
        if width > WIDEST_CELL:
            whole = self.letters.tobytes()
            return [whole[begin:end].decode() for begin, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        every = np.arange(max(1, width))
        found = self.letters[np.minimum(starts[:, None] + every, len(self.letters) - 1)]
        if int(lengths.min(initial=0)) < width:
            found[every >= lengths[:, None]] = 0
        cells: Cells = found.view(f"S{found.shape[1]}").ravel()
        return cells


def regular(block: bytes, separator: str, width: int, skip: int = 0) -> Regular | None:
    """Return the rows of *block* but the first *skip* lines, *width* cells each; none where reading it takes care.

    Care is for quotes, comments, empty lines, rows of another length, a lone carriage return, and bytes that are not
    text.
    """
    text = block.replace(b"\r\n", b"\n")
    if not text.endswith(b"\n"):
        text += b"\n"
    if not _plain(text):
        return None
    letters = np.frombuffer(text, np.uint8)
    if skip:
        letters = letters[int(np.flatnonzero(letters == NEWLINE)[skip - 1]) + 1 :]
    marks = np.flatnonzero((letters == ord(separator)) | (letters == NEWLINE))
    if not len(marks) or len(marks) % width:
        return None
    ends = marks.reshape(-1, width)
    last = letters[ends] == NEWLINE
    if last[:, :-1].any() or not last[:, -1].all():
        return None
    starts = np.concatenate([[0], marks[:-1] + 1]).reshape(-1, width)
    if (letters[starts[:, 0]] == COMMENT).any() or (starts == ends).all(axis=1).any():
        return None
    return Regular(letters, starts, ends)


def _plain(text: bytes) -> bool:
    """Whether *text* has none of the letters that take care."""
    if any(letter in text for letter in (b'"', b"\r", b"\0")):
        return False
    if text.isascii():
        return True
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
