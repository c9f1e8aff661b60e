"""A measured curve is read in any of its spellings, and what is wrong with it is said with the line."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from modelhost.planner.service.point_file import points


def written(folder: Path, content: str | bytes, name: str = "curve.csv") -> Path:
    """Return a file with *content*."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("concurrency,latency_mean_ms", "4,120"),
        ("users,mean_latency_seconds", "4,0.12"),
        ("Concurrency,avg_latency_us", "4,120000"),
        ("clients,rps", "4,33.3333333"),
        ("concurrency,requests_per_second,latency", "4,33,120"),
    ],
)
def test_spellings_and_units_mean_the_same(tmp_path: Path, header: str, row: str) -> None:
    """Four callers and 120 ms are read from each of them."""
    [point] = points(written(tmp_path, f"{header}\n{row}\n"))
    assert (point.concurrency, point.latency_ms) == pytest.approx((4, 120))


def test_a_rate_and_a_latency_give_the_concurrency(tmp_path: Path) -> None:
    """Little's law: 20 per second of 150 ms are 3 at once, and such a row is a window."""
    [point] = points(written(tmp_path, "rps,latency_mean_ms\n20,150\n"))
    assert (point.concurrency, point.window) == (3.0, True)


def test_json_rows_are_read(tmp_path: Path) -> None:
    """A list of rows, bare or under `points`, is a curve."""
    rows = [{"concurrency": 1, "p50_ms": 80}, {"concurrency": 2, "p50_ms": 90}]
    for content in (rows, {"points": rows}):
        assert len(points(written(tmp_path, json.dumps(content), "curve.json"))) == 2


def test_a_cloudwatch_export_is_joined_by_time(tmp_path: Path) -> None:
    """Concurrency and latency of the same minute are one window; model and overhead add up, microseconds are known."""
    stamps = ["2026-11-01T10:00:00Z", "2026-11-01T10:01:00Z"]
    results = [
        {"Label": "ConcurrentRequestsPerModel", "Timestamps": stamps, "Values": [2, 3]},
        {"Label": "ModelLatency", "Timestamps": stamps, "Values": [100_000, 120_000]},
        {"Label": "chat OverheadLatency", "Timestamps": stamps[:1], "Values": [5_000]},
    ]
    first, second = points(written(tmp_path, json.dumps({"MetricDataResults": results}), "cw.json"))
    assert (first.at_once, first.latency_ms) == (3, 105)
    assert (second.at_once, second.latency_ms) == (4, 120)


def test_counters_of_vllm_become_means_of_windows(tmp_path: Path) -> None:
    """Growing sums and counts are differences; the restart in the last row gives no window."""
    content = (
        "vllm:num_requests_running,vllm:e2e_request_latency_seconds_sum,vllm:e2e_request_latency_seconds_count,"
        "vllm:time_to_first_token_seconds_sum,vllm:time_to_first_token_seconds_count\n"
        "3,100,50,5,50\n4,160,70,6,70\n1,2,1,0.1,1\n"
    )
    [window] = points(written(tmp_path, content))
    assert (window.at_once, window.latency_ms, window.ttft_ms) == pytest.approx((5, 3_000, 50))


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    """All problems are told at once, each with its line and what to do."""
    content = "concurrency,latency_mean_ms\n1,80\ntwo,90\n4,-1\n5,\n6,nan\n"
    with pytest.raises(ValueError, match=r"curve\.csv, line 3: concurrency 'two' is not a number") as caught:
        points(written(tmp_path, content))
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        f"curve.csv, line {line}" for line in (3, 4, 5, 6)
    ]


def test_a_file_without_points_is_said(tmp_path: Path) -> None:
    """A header alone is no measurement."""
    with pytest.raises(ValueError, match="holds no measured point; give rows"):
        points(written(tmp_path, "concurrency,latency_mean_ms\n"))


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=some.one_of(
        some.binary(max_size=200),
        some.text(max_size=200).map(lambda text: ("concurrency,latency_mean_ms,window\n" + text).encode()),
        some.recursive(
            some.none() | some.floats() | some.text(max_size=5) | some.integers(),
            lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
        ).map(
            lambda value: json.dumps([{"concurrency": value, "latency": value, "MetricDataResults": value}]).encode()
        ),
    )
)
def test_no_file_gives_a_traceback(tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, it is points or a ValueError that begins with its name."""
    said = "curve.csv"
    try:
        assert all(point.latency_ms > 0 for point in points(written(tmp_path, content)))
    except ValueError as error:
        said = str(error)
    assert said.startswith("curve.csv")
