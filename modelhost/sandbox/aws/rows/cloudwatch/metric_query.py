"""Metric queries of an alarm, between the official provider's form and the API's."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import Pairs
from modelhost.provider.table.case import camel
from modelhost.sandbox.aws.rows.codecs import Named

DIMENSIONS = Pairs("Name", "Value")
METRIC = ("metricName", "namespace", "dimensions")
NOT_RETURNED = {"returnData": False}


def _encode(query: Any) -> Any:
    """Move what the official provider keeps beside the metric, such as the period, around it."""
    if not isinstance(query, dict):
        return query
    metric = query.get("metric")
    encoded = NOT_RETURNED | {key: value for key, value in query.items() if key != "metric"}
    if not isinstance(metric, dict):
        return encoded if metric is None else {**encoded, "metricStat": metric}
    inner = {key: metric[key] for key in METRIC if metric.get(key)}
    if isinstance(inner.get("dimensions"), dict):
        inner["dimensions"] = DIMENSIONS.to_api(inner["dimensions"])
    around = {key: value for key, value in metric.items() if key not in METRIC and value}
    return {**encoded, "metricStat": {"metric": inner, **around}}


def _decode(query: dict[str, Any]) -> dict[str, Any]:
    decoded = {camel(key): value for key, value in query.items() if key != "MetricStat" and value is not None}
    stat = query.get("MetricStat")
    if stat is None:
        return decoded
    dimensions = DIMENSIONS.from_api(stat["Metric"].get("Dimensions") or [])
    flat = {key: value for key, value in (stat["Metric"] | stat).items() if key not in ("Metric", "Dimensions")}
    metric = {camel(key): value for key, value in flat.items()} | ({"dimensions": dimensions} if dimensions else {})
    return {**decoded, "metric": metric}


class Queries(Named):
    """Queries in any order, each known by its id; one that does not say so returns no data."""

    def same(self, old: Any, new: Any) -> bool:
        """Compare with what is not said."""
        return super().same(_said(old), _said(new))


def _said(queries: Any) -> Any:
    if not isinstance(queries, list):
        return queries
    return [NOT_RETURNED | each if isinstance(each, dict) else each for each in queries]


QUERIES = Queries(
    encode=lambda queries: [_encode(each) for each in queries],
    decode=lambda queries: [_decode(each) for each in queries] or None,
    key=lambda query: str(query["id"] if isinstance(query, dict) else query),
)
