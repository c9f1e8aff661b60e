"""Pack a folder as `model.tar.gz`: the same content always gives the same bytes under the same name."""

import gzip
import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DIGEST_LENGTH = 16
CHUNK_BYTES = 1 << 20
IGNORED = {"__pycache__", ".DS_Store", ".ipynb_checkpoints"}


class Archive(NamedTuple):
    """A packed folder."""

    digest: str
    """First hexadecimal digits of the content's SHA-256."""
    path: Path
    """The archive in the cache."""
    size_bytes: int
    """Size of the content before packing."""


def pack(folder: Path, cache: Path) -> Archive:
    """Pack *folder* into *cache*, unless its content is there already."""
    files = sorted(_files(folder), key=lambda each: each.relative_to(folder).as_posix())
    if not files:
        raise ValueError(f"{folder} holds no files; a model artifact is a folder with the model in it")
    digest = _digest(folder, files)
    target = cache / f"{digest}.tar.gz"
    if not target.exists():
        _write(folder, files, target)
    return Archive(digest, target, sum(each.stat().st_size for each in files))


def holds_files(folder: Path) -> bool:
    """Whether *folder* has anything to pack."""
    return next(_files(folder), None) is not None


def object_key(endpoint: str, digest: str) -> str:
    """Return the key of an endpoint's archive in the artifact bucket."""
    return f"{object_prefix(endpoint)}{digest}/model.tar.gz"


def object_prefix(endpoint: str) -> str:
    """Return the prefix below which all archives of an endpoint lie."""
    return f"models/{endpoint}/"


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below *folder*, without what tools leave behind."""
    for path in folder.rglob("*"):
        if path.is_file() and not IGNORED.intersection(path.relative_to(folder).parts):
            yield path


def _digest(folder: Path, files: list[Path]) -> str:
    """Return the digest of names and contents; bytes of the archive would change with zlib's version."""
    whole = hashlib.sha256()
    for path in files:
        content = hashlib.sha256()
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                content.update(chunk)
        whole.update(f"{path.relative_to(folder).as_posix()}\0{content.hexdigest()}\n".encode())
    return whole.hexdigest()[:DIGEST_LENGTH]


def _write(folder: Path, files: list[Path], target: Path) -> None:
    """Write the archive beside *target* and rename it, so that a killed run leaves no broken one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with (
            os.fdopen(handle, "wb") as raw,
            gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            for path in files:
                with path.open("rb") as content:
                    archive.addfile(_entry(path, folder), content)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _entry(path: Path, folder: Path) -> tarfile.TarInfo:
    """Describe one file by name and size only: no owner, no time, no mode of this machine."""
    entry = tarfile.TarInfo(path.relative_to(folder).as_posix())
    entry.size = path.stat().st_size
    entry.mode = 0o644
    return entry
