"""Rows that are alike are cut at once, and mean what they mean when they are read one by one."""

from pathlib import Path

import numpy as np
import pytest

from modelhost.planner.load import csv_table, source
from modelhost.planner.load.fault import TraceError
from modelhost.planner.load.read import read
from modelhost.planner.load.regular import Regular, regular
from modelhost.planner.load.trace import Trace

SHORT_BLOCK = 1 << 10


def log(times: list[str], separator: str = ",", end: str = "\n") -> str:
    """A request log with these times, prompts and answers of some lengths, and a word beside."""
    rows = [separator.join([time, str(100 + row % 7), f"{row}.0", "né" * (row % 3)]) for row, time in enumerate(times)]
    return end.join([separator.join(["timestamp", "input_tokens", "output_tokens", "who"]), *rows, ""])


def whole(number: int) -> list[str]:
    """Hundred times, *number* apart."""
    return [str(number * row) for row in range(100)]


CASES = {
    "seconds": log(whole(3)),
    "parts of a second": log([f"{row * 0.37:.3f}" for row in range(100)]),
    "more digits than a float has": log([f"{row}.{'123456789' * 2}" for row in range(100)]),
    "nanoseconds since 1970": log([str(1_767_225_600_000_000_000 + 3 * row) for row in range(100)]),
    "exponents": log([f"{row}e0" for row in range(100)]),
    "dates": log([f"2026-01-{1 + row // 24:02}T{row % 24:02}:00:00" for row in range(100)]),
    "dates with parts and a zone": log([f"2026-01-01 10:{row % 60:02}:00.25+05:30" for row in range(60)]),
    "dates of several lengths": log([f"2026-01-01T00:00:{row % 60:02}{'.5' * (row % 2)}Z" for row in range(60)]),
    "dates without seconds": log([f"2026-01-01 10:{row:02}" for row in range(60)]),
    "tabs": log(whole(2), separator="\t"),
    "ends of lines as on Windows": log(whole(2), end="\r\n"),
    "a mark before the text": "\ufeff" + log(whole(2)),
    "comments and empty lines": log(whole(2)).replace("\n50,", "\n# pause\n\n50,"),
    "nothing behind the last row": log(whole(2)).rstrip("\n"),
}


def told(file: Path) -> Trace | str:
    """What *file* is read as, or why it is refused."""
    try:
        return read(file)
    except TraceError as error:
        return str(error)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("wrong", ["", "soon"])
def test_rows_at_once_are_rows_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, wrong: str
) -> None:
    """Times, lengths and notes are equal, and a row that is wrong is refused with the same line."""
    content = CASES[case]
    place = content.rindex("105") if wrong else 0
    file = tmp_path / "trace.csv"
    file.write_bytes((content[:place] + wrong + content[place:]).encode())
    monkeypatch.setattr(source, "BLOCK_BYTES", SHORT_BLOCK)
    fast = told(file)
    monkeypatch.setattr(csv_table, "regular", lambda *_: None)
    slow = told(file)
    if isinstance(fast, str) or isinstance(slow, str):
        assert wrong
        assert fast == slow
        return
    assert (fast.notes, fast.start, fast.window_seconds) == (slow.notes, slow.start, slow.window_seconds)
    for name in ("arrival_ns", "input_tokens", "output_tokens"):
        assert np.array_equal(getattr(fast.requests, name), getattr(slow.requests, name))


def test_most_of_a_log_is_cut_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One comment in the middle costs one block its pace, not the rest of the file."""
    file = tmp_path / "trace.csv"
    file.write_text(CASES["comments and empty lines"] + "".join(f"{row},1,1,x\n" for row in range(200, 2_000)))
    found: list[Regular | None] = []

    def watched(block: bytes, separator: str, width: int, skip: int = 0) -> Regular | None:
        found.append(regular(block, separator, width, skip))
        return found[-1]

    monkeypatch.setattr(source, "BLOCK_BYTES", SHORT_BLOCK)
    monkeypatch.setattr(csv_table, "regular", watched)
    assert read(file).total == 1_900
    assert found.count(None) == 1


@pytest.mark.parametrize(
    "block", [b'1,"2"\n', b"1,2\r3,4\n", b"1,2\n\n", b"#1,2\n", b"1,2\n3\n", b"1,2\n,\n", b"1,\xff\n"]
)
def test_rows_that_take_care_are_not_cut(block: bytes) -> None:
    """Quotes, lone carriage returns, empty rows, comments, short rows and what is not text are left to the careful."""
    assert regular(block, ",", 2) is None
    assert regular(b"1,2\n3,4", ",", 2) is not None
