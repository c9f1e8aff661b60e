"""Number and size of the weights, from the headers of safetensors files; the weights themselves are not read.

A file begins with the length of its header (8 bytes, little-endian), then the header as JSON: by name of the tensor
its `dtype`, `shape` and `data_offsets` (https://huggingface.co/docs/safetensors/index#format).
"""

import json
import math
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from modelhost.footprint.problem import FootprintError

PREFIX = struct.Struct("<Q")
LARGEST_HEADER_BYTES = 16 * 1024 * 1024
"""The largest seen are below 2 MiB; the format allows 100 MB, which would take a gigabyte to parse."""
LARGEST_BYTES = 2**50
MOST_FILES = 2_000
INDEX = "model.safetensors.index.json"
POINTER, POINTER_BYTES, SIZE = b"version ", 400, re.compile(rb"^size (\d{1,15})$", re.MULTILINE)
"""What a pointer of Git LFS begins with where a file was not downloaded, and where it tells the file's size."""
BITS = {
    **{"F64": 64, "I64": 64, "U64": 64, "F32": 32, "I32": 32, "U32": 32, "F16": 16, "BF16": 16, "I16": 16, "U16": 16},
    **{"F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "I8": 8, "U8": 8, "BOOL": 8, "F6_E2M3": 6, "F6_E3M2": 6, "F4": 4},
}
"""Bits of one number by its name in the format."""
PACKED = ("I32", "U8", "I64")
"""Formats in which quantised weights are packed, several in one number."""


class Weights(NamedTuple):
    """The weights of a model."""

    bytes: int
    """Their size."""
    parameters: int
    """Numbers in them."""
    packed: bool
    """Whether some numbers hold several weights."""
    files: int
    """Files they lie in."""


def weights(folder: Path) -> Weights | None:
    """Return what the safetensors files of *folder* hold; none when there are none."""
    files = _files(folder)
    if not files:
        return _indexed(folder / INDEX)
    if len(files) > MOST_FILES:
        raise FootprintError(f"{folder}: has {len(files):,} safetensors files, and {MOST_FILES:,} are read at most")
    found = [header(file) for file in files]
    packed = any(each.packed for each in found)
    total, parameters = sum(each.bytes for each in found), sum(each.parameters for each in found)
    if not 0 < total <= LARGEST_BYTES:
        raise FootprintError(f"{folder}: the headers speak of {float(total):.3g} bytes of weights; download them again")
    return Weights(total, parameters, packed, len(found))


def _files(folder: Path) -> list[Path]:
    """Return the files of weights in *folder*; some models bring them twice, as `consolidated` too."""
    try:
        found = sorted(each for each in folder.glob("*.safetensors") if each.is_file())
    except OSError as error:
        raise FootprintError(f"{folder}: cannot be read ({error.strerror}); give the model's folder") from None
    return [each for each in found if each.name.startswith("model")] or found


def header(file: Path) -> Weights:
    """Return what one safetensors *file* holds; FootprintError when its header is broken or too large."""
    try:
        with file.open("rb") as stream:
            start = stream.read(PREFIX.size)
            if start == POINTER:
                return _pointed(stream, file)
            tensors = _tensors(start, stream, file)
    except OSError as error:
        raise FootprintError(f"{file}: cannot be read ({error.strerror}); download it again") from None
    sizes = [_size(name, entry, file) for name, entry in tensors.items() if name != "__metadata__"]
    packed = sum(bits for kind, _, bits in sizes if kind in PACKED)
    total = sum(bits for _, _, bits in sizes)
    return Weights(math.ceil(total / 8), sum(numbers for _, numbers, _ in sizes), packed > total / 10, 1)


def _indexed(file: Path) -> Weights | None:
    """Return the size that the index of absent files tells; none without an index."""
    if not file.is_file():
        return None
    try:
        with file.open("rb") as stream:
            found = json.loads(stream.read(LARGEST_HEADER_BYTES))
        size = found["metadata"]["total_size"]
    except (OSError, ValueError, RecursionError, KeyError, TypeError) as error:
        raise FootprintError(f"{file}: tells no metadata.total_size ({str(error)[:80]}); download it again") from None
    if not isinstance(size, int | float) or not 0 < size <= LARGEST_BYTES:
        raise FootprintError(f"{file}: metadata.total_size is {str(size)[:40]}; download it again")
    return Weights(int(size), 0, True, 0)


def _pointed(stream: BinaryIO, file: Path) -> Weights:
    """Return the size of what a pointer of Git LFS stands for; it does not tell the numbers in it."""
    size = SIZE.search(stream.read(POINTER_BYTES))
    if size is None:
        raise FootprintError(f"{file}: is neither a safetensors file nor a pointer of Git LFS; download it again")
    return Weights(int(size[1]), 0, True, 1)


def _tensors(start: bytes, stream: BinaryIO, file: Path) -> Mapping[str, Any]:
    """Return the header whose length is *start*, the first bytes of *stream*."""
    if len(start) < PREFIX.size:
        raise FootprintError(f"{file}: has {len(start)} bytes and no header; download it again")
    length = PREFIX.unpack(start)[0]
    if length > LARGEST_HEADER_BYTES:
        text = f"its header claims {length:,} bytes, and at most {LARGEST_HEADER_BYTES:,} are read"
        raise FootprintError(f"{file}: {text}; it is broken, or no safetensors file")
    try:
        found = json.loads(stream.read(length))
    except (ValueError, RecursionError) as error:
        raise FootprintError(f"{file}: its header is not JSON ({str(error)[:80]}); download it again") from None
    if not isinstance(found, dict):
        raise FootprintError(f"{file}: its header is not a block of tensors; download it again")
    return found


def _size(name: str, entry: Any, file: Path) -> tuple[str, int, int]:
    """Return the format, the number of numbers and the bits of one tensor."""
    kind = entry.get("dtype") if isinstance(entry, dict) else None
    shape = entry.get("shape") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or kind not in BITS:
        raise FootprintError(f"{file}: tensor {name[:80]!r} has the unknown dtype {str(kind)[:20]!r}; use another file")
    whole = isinstance(shape, list) and all(type(each) is int and 0 <= each < 2**40 for each in shape)
    if not isinstance(shape, list) or not whole or len(shape) > 16:
        raise FootprintError(f"{file}: tensor {name[:80]!r} has no shape of whole numbers; download it again")
    numbers = math.prod(shape)
    return kind, numbers, numbers * BITS[kind]
