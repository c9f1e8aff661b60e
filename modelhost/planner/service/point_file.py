"""Measured points from a file: CSV of a load test or of a server's metrics, JSON rows, or a CloudWatch export."""

import csv
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from modelhost.planner.service.point import Point
from modelhost.planner.service.window import cloudwatch_rows, without_counters

LARGEST_FILE_BYTES = 16 * 1024**2
MOST_POINTS = 100_000
MOST_PROBLEMS = 10
NAMES = {
    "concurrency": "concurrency users callers clients inflight concurrent running num_requests_running",
    "mean_ms": "latency latency_mean mean mean_latency avg_latency latency_avg e2e_mean e2e e2e_request_latency",
    "p50_ms": "latency_p50 p50 p50_latency median latency_median median_latency e2e_p50",
    "p99_ms": "latency_p99 p99 p99_latency e2e_p99",
    "per_second": "requests_per_second rps throughput request_throughput rate_rps per_second",
    "ttft_ms": "ttft ttft_mean mean_ttft time_to_first_token",
    "itl_ms": "itl itl_mean mean_itl tpot tpot_mean mean_tpot inter_token_latency time_per_output_token",
    "window": "window open_loop",
}
FIELDS = {name: field for field, names in NAMES.items() for name in names.split()}
UNITS_MS = {"_ms": 1.0, "_milliseconds": 1.0, "_seconds": 1_000.0, "_s": 1_000.0, "_us": 1e-3}


def points(path: Path) -> list[Point]:
    """Return the points of the file at *path*; ValueError names each line that is wrong, OSError when it is unread."""
    size = path.stat().st_size
    if size > LARGEST_FILE_BYTES:
        raise ValueError(f"{path.name}: {size / 1e6:.0f} MB is no load test; give at most 16 MiB of measured points")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: byte {error.start} is not text; give CSV or JSON in UTF-8") from error
    rows = _json_rows(path.name, text) if text.lstrip()[:1] in ("{", "[") else _csv_rows(path.name, text)
    return _points(path.name, without_counters(rows))


def _csv_rows(name: str, text: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a CSV with their line numbers."""
    try:
        reader = csv.DictReader(text.splitlines(), restkey="", restval="")
        return [(reader.line_num, _known(row)) for row in reader]
    except csv.Error as error:
        raise ValueError(f"{name}: {error}; give comma-separated values") from error


def _json_rows(name: str, text: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of JSON, numbered from 1."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}: {str(error)[:100]}; give a JSON list of rows") from error
    if isinstance(content, dict) and "MetricDataResults" in content:
        content = cloudwatch_rows(content["MetricDataResults"])
    elif isinstance(content, dict):
        content = content.get("points")
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise ValueError(f"{name}: holds no list of rows; give [{{'concurrency': 1, 'latency_mean_ms': 80}}, ...]")
    return [(number, _known(row)) for number, row in enumerate(content, 1)]


def _known(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return what of *row* has a name."""
    return {str(key).strip().lower().removeprefix("vllm:"): value for key, value in row.items() if key}


def _points(name: str, rows: Iterable[tuple[int, dict[str, Any]]]) -> list[Point]:
    """Return the points of *rows*, and all that is wrong at once."""
    found: list[Point] = []
    wrong: list[str] = []
    for line, row in rows:
        try:
            found.append(_point(row, f"{name}, line {line}"))
        except ValueError as error:
            wrong.append(f"{name}, line {line}: {error}")
        if len(wrong) == MOST_PROBLEMS or len(found) > MOST_POINTS:
            break
    if wrong:
        raise ValueError("\n".join(wrong))
    if not found:
        raise ValueError(f"{name}: holds no measured point; give rows of concurrency and latency_mean_ms")
    return found


def _point(row: Mapping[str, Any], place: str) -> Point:
    """Return the point of one row; ValueError says what is wrong with it."""
    values: dict[str, float] = {}
    for column, value in row.items():
        field, factor = _field(column)
        if field and value not in (None, ""):
            values[field] = _number(column, value) * factor
    window = bool(values.pop("window", 0.0))
    if "concurrency" not in values:
        values["concurrency"], window = _by_littles_law(values), True
    point = Point(window=window, place=place, **values)
    if not point.latency_ms > 0:
        raise ValueError("has no latency; give latency_mean_ms, latency_p50_ms or requests_per_second")
    return point


def _field(column: str) -> tuple[str | None, float]:
    """Return the field of a point that *column* means, and the factor to its unit."""
    for unit, factor in UNITS_MS.items():
        field = FIELDS.get(column.removesuffix(unit)) if column.endswith(unit) else None
        if field and field.endswith("_ms"):
            return field, factor
    return FIELDS.get(column), 1.0


def _number(column: str, value: Any) -> float:
    """Return *value* as a number that can be a measurement."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{column} {str(value)[:40]!r} is not a number; give a plain decimal") from None
    if not math.isfinite(number) or number < 0 or number > 1e12:
        raise ValueError(f"{column} {number:g} cannot have been measured; give a positive number")
    return number


def _by_littles_law(values: Mapping[str, float]) -> float:
    """Return the mean requests at once that a rate and a latency mean."""
    latency_ms = values.get("mean_ms", values.get("p50_ms"))
    if latency_ms is None or "per_second" not in values:
        raise ValueError("has no concurrency; give concurrency, or requests_per_second with latency_mean_ms")
    return values["per_second"] * latency_ms / 1_000
