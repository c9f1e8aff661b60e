"""Whatever a trace holds, it is read or refused in words: never a traceback, never unbounded memory."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelhost.planner.load.arrival import arrivals
from modelhost.planner.load.cut import second_half
from modelhost.planner.load.fault import TraceError
from modelhost.planner.load.gap import filled
from modelhost.planner.load.read import read
from modelhost.planner.load.trace import Trace
from tests.depth import cases

pytestmark = pytest.mark.deep

FREE = settings(
    deadline=None,
    max_examples=cases(500, 3_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = ["time", "timestamp", "t_s", "timestamp_ms", "minute", "date", "requests", "count", "rps", "rpm", "value", "cv"]
NAMES += [
    "input_tokens",
    "ContextTokens",
    "GeneratedTokens",
    "prompt",
    "hash_ids",
    "cached_blocks",
    "blocks512",
    "x",
    "",
]
CELLS = ["", "0", "1", "60", "120", "-1", "1.5", "nan", "inf", "1e300", "1e-300", "abc", '"', '"a', "[1, 2]", "1 2 3"]
CELLS += ["2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01 00:01:00", "2026-01-01T00:00+05:30", "9999-99-99", "1_0"]
CELLS += ["1767225600", "1767225600000", "1767225660000000000", "9" * 400, "#", "é", "\ufeff", "0x10", "١٢", "null"]

cell = st.sampled_from(CELLS) | st.integers(-5, 10**19).map(str) | st.floats().map(str) | st.text(max_size=6)
name = st.sampled_from(NAMES) | st.text(max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Text that looks like CSV more or less."""
    width = draw(st.integers(1, 4))
    header = draw(st.lists(name, min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=8))
    separator, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    text = end.join(separator.join(row) for row in [header, *rows])
    return text.encode(errors="replace")


@st.composite
def regular(draw: st.DrawFn) -> bytes:
    """A trace that is right but for one cell."""
    count = draw(st.integers(1, 12))
    first = draw(st.sampled_from([0, 1_767_225_600]))
    rows = [[str(first + 60 * row), str(draw(st.integers(0, 10**6)))] for row in range(count)]
    rows[draw(st.integers(0, count - 1))][draw(st.integers(0, 1))] = draw(cell)
    header = draw(st.sampled_from(["timestamp,requests", "timestamp,rps", "t_s,input_tokens", "timestamp,prompt"]))
    return "\n".join([header, *(",".join(row) for row in rows)]).encode(errors="replace")


json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from(CELLS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(name, inner, max_size=4),
    max_leaves=8,
)
exports = st.fixed_dictionaries(
    {},
    optional={
        "MetricDataResults": st.lists(
            st.fixed_dictionaries({}, optional={"Label": json_value, "Timestamps": json_value, "Values": json_value})
        )
        | json_value,
        "Datapoints": st.lists(
            st.dictionaries(st.sampled_from(["Timestamp", "Sum", "Average"]), json_value), max_size=4
        )
        | json_value,
        "Label": json_value,
    },
)


def survives(folder: Path, content: bytes) -> None:
    """Read *content*, then use what came of it; refusals are fine when they say something."""
    file = folder / "fuzz"
    file.write_bytes(content)
    try:
        trace = read(file)
    except TraceError as error:
        refusal = str(error)
    else:
        used(trace)
        return
    assert "; " in refusal


def used(trace: Trace) -> None:
    """What was read can be filled, drawn from and cut."""
    assert trace.windows > 0
    assert not (trace.counts < 0).any()
    assert not np.isinf(trace.counts).any()
    if trace.known.any() and trace.total < 1e5 and trace.windows < 1e5:
        whole = filled(trace)
        drawn = sum(len(chunk.arrival_ns) for chunk in arrivals(whole, np.random.default_rng(1)))
        assert abs(drawn - whole.total) <= whole.windows
        if trace.windows > 1:
            second_half(trace)


@FREE
@given(content=tables())
def test_tables(tmp_path: Path, content: bytes) -> None:
    """Names, cells, separators and line ends in any mixture."""
    survives(tmp_path, content)


@FREE
@given(content=regular())
def test_traces_with_one_wrong_cell(tmp_path: Path, content: bytes) -> None:
    """One cell of a good trace may hold anything."""
    survives(tmp_path, content)


@FREE
@given(rows=st.lists(st.dictionaries(name, json_value, max_size=4), min_size=1, max_size=6), listed=st.booleans())
def test_json(tmp_path: Path, rows: list[dict[str, Any]], listed: bool) -> None:
    """Objects of any shape, one per line or in a list."""
    survives(tmp_path, json.dumps(rows).encode() if listed else "\n".join(map(json.dumps, rows)).encode())


@FREE
@given(document=exports)
def test_exports(tmp_path: Path, document: dict[str, Any]) -> None:
    """CloudWatch's exports with anything in them."""
    survives(tmp_path, json.dumps(document).encode())


@FREE
@given(content=st.binary(max_size=200), packed=st.booleans(), head=st.sampled_from([b"", b"t_s,count\n0,1\n", b"PAR1"]))
def test_bytes(tmp_path: Path, content: bytes, packed: bool, head: bytes) -> None:
    """Bytes of any kind, packed or not."""
    survives(tmp_path, gzip.compress(head + content, 1) if packed else head + content)
