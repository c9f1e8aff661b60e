"""Windows of a server's own metrics as rows of measured points: CloudWatch exports and vLLM's counters."""

from collections.abc import Iterable, Iterator
from typing import Any

CLOUDWATCH = {
    "ConcurrentRequestsPerCopy": ("concurrency", 1.0),
    "ConcurrentRequestsPerModel": ("concurrency", 1.0),
    "ModelLatency": ("latency_mean_ms", 1e-3),
    "OverheadLatency": ("overhead_ms", 1e-3),
    "InvocationsPerInstance": ("requests_per_second", 1 / 60),
    "InvocationsPerCopy": ("requests_per_second", 1 / 60),
}
"""SageMaker's metrics of a minute, and the factors to ours; its latencies are microseconds."""
SUM, COUNT = "_sum", "_count"


def cloudwatch_rows(results: Any) -> list[dict[str, Any]]:
    """Return a row per time from the results of GetMetricData, joined by their timestamps; each is a window."""
    rows: dict[str, dict[str, Any]] = {}
    for result in results if isinstance(results, list) else []:
        for stamp, column, value in _values(result):
            rows.setdefault(stamp, {"window": 1})[column] = value
    for row in rows.values():
        overhead = row.pop("overhead_ms", None)
        if overhead is not None and "latency_mean_ms" in row:
            row["latency_mean_ms"] += overhead
    return [rows[stamp] for stamp in sorted(rows) if "latency_mean_ms" in rows[stamp]]


def _values(result: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield time, column and value of one result that is known by its label."""
    label = str(result.get("Label", "")).split()[-1:] if isinstance(result, dict) else []
    if not label or label[0] not in CLOUDWATCH:
        return
    column, factor = CLOUDWATCH[label[0]]
    stamps, values = result.get("Timestamps"), result.get("Values")
    if isinstance(stamps, list) and isinstance(values, list):
        for stamp, value in zip(stamps, values, strict=False):
            yield str(stamp), column, value * factor if isinstance(value, int | float) else value


def without_counters(rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield *rows* with each pair of growing `_sum` and `_count` columns replaced by the mean since the row before.

    A server that restarted counts from nothing; that window, like the first one, is left out.
    """
    before: dict[str, Any] | None = None
    for line, row in rows:
        sums = [column.removesuffix(SUM) for column in row if column.endswith(SUM)]
        pairs = [name for name in sums if name + COUNT in row]
        if not pairs:
            yield line, row
            continue
        if before is not None:
            means = {f"{name}": _mean(before, row, name) for name in pairs}
            if any(mean is not None for mean in means.values()):
                kept = {key: value for key, value in row.items() if not key.endswith((SUM, COUNT))}
                yield line, kept | {"window": 1} | means
        before = row


def _mean(before: dict[str, Any], row: dict[str, Any], name: str) -> float | None:
    """Return the mean of what was counted between two rows; none when nothing was, or a number is missing."""
    try:
        total = float(row[name + SUM]) - float(before[name + SUM])
        count = float(row[name + COUNT]) - float(before[name + COUNT])
    except (TypeError, ValueError, KeyError):
        return None
    return total / count if count > 0 and total > 0 else None
