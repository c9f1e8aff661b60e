"""The lines of a text file, plain or packed by gzip, one at a time and never more than may be held."""

import gzip
import zlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import BinaryIO, cast

from modelhost.planner.load.fault import TraceError, fault
from modelhost.planner.load.limit import LONGEST_FILE_BYTES, LONGEST_LINE_BYTES

BLOCK_BYTES = 1 << 18
"""Bytes that are read at once."""
GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
MARK = b"\xef\xbb\xbf"
"""What some programs write before text in UTF-8."""
OTHERS = {
    b"PK\x03\x04": "a zip archive",
    b"BZh": "packed by bzip2",
    b"\xfd7zXZ": "packed by xz",
    b"\x28\xb5\x2f\xfd": "packed by zstd",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
"""Beginnings of files that are not read, and what they are."""


def beginning(path: Path) -> bytes:
    """Return the first bytes of the file; raise TraceError where it cannot be read or is empty."""
    try:
        there = path.is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        raise fault(str(path)[:200], "is not a file", "give the path of a trace, or synthetic:SHAPE")
    try:
        with path.open("rb") as stream:
            first = stream.read(8)
    except OSError as error:
        raise fault(str(path), f"cannot be read: {error.strerror}", "look at its permissions") from None
    if not first:
        raise fault(str(path), "is empty", "give a file with a header and rows")
    for mark, what in OTHERS.items():
        if first.startswith(mark):
            raise fault(str(path), f"is {what}", "save it as text in UTF-8, plain or packed by gzip")
    return first


def lines(path: Path) -> Iterator[str]:
    """Yield each line with its end; raise TraceError with the line's number where it is not text or too long."""
    for before, block in blocks(path):
        yield from lines_of(path, before, block)


def lines_of(path: Path, before: int, block: bytes) -> Iterator[str]:
    """Yield each line of a *block* that comes after so many lines; raise TraceError where it is not text."""
    return iter(StringIO(_text(block, path, before), newline=""))


def blocks(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the file in blocks that end where a line does, each with the number of lines before it.

    Raise TraceError with the line's number where it cannot be read further or a line is too long.
    """
    packed = beginning(path).startswith(GZIP)
    number = 0
    try:
        with cast(BinaryIO, gzip.open(path, "rb") if packed else path.open("rb")) as stream:
            for block in _blocks(stream, path):
                yield number, block
                number += block.count(b"\n")
    except (OSError, EOFError, zlib.error) as error:
        raise fault(_place(path, number + 1), f"cannot be read further: {error}", "copy the file again") from None


def _blocks(stream: BinaryIO, path: Path) -> Iterator[bytes]:
    """Yield the file in blocks that end where a line does."""
    rest, total, number = b"", 0, 0
    while read := stream.read(BLOCK_BYTES):
        total += len(read)
        first, end = read.find(b"\n"), read.rfind(b"\n") + 1
        if len(rest) + (first if end else len(read)) > LONGEST_LINE_BYTES:
            raise _too_much(path, number + 1, "the line is longer", LONGEST_LINE_BYTES)
        if end:
            yield rest + read[:end]
            number += read.count(b"\n")
            rest = read[end:]
        else:
            rest += read
        if total > LONGEST_FILE_BYTES:
            raise _too_much(path, number + 1, "the file unpacks to more", LONGEST_FILE_BYTES)
    if rest:
        yield rest


def _text(block: bytes, path: Path, before: int) -> str:
    """Return *block*, which comes after so many lines, as text."""
    wrong = block.find(b"\0")
    if wrong >= 0:
        place = _place(path, before + block.count(b"\n", 0, wrong) + 1)
        raise fault(place, "is not text", "give CSV, JSON lines or Parquet")
    try:
        return block.decode("utf-8" if before else "utf-8-sig")
    except UnicodeDecodeError as error:
        number, begin = block.count(b"\n", 0, error.start), block.rfind(b"\n", 0, error.start) + 1
        what = f"byte {error.start - begin + 1} of the line is not UTF-8"
        raise fault(_place(path, before + number + 1), what, "save the file as text in UTF-8") from None


def _too_much(path: Path, number: int, what: str, most: int) -> TraceError:
    return fault(_place(path, number), f"{what} than {most >> 20} MiB", "leave out what is not needed")


def _place(path: Path, number: int) -> str:
    return f"{path} line {number}"
