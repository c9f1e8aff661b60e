"""The lines of a text file, plain or packed by gzip, one at a time and never more than may be held."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from modelhost.planner.load.fault import TraceError, fault
from modelhost.planner.load.limit import LONGEST_FILE_BYTES, LONGEST_LINE_BYTES

GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
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
    packed = beginning(path).startswith(GZIP)
    number = total = 0
    try:
        with cast(BinaryIO, gzip.open(path, "rb") if packed else path.open("rb")) as stream:
            for raw in iter(lambda: stream.readline(LONGEST_LINE_BYTES + 1), b""):
                number += 1
                total += len(raw)
                yield _text(raw, total, path, number)
    except (OSError, EOFError, zlib.error) as error:
        raise fault(_place(path, number + 1), f"cannot be read further: {error}", "copy the file again") from None


def _text(raw: bytes, total: int, path: Path, number: int) -> str:
    if len(raw) > LONGEST_LINE_BYTES:
        raise _too_long(path, number, "the line is longer", LONGEST_LINE_BYTES)
    if total > LONGEST_FILE_BYTES:
        raise _too_long(path, number, "the file unpacks to more", LONGEST_FILE_BYTES)
    if b"\0" in raw:
        raise fault(_place(path, number), "is not text", "give CSV, JSON lines or Parquet")
    try:
        return raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start + 1} of the line is not UTF-8"
        raise fault(_place(path, number), wrong, "save the file as text in UTF-8") from None


def _too_long(path: Path, number: int, what: str, most: int) -> TraceError:
    return fault(_place(path, number), f"{what} than {most >> 20} MiB", "leave out what is not needed")


def _place(path: Path, number: int) -> str:
    return f"{path} line {number}"
