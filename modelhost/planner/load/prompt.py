"""Prompts and their blocks as 64-bit hashes; texts are never kept."""

from hashlib import blake2b
from typing import Any

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.load.fault import shown
from modelhost.planner.load.table import Batch, Cells, Table, as_texts

LARGEST = (1 << 63) - 1


def prompts(cells: Cells) -> Counts:
    """Return (rows,) a hash of each cell."""
    return np.array([hashed(cell) for cell in as_texts(cells)], dtype=np.int64)


def blocks(table: Table, batch: Batch, place: int, name: str) -> tuple[Counts, Counts]:
    """Return hashes of all blocks of the rows one after the other, and (rows,) how many each row has.

    A cell is a list, or a text with spaces or commas between hashes. Raise TraceError for anything else.
    """
    held: list[int] = []
    sizes = np.empty(len(batch.cells[place]), dtype=np.int64)
    for row, cell in enumerate(as_texts(batch.cells[place])):
        items = cell.strip().strip("[]()").replace(",", " ").split() if isinstance(cell, str) else cell
        if items is None:
            items = []
        if not isinstance(items, list | tuple | np.ndarray):
            line = int(batch.lines[row])
            raise table.fault(line, f"{name} {shown(cell)} is not a list", "give the hashes of blocks as a list")
        sizes[row] = len(items)
        held.extend(hashed(item) for item in items)
    return np.array(held, dtype=np.int64), sizes


def hashed(value: Any) -> int:
    """Return a whole number as it is, anything else by BLAKE2b."""
    if isinstance(value, int | np.integer) and abs(int(value)) <= LARGEST:
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return int.from_bytes(blake2b(str(value).encode(errors="replace"), digest_size=8).digest(), "little", signed=True)


def block_tokens(input_tokens: Counts, sizes: Counts) -> int:
    """Return the least power of two of tokens per block with which every prompt goes into its blocks; 0 if none do."""
    some = sizes > 0
    if not some.any():
        return 0
    least = float((input_tokens[some] / sizes[some]).max())
    return 1 << max(0, int(np.ceil(np.log2(max(least, 1.0)))))
