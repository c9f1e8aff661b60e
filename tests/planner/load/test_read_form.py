"""Files of many forms say the same."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from modelhost.planner.load import gathered
from modelhost.planner.load.fault import TraceError
from modelhost.planner.load.read import columns_of, read
from modelhost.planner.load.trace import Trace

EPOCH = 1_767_225_600  # 2026-01-01


def written(folder: Path, text: str, name: str = "trace.csv") -> Path:
    """A file with *text*."""
    file = folder / name
    file.write_text(text)
    return file


def seconds(trace: Trace) -> list[float]:
    """Arrivals since the start."""
    assert trace.requests is not None
    return (trace.requests.arrival_ns / 1e9).tolist()


TIMES = {
    "iso": ("2026-01-01T00:00:01.5Z", "2026-01-01T00:00:03Z"),
    "iso with an offset": ("2026-01-01T02:00:01.500+02:00", "2026-01-01T02:00:03.000+02:00"),
    "offsets that change": ("2025-12-31 23:00:01.5-01:00", "2026-01-01 01:00:03+0100"),
    "without a zone": ("2026-01-01 00:00:01.500000000", "2026-01-01 00:00:03.000000000"),
    "slashes": ("2026/01/01 00:00:01.5", "2026/01/01 00:00:03"),
    "epoch in s": (f"{EPOCH + 1.5}", f"{EPOCH + 3}"),
    "epoch in ms": (f"{EPOCH}500".replace("600500", "601500"), f"{EPOCH + 3}000"),
    "epoch in us": (f"{EPOCH + 1}500000", f"{EPOCH + 3}000000"),
    "epoch in ns": (f"{EPOCH + 1}500000000", f"{EPOCH + 3}000000000"),
}


@pytest.mark.parametrize("form", TIMES)
def test_times_of_every_form(tmp_path: Path, form: str) -> None:
    """Dates with and without zones, and numbers since 1970 in any unit, give the same arrivals."""
    first, second = TIMES[form]
    trace = read(written(tmp_path, f"timestamp,model\n{first},a\n{second},b\n"))
    assert trace.start == datetime(2026, 1, 1, tzinfo=UTC)
    assert np.allclose(seconds(trace), [1.5, 3.0], atol=1e-6)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[01/Jan/2026:02:00:00 +0200]", "[01/Jan/2026:03:00:00 +0200]"),
        ("2026010100", "2026010101"),
        ("202601010000", "202601010100"),
        ("20260101000000", "20260101010000"),
    ],
)
def test_dates_of_web_servers_and_of_digits_alone(tmp_path: Path, first: str, second: str) -> None:
    """A Common Log Format's time and digits alone are dates, not numbers since 1970; the windows are their distance."""
    trace = read(written(tmp_path, f"timestamp,views\n{first},7\n{second},9\n"))
    assert (trace.start, trace.window_seconds) == (datetime(2026, 1, 1, tzinfo=UTC), 3600.0)
    assert trace.counts.tolist() == [7.0, 9.0]


def test_digits_that_are_no_date_after_dates_of_digits(tmp_path: Path) -> None:
    """A month of 13 is refused with its line, and turns the others into no numbers."""
    rows = "".join(f"2026{month:02}01,5\n" for month in range(1, 13))
    with pytest.raises(TraceError, match="line 14"):
        read(written(tmp_path, f"date,views\n{rows}20261301,5\n"))


@pytest.mark.parametrize(
    ("name", "scale"), [("t_ms", 1e3), ("time_us", 1e6), ("arrival_time_ns", 1e9), ("t", 1.0), ("start_min", 1 / 60)]
)
def test_relative_times_by_the_unit_of_their_name(tmp_path: Path, name: str, scale: float) -> None:
    """The column's name says the unit; seconds where it does not."""
    trace = read(written(tmp_path, f"{name}\n{6 * scale:.10g}\n{12 * scale:.10g}\n"))
    assert np.allclose(seconds(trace), [6.0, 12.0])
    assert trace.start is None


COUNTS = {
    "count": "time,requests\n2026-01-01T00:00,60\n2026-01-01T00:01,120\n2026-01-01T00:02,180\n",
    "rate": "time,rps\n2026-01-01T00:00,1\n2026-01-01T00:01,2\n2026-01-01T00:02,3\n",
    "per minute": "minute,requests per minute\n0,60\n1,120\n2,180\n",
    "rpm": "minute,rpm\n0,60\n1,120\n2,180\n",
    "semicolons": "time;hits;max_per_s\n0;60;9\n60;120;9\n120;180;9\n",
    "tabs": "time\thits\n0\t60\n60\t120\n120\t180\n",
    "unknown name": "time,foo\n0,60\n60,120\n120,180\n",
    "no header": "0,60\n60,120\n120,180\n",
    "comments and blank lines": "# made\n\ntime,count\n0,60\n\n60,120\n120,180\n",
    "newest first": "time,count\n120,180\n60,120\n0,60\n",
    "quotes": '"time","count"\n"0","60"\n"60","120"\n"120","180"\n',
    "mark of byte order": "\ufefftime,count\n0,60\n60,120\n120,180\n",
    "carriage returns": "time,count\r\n0,60\r\n60,120\r\n120,180\r\n",
    "json": '{"time": 0, "count": 60}\n{"time": 60, "count": 120}\n{"time": 120, "count": 180}\n',
    "json list": '[\n{"time": 0, "count": 60}, {"time": 60, "count": 120},\n{"time": 120, "count": "180"}]',
}


@pytest.mark.parametrize("form", COUNTS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_counts_of_every_form(tmp_path: Path, form: str, packed: bool) -> None:
    """Counts and rates per window, in any layout, plain or gzip whatever the name says."""
    columns = {"time": "column 1", "requests": "column 2"} if form == "no header" else {}
    file = tmp_path / "trace.csv"
    file.write_bytes(gzip.compress(COUNTS[form].encode()) if packed else COUNTS[form].encode())
    trace = read(file, columns)
    assert trace.window_seconds == 60
    assert trace.counts.tolist() == [60, 120, 180]


def test_what_is_said_wins(tmp_path: Path) -> None:
    """`--columns` chooses the time with its unit and the count."""
    text = "time,at,count,hits\n5,0,1,60\n5,60000,1,120\n"
    trace = read(written(tmp_path, text), columns_of("time=at:ms, requests=hits"))
    assert trace.counts.tolist() == [60, 120]


def test_rows_without_times_follow_each_other(tmp_path: Path) -> None:
    """The width of their windows has to be said."""
    trace = read(written(tmp_path, "requests\n5\n7\n"), {"window": "30"})
    assert (trace.window_seconds, trace.counts.tolist()) == (30, [5, 7])


def test_missing_and_empty_windows_are_unknown(tmp_path: Path) -> None:
    """A row that is not there and a cell that is empty are gaps, not zeros."""
    trace = read(written(tmp_path, "minute,requests\n0,5\n1,\n2,nan\n4,6\n5,7\n"))
    assert np.isnan(trace.counts).tolist() == [False, True, True, True, False, False]
    assert "1 windows have no row: not known" in " ".join(trace.notes)


def test_requests_out_of_order_are_sorted_with_their_blocks(tmp_path: Path) -> None:
    """A log by the end of requests is a trace all the same, and a note says so."""
    rows = [(3.0, 10, [7, 8]), (1.0, 20, [7]), (2.0, 30, []), (4.0, 40, ["x", "y", "z"])]
    text = "".join(json.dumps({"ts": t, "input_tokens": n, "hash_ids": b}) + "\n" for t, n, b in rows)
    trace = read(written(tmp_path, text, "trace.jsonl"), {"time": "ts:s"})
    requests = trace.requests
    assert requests is not None
    assert seconds(trace) == [1, 2, 3, 4]
    assert requests.input_tokens is not None
    assert requests.input_tokens.tolist() == [20, 30, 10, 40]
    assert requests.prefix_ends is not None
    assert requests.prefix_ends.tolist() == [1, 1, 3, 6]
    assert requests.prefix_blocks is not None
    assert requests.prefix_blocks.tolist()[:3] == [7, 7, 8]
    assert "sorted" in trace.notes[-1]


def test_a_timestamp_with_fractions_beside_hash_ids_is_in_seconds(tmp_path: Path) -> None:
    """Traces of that form whose times have fractions count seconds."""
    rows = [{"timestamp": t, "input_length": 30, "output_length": 5, "hash_ids": [1, 2]} for t in (61.114, 64.25)]
    trace = read(written(tmp_path, "".join(json.dumps(row) + "\n" for row in rows), "trace.jsonl"))
    assert np.diff(seconds(trace)).tolist() == pytest.approx([3.136])


def test_mooncakes_own_form(tmp_path: Path) -> None:
    """`timestamp` beside `hash_ids` is in ms, and a block holds 512 tokens."""
    rows = [{"timestamp": 0, "input_length": 6_758, "output_length": 500, "hash_ids": list(range(14))}]
    rows.append({"timestamp": 3_052, "input_length": 7_322, "output_length": 490, "hash_ids": list(range(15))})
    trace = read(written(tmp_path, "\n".join(map(json.dumps, rows)), "trace.jsonl"))
    assert trace.requests is not None
    assert seconds(trace) == [0, 3.052]
    assert trace.requests.block_tokens == 512


def test_prompts_are_hashed_not_kept(tmp_path: Path) -> None:
    """Equal texts have equal hashes; quoted texts may hold line ends."""
    text = 'timestamp,prompt\n1,"a\nb"\n2,c\n3,"a\nb"\n'
    requests = read(written(tmp_path, text)).requests
    assert requests is not None
    assert requests.prompt is not None
    first, second, third = requests.prompt.tolist()
    assert first == third != second


def test_more_requests_than_may_be_kept_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts, the spread of gaps and a sample of lengths remain, and a note says so."""
    arrivals = np.cumsum(np.random.default_rng(1).exponential(1.0, 150_000))
    text = "t_s,input_tokens,output_tokens\n" + "".join(f"{t:.3f},{100 + n % 3},7\n" for n, t in enumerate(arrivals))
    file = written(tmp_path, text)
    kept = read(file)
    monkeypatch.setattr(gathered, "MOST_REQUESTS_KEPT", 70_000)
    trace = read(file)
    assert trace.requests is None
    assert np.array_equal(trace.counts, kept.counts)
    assert trace.tokens is not None
    assert abs((trace.tokens.share * trace.tokens.input_tokens).sum() - 101.0) < 0.1
    assert "too many to keep" in trace.notes[-1]


def test_parquet_says_what_csv_says(tmp_path: Path) -> None:
    """Times as timestamps with a zone, as dates in text, or as numbers; nulls in counts are gaps."""
    when = [datetime(2026, 1, 1, 0, minute, tzinfo=UTC) for minute in range(4)]
    forms = [pyarrow.array(when), pyarrow.array([str(time) for time in when])]
    forms.append(pyarrow.array([int(time.timestamp() * 1_000) for time in when]))
    for number, form in enumerate(forms):
        file = tmp_path / f"{number}.parquet"
        counts = pyarrow.array([1, None, 3, 4])
        pyarrow.parquet.write_table(pyarrow.table({"time": form, "requests": counts}), file)
        trace = read(file)
        assert trace.start == when[0]
        assert np.isnan(trace.counts).tolist() == [False, True, False, False]


def test_parquet_with_blocks(tmp_path: Path) -> None:
    """Lists of hashes are read as lists."""
    file = tmp_path / "blocks.parquet"
    table = {"arrival_s": [0.0, 1.0], "input_tokens": [30, 16], "hash_ids": [[1, 2], [1]]}
    pyarrow.parquet.write_table(pyarrow.table(table), file)
    requests = read(file).requests
    assert requests is not None
    assert requests.prefix_blocks is not None
    assert requests.prefix_blocks.tolist() == [1, 2, 1]
    assert requests.block_tokens == 16


def test_a_trace_is_called_as_its_file(tmp_path: Path) -> None:
    """Without its ending, unless it is given a name."""
    file = written(tmp_path, "t_s\n1\n", "web.2026.csv")
    assert read(file).name == "web.2026"
    assert read(file, name="shop").name == "shop"


def test_a_column_per_minute(tmp_path: Path) -> None:
    """Azure's invocations per function: 1,440 columns, added up over the rows."""
    header = "HashOwner,HashApp,HashFunction,Trigger," + ",".join(map(str, range(1, 1_441)))
    rows = "".join(
        f"a,b,c{row},http," + ",".join(str(minute % 7 + row) for minute in range(1_440)) + "\n" for row in (0, 1)
    )
    trace = read(written(tmp_path, f"{header}\n{rows}"))
    assert (trace.windows, trace.window_seconds) == (1_440, 60)
    assert trace.counts[:8].tolist() == [1, 3, 5, 7, 9, 11, 13, 1]


def test_a_column_of_counts_alone(tmp_path: Path) -> None:
    """The width of the windows is all that has to be said."""
    trace = read(written(tmp_path, "5\n7\n9\n"), {"window": "1"})
    assert trace.counts.tolist() == [5, 7, 9]


def test_fractions_of_seconds_may_be_left_out(tmp_path: Path) -> None:
    """As Python prints times: without a fraction where it is zero."""
    rows = ["2024-05-10 00:00:00.250000+00:00", "2024-05-10 00:00:01+00:00", "2024-05-10 00:00:02.5+00:00"]
    assert seconds(read(written(tmp_path, "\n".join(["TIMESTAMP", *rows])))) == [0.25, 1.0, 2.5]
