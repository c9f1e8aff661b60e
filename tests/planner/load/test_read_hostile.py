"""Whatever is wrong with a file is said once, with the line and what to do, and never takes more memory than it may."""

import gzip
import subprocess
import sys
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from modelhost.planner.load import gathered, parquet_table, source
from modelhost.planner.load.fault import TraceError
from modelhost.planner.load.limit import LONGEST_LINE_BYTES
from modelhost.planner.load.read import columns_of, read


def refused(file: Path, columns: dict[str, str] | None = None) -> str:
    """The message with which *file* is refused."""
    with pytest.raises(TraceError) as failure:
        read(file, columns)
    message = str(failure.value)
    assert "\n" not in message
    assert len(message) < 700
    return message


WRONG = {
    "empty": (b"", "is empty"),
    "only a header": (b"time,count\n", "has no rows"),
    "only line ends": (b"\n\n\n", "has no rows"),
    "a count below zero": (b"t_s,count\n0,5\n60,-1\n", "line 3: count is '-1'; give a number of 0 to 1e+12"),
    "an infinite count": (b"t_s,count\n0,5\n60,inf\n", "line 3: count is 'inf'"),
    "a count that is a word": (b"t_s,count\n0,5\n60,many\n", "line 3: count is 'many'"),
    "a huge count": (b"t_s,count\n0,5\n60,1e300\n", "line 3: count is '1e300'"),
    "a time that is none": (
        b"timestamp\n2026-01-01 00:00:00\nyesterday\n",
        "line 3: timestamp 'yesterday' is not",
    ),
    "a day that is none": (
        b"timestamp\n2026-02-30 00:00:00\n",
        "line 2: timestamp '2026-02-30 00:00:00' is",
    ),
    "nan for a time": (b"t_s\n1\nnan\n", "line 3: t_s 'nan' is not a time"),
    "a time before the start": (b"t_s\n1\n-4\n", "line 3: t_s '-4' is not a time"),
    "zones mixed": (
        b"timestamp\n2026-01-01T00:00:00Z\n2026-01-01T00:00:01\n",
        "line 3: timestamp '2026-01-01T00:00:01' mixes times with and without a zone",
    ),
    "a number among dates": (b"timestamp\n2026-01-01\n5\n", "line 3: timestamp '5' is not a time"),
    "a date among numbers": (b"timestamp\n1\n2026-01-01\n", "line 2: timestamp '1' is not a time"),
    "windows out of order": (b"t_s,count\n0,1\n120,2\n60,3\n", "line 4: its time lies before that of line 3"),
    "a window twice": (b"t_s,count\n0,1\n60,2\n60,3\n", "line 4: its time repeats that of line 3"),
    "uneven windows": (b"t_s,count\n0,1\n60,2\n120,3\n150,3\n", "line 5: its time is 150 s after the first"),
    "one window": (b"t_s,count\n0,1\n", "has one row, which does not tell its width; say columns window=SECONDS"),
    "a row cut short": (b"t_s,count\n0,1\n60\n", "line 3: has 1 cells where the header has 2"),
    "a row too long": (b"t_s,count\n0,1\n60,2,3\n", "line 3: has 3 cells where the header has 2"),
    "no times": (b"requests,size\n1,2\n", "none of its columns ('requests, size') is a time"),
    "units that differ": (b"timestamp\n1767225600\n1767225600000\n", "line 3: timestamp '1767225600000' is no time in"),
    "a hole of decades": (
        b"timestamp,count\n1000000000,1\n1000000010,1\n3000000000,1\n",
        "windows of 10 s lie",
    ),
    "tokens below zero": (b"t_s,input_tokens\n1,-5\n", "line 2: input_tokens is '-5'"),
    "tokens without a number": (b"t_s,input_tokens\n1,\n", "line 2: input_tokens is ''"),
    "zeros of a disk": (b"t_s,count\n\0\0\0\0", "line 2: is not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "line 1: byte 1 of the line is not UTF-8"),
    "latin letters": (b"t_s,count\n0,\xe9\n", "line 2: byte 3 of the line is not UTF-8"),
    "a spreadsheet": (b"PK\x03\x04abc", "is a zip archive; save it as text"),
    "utf-16": ("t_s,count\n".encode("utf-16"), "is text in UTF-16"),
    "half a gzip": (gzip.compress(b"t_s\n1\n" * 500)[:40], "cannot be read further"),
    "no gzip": (b"\x1f\x8b\x08garbage garbage", "cannot be read further"),
    "half a parquet": (b"PAR1 and no more", "cannot be read as Parquet"),
    "half a json": (b'{"MetricDataResults": [\n{"Id":', "line 2: is not JSON"),
    "a json number": (b"[1, 2]", "entry 1: 1 is not an object"),
    "a broken json line": (b'{"t_s": 1}\n{"t_s": 2\n', "line 2: '{\"t_s\": 2' is not a JSON object"),
    "deep json": (b"[" * 100_000, "is not JSON"),
    "json without rows": (b'[{"a": 1}]', "none of its columns ('a') is a time"),
    "blocks that are none": (b'{"t_s": 1, "input_tokens": 5, "hash_ids": 7}\n', "line 1: hash_ids 7 is not a list"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, case: str) -> None:
    """The message has the file, the line, the value and a remedy."""
    content, expected = WRONG[case]
    file = tmp_path / "trace.csv"
    file.write_bytes(content)
    message = refused(file)
    assert message.startswith(str(file))
    assert expected in message
    assert ";" in message


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"load": "x"}, "'load' is not a meaning; use time, requests"),
        ({"time": "x"}, "there is no column 'x'; use one of 't_s, count'"),
        ({"time": "t_s:week"}, "'week' is not a unit of time"),
        ({"window": "-3"}, "window='-3' is not a width"),
        ({"window": "nan"}, "window='nan' is not a width"),
        ({"requests": "none", "time": "none"}, "is a time"),
    ],
)
def test_what_is_said_wrongly_is_said(tmp_path: Path, columns: dict[str, str], expected: str) -> None:
    """A wrong `--columns` names the words that there are."""
    file = tmp_path / "trace.csv"
    file.write_text("t_s,count\n0,1\n60,2\n")
    assert expected in refused(file, columns)


def test_columns_without_an_equals_sign_are_refused() -> None:
    """The form is shown."""
    with pytest.raises(TraceError, match="'time' is not MEANING=COLUMN"):
        columns_of("time")


@pytest.mark.parametrize("name", ["", "absent.csv", "x" * 5_000, "a\0b"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    """A folder, nothing, and names that no file can have."""
    assert "is not a file" in refused(tmp_path / name)


def test_requests_that_span_a_lifetime_are_refused(tmp_path: Path) -> None:
    """A wrong unit makes years of minutes; the message asks for the unit."""
    file = tmp_path / "trace.csv"
    file.write_text("t_s\n0\n2000000000\n0\n")
    assert "columns time=NAME:ms" in refused(file)


def test_requests_far_apart_are_refused_while_they_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting stays bounded too."""
    monkeypatch.setattr(gathered, "MOST_REQUESTS_KEPT", 2)
    file = tmp_path / "trace.csv"
    file.write_text("t_s\n5\n6\n7\n3000000000\n")
    assert "sort the file by time" in refused(file)


PEAK = """
import resource, sys
from modelhost.planner.load.read import read
from modelhost.planner.load.fault import TraceError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read(sys.argv[1])
    print("read")
except TraceError as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def bomb(kind: str) -> bytes:
    """A small file that unpacks to much."""
    match kind:
        case "one line":
            return gzip.compress(b"t_s,count\n" + b"1" * (1 << 27), 1)
        case "one quote":
            return gzip.compress(b't_s,count\n0,1\n60,"' + b"123456789012345\n" * (1 << 21), 1)
        case _:
            return gzip.compress(b"[\n" + (b" " * 2_000 + b'{"t_s": 1},\n') * (1 << 16), 1)


@pytest.mark.parametrize("kind", ["one line", "one quote", "one document"])
def test_a_bomb_takes_no_memory(tmp_path: Path, kind: str) -> None:
    """A few hundred kB that unpack to hundreds of MB are refused within 400 MB, of which a document has most."""
    file = tmp_path / "bomb.csv.gz"
    file.write_bytes(bomb(kind))
    assert file.stat().st_size < 4 << 20
    done = subprocess.run([sys.executable, "-c", PEAK, str(file)], capture_output=True, text=True, check=True)
    said, megabytes = done.stdout.splitlines()
    assert " line " in said
    assert int(megabytes) < 400


def test_a_file_larger_than_may_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of a file after unpacking is bounded, at the line where it goes too far."""
    monkeypatch.setattr(source, "LONGEST_FILE_BYTES", 1 << 20)
    file = tmp_path / "trace.csv.gz"
    file.write_bytes(gzip.compress(b"t_s\n" + b"1.000000000000000000000000000001\n" * 40_000))
    assert "the file unpacks to more than 1 MiB" in refused(file)


def test_a_parquet_file_with_huge_groups_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that repeats itself packs well and unpacks to anything."""
    monkeypatch.setattr(parquet_table, "LARGEST_CHUNK_BYTES", 1 << 20)
    file = tmp_path / "trace.parquet"
    texts = pyarrow.array([str(number) * 40 for number in range(20_000)])
    pyarrow.parquet.write_table(pyarrow.table({"t_s": pyarrow.array(range(20_000)), "url": texts}), file)
    assert "group 1: 'url' unpacks to" in refused(file)


def test_a_long_line_names_itself(tmp_path: Path) -> None:
    """The number of the line and the bound are said."""
    file = tmp_path / "trace.csv"
    file.write_bytes(b"t_s\n1\n" + b"2" * (LONGEST_LINE_BYTES + 5) + b"\n")
    assert "line 3: the line is longer than 4 MiB" in refused(file)
