"""Rows from what `aws cloudwatch get-metric-data` and `get-metric-statistics` print."""

from typing import Any

from modelhost.planner.load.fault import fault, shown

Row = tuple[int, dict[str, Any]]
ASKED = ("invocation", "request", "count", "sum")
"""Words of labels that count requests, the surest first."""
NOT_COUNTED = ("per", "error", "4xx", "5xx", "concurrent", "latency", "utilization")
"""Words of labels that do not."""
STATISTICS = ("Sum", "SampleCount")
"""Statistics that count requests, the surest first."""


def metric_rows(place: str, document: Any, metric: str | None) -> tuple[list[Row], dict[str, str]]:
    """Return rows of time and requests in order of time, and facts; rows are numbered from 1.

    Both calls give their points in no order that can be relied on. A plain list of objects comes out as it is.
    """
    if isinstance(document, list):
        return _plain(place, document), {}
    if isinstance(document, dict) and isinstance(document.get("MetricDataResults"), list):
        return _data(place, document["MetricDataResults"], metric)
    if isinstance(document, dict) and isinstance(document.get("Datapoints"), list):
        return _statistics(place, document)
    remedy = "give JSON lines, a list of objects, or what aws cloudwatch get-metric-data prints"
    raise fault(place, f"{shown(document)} holds no rows", remedy)


def _plain(place: str, document: list[Any]) -> list[Row]:
    for number, row in enumerate(document, 1):
        if not isinstance(row, dict):
            raise fault(f"{place} entry {number}", f"{shown(row)} is not an object", "give an object per row")
    return list(enumerate(document, 1))


def _data(place: str, results: list[Any], metric: str | None) -> tuple[list[Row], dict[str, str]]:
    known = [result for result in results if isinstance(result, dict)]
    chosen = _chosen(place, known, metric)
    times, values = chosen.get("Timestamps"), chosen.get("Values")
    if not isinstance(times, list) or not isinstance(values, list) or len(times) != len(values) or not times:
        remedy = "export Timestamps and Values of the same length"
        raise fault(place, f"{shown(chosen.get('Label'))} has no points", remedy)
    facts = {"source": "CloudWatch", "label": str(chosen.get("Label") or chosen.get("Id") or "")}
    return _ordered(place, times, values), facts


def _chosen(place: str, results: list[dict[str, Any]], metric: str | None) -> dict[str, Any]:
    """Return the one result that counts requests; several parts of one metric are for the caller to join."""
    wanted = [one for one in results if metric is None or metric in (one.get("Id"), one.get("Label"))]
    if len(wanted) > 1:
        for word in ASKED:
            fitting = [
                one for one in wanted if word in _label(one) and not any(no in _label(one) for no in NOT_COUNTED)
            ]
            if fitting:
                wanted = fitting
                break
    if len(wanted) != 1:
        labels = ", ".join(shown(one.get("Label") or one.get("Id")) for one in results[:8]) or "none"
        remedy = "choose one that counts requests with columns requests=ID"
        raise fault(place, f"{len(wanted)} of its metrics may be the requests ({labels})", remedy)
    return wanted[0]


def _label(result: dict[str, Any]) -> str:
    return f"{result.get('Label', '')} {result.get('Id', '')}".lower()


def _statistics(place: str, document: dict[str, Any]) -> tuple[list[Row], dict[str, str]]:
    points = [point for point in document["Datapoints"] if isinstance(point, dict)]
    statistic = next((name for name in STATISTICS if points and name in points[0]), None)
    if statistic is None:
        found = ", ".join(str(key) for key in list(points[0])[:8]) if points else "no points"
        raise fault(place, f"its points have neither Sum nor SampleCount ({found})", "export --statistics Sum")
    facts = {"source": "CloudWatch", "label": str(document.get("Label", "")), "statistic": statistic}
    times = [point.get("Timestamp") for point in points]
    return _ordered(place, times, [point.get(statistic) for point in points]), facts


def _ordered(place: str, times: list[Any], values: list[Any]) -> list[Row]:
    """Return the points by time; texts of one export have one form, so that they sort as they are."""
    kinds = {type(time) for time in times}
    if not (kinds <= {int, float} or kinds == {str}):
        raise fault(place, "its times are of several kinds", "export it again")
    pairs = sorted(zip(times, values, strict=True), key=lambda pair: pair[0])
    return [(number, {"Timestamp": time, "Requests": value}) for number, (time, value) in enumerate(pairs, 1)]
