"""The same content always packs to the same archive under the same key."""

import os
import tarfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.model_archive import object_key, pack

FILES = st.dictionaries(
    st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.bin", fullmatch=True), st.binary(max_size=64), min_size=1, max_size=5
)


def folder(root, files):
    """Write *files* below *root*."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files=FILES)
def test_same_content_packs_to_the_same_bytes(tmp_path_factory, files):
    """Neither the folder, nor the order of writing, nor the time of the files shows in the archive."""
    here, there = (folder(tmp_path_factory.mktemp("model"), each) for each in (files, dict(reversed(files.items()))))
    for path in there.rglob("*"):
        os.utime(path, (1, 1))
    one, other = (pack(each, tmp_path_factory.mktemp("cache")) for each in (here, there))
    assert one.digest == other.digest
    assert one.path.read_bytes() == other.path.read_bytes()


@pytest.mark.parametrize("changed", [{"a": b"2"}, {"b": b"1"}, {"a": b"1", "b": b""}])
def test_other_content_packs_under_another_key(tmp_path, changed):
    """A changed byte, a renamed file and a new empty one are each a new version."""
    before = pack(folder(tmp_path / "before", {"a": b"1"}), tmp_path / "cache")
    after = pack(folder(tmp_path / "after", changed), tmp_path / "cache")
    assert before.digest != after.digest


def test_the_archive_holds_the_folder_and_no_trace_of_this_machine(tmp_path):
    """Names are relative; owner, time and mode are fixed; what tools leave behind stays out."""
    files = {"model.bin": b"weights", "code/inference.py": b"pass", "code/__pycache__/inference.pyc": b"no"}
    packed = pack(folder(tmp_path / "model", files), tmp_path / "cache")
    with tarfile.open(packed.path) as archive:
        entries = [(each.name, each.mtime, each.uid, each.uname, each.mode) for each in archive.getmembers()]
        assert archive.extractfile("model.bin").read() == b"weights"
    assert entries == [("code/inference.py", 0, 0, "", 0o644), ("model.bin", 0, 0, "", 0o644)]
    assert packed.size_bytes == len(b"weights") + len(b"pass")


def test_packing_twice_writes_once(tmp_path):
    """An archive in the cache is used as it is."""
    model = folder(tmp_path / "model", {"a": b"1"})
    first = pack(model, tmp_path / "cache").path.stat()
    assert pack(model, tmp_path / "cache").path.stat().st_mtime_ns == first.st_mtime_ns


def test_a_broken_write_leaves_nothing_behind(tmp_path, monkeypatch):
    """A run that dies while packing leaves no archive that a later run would take for whole."""

    def full(*_):
        raise OSError("no space left")

    model = folder(tmp_path / "model", {"a": b"1"})
    monkeypatch.setattr(tarfile.TarFile, "addfile", full)
    with pytest.raises(OSError, match="no space left"):
        pack(model, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_empty_folder_is_refused(tmp_path):
    """The folder is named, and what it should hold."""
    with pytest.raises(ValueError, match="holds no files"):
        pack(tmp_path, tmp_path / "cache")


def test_the_key_names_endpoint_and_content():
    """Two endpoints never share a prefix, two contents never a key."""
    assert object_key("dev-digits", "0123456789abcdef") == "models/dev-digits/0123456789abcdef/model.tar.gz"
