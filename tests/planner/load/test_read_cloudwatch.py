"""CloudWatch's exports are read in every form that its tools write."""

import json
from pathlib import Path

import pytest

from modelhost.planner.load.fault import TraceError
from modelhost.planner.load.read import read

TIMES = [f"2026-01-01T00:0{minute}:00+00:00" for minute in (3, 0, 1)]


def written(folder: Path, content: object) -> Path:
    """An export, as the AWS CLI prints it."""
    file = folder / "export.json"
    file.write_text(json.dumps(content, indent=4))
    return file


def result(label: str, name: str = "m1") -> dict[str, object]:
    """A metric with three points, newest first, in get-metric-data's form."""
    return {"Id": name, "Label": label, "Timestamps": TIMES, "Values": [30.0, 10.0, 20.0], "StatusCode": "Complete"}


def test_get_metric_data(tmp_path: Path) -> None:
    """Points in any order; a minute without a point is one without requests."""
    trace = read(written(tmp_path, {"MetricDataResults": [result("Invocations")], "Messages": []}))
    assert trace.counts.tolist() == [10, 20, 0, 30]
    assert trace.window_seconds == 60
    assert "1 windows have no row: no requests, as CloudWatch publishes nothing then" in trace.notes


def test_get_metric_statistics(tmp_path: Path) -> None:
    """`Sum` counts; points come in no order."""
    points = [
        {"Timestamp": time, "Sum": value, "Unit": "Count"} for time, value in zip(TIMES, (30, 10, 20), strict=True)
    ]
    trace = read(written(tmp_path, {"Label": "RequestCount", "Datapoints": points}))
    assert trace.counts.tolist() == [10, 20, 0, 30]


def test_times_as_numbers(tmp_path: Path) -> None:
    """The first version of the AWS CLI writes seconds since 1970."""
    points = [{"Timestamp": 1_767_225_600.0 + 60 * minute, "Sum": 5.0} for minute in range(3)]
    trace = read(written(tmp_path, {"Label": "Invocations", "Datapoints": points}))
    assert trace.start is not None
    assert trace.start.isoformat() == "2026-01-01T00:00:00+00:00"


def test_the_metric_that_counts_is_found(tmp_path: Path) -> None:
    """Beside errors, latencies and averages per instance."""
    others = [result("ModelLatency", "m2"), result("Invocation4XXErrors", "m3"), result("InvocationsPerInstance", "m4")]
    trace = read(written(tmp_path, {"MetricDataResults": [*others, result("Invocations", "m5")]}))
    assert "Invocations" in trace.notes[1]


def test_a_metric_may_be_chosen(tmp_path: Path) -> None:
    """By its id or label, where several may be the requests; otherwise they are named."""
    file = written(tmp_path, {"MetricDataResults": [result("Invocations a", "a"), result("Invocations b", "b")]})
    assert read(file, {"requests": "b"}).total == 60
    with pytest.raises(TraceError, match="2 of its metrics may be the requests"):
        read(file)


def test_an_average_is_no_count(tmp_path: Path) -> None:
    """What to export instead is said."""
    points = [{"Timestamp": time, "Average": 1.0} for time in TIMES]
    with pytest.raises(TraceError, match=r"neither Sum nor SampleCount.*export --statistics Sum"):
        read(written(tmp_path, {"Label": "Invocations", "Datapoints": points}))


def test_the_consoles_file(tmp_path: Path) -> None:
    """Lines with label, period and statistic stand above the rows."""
    file = tmp_path / "console.csv"
    rows = "".join(f"2026/01/01 00:0{5 * place}:00,{count}\n" for place, count in enumerate((10, 20)))
    file.write_text(f"Full label,Invocations\nLabel,Invocations\nPeriod,300\nStatistic,Sum\n{rows}")
    trace = read(file)
    assert (trace.window_seconds, trace.counts.tolist()) == (300, [10, 20])


def test_an_export_without_points_is_refused(tmp_path: Path) -> None:
    """An empty export is no load of zero."""
    with pytest.raises(TraceError, match="no points"):
        read(written(tmp_path, {"Label": "Invocations", "Datapoints": []}))
