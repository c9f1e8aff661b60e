"""What CloudWatch refuses of an alarm."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.bounds import ALARMS
from modelhost.sandbox.cloud.call import Call, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record

SHORT_PERIODS = (10, 20, 30)
DAY_SECONDS = 86_400
BAND = "ANOMALY_DETECTION_BAND"


def refusal(message: str) -> RefusalError:
    """Refuse as CloudWatch does."""
    return RefusalError("ValidationError", message, 400)


def find(call: Call, cloud: Cloud, name: str) -> Record:
    """Look an alarm up, or refuse."""
    record: Record | None = cloud.shelf(ALARMS).get((call.region, name))
    if record is None:
        raise RefusalError("ResourceNotFound", f"Alarm {name} does not exist", 404)
    return record


def metric_alarm(alarm: dict[str, Any]) -> None:
    """Refuse an alarm that CloudWatch would not keep."""
    if "Metrics" in alarm:
        _math(alarm)
    else:
        _single(alarm)
    if int(alarm.get("DatapointsToAlarm", 1)) > int(alarm.get("EvaluationPeriods", 1)):
        raise refusal("DatapointsToAlarm must be less than or equal to EvaluationPeriods.")
    if ("Threshold" in alarm) == ("ThresholdMetricId" in alarm):
        raise refusal("Exactly one of Threshold and ThresholdMetricId must be specified.")
    for action in [*alarm.get("AlarmActions", []), *alarm.get("OKActions", [])]:
        if not action.startswith("arn:"):
            raise refusal(f"Invalid arn syntax: {action}")


def _single(alarm: dict[str, Any]) -> None:
    for name in ("MetricName", "Namespace", "Period", "EvaluationPeriods"):
        if name not in alarm:
            raise refusal(f"The parameter {name} is required.")
    if ("Statistic" in alarm) == ("ExtendedStatistic" in alarm):
        raise refusal("Exactly one of Statistic and ExtendedStatistic must be specified.")
    _period(int(alarm["Period"]), int(alarm["EvaluationPeriods"]))


def _period(seconds: int, periods: int) -> None:
    if seconds not in SHORT_PERIODS and seconds % 60:
        raise refusal("Period must be 10, 20, 30 or a multiple of 60.")
    days = 7 if seconds >= 3600 else 1
    if seconds * periods > days * DAY_SECONDS:
        raise refusal(
            f"Metrics cannot be checked across more than {days} day(s) "
            f"(EvaluationPeriods * Period must be <= {days * DAY_SECONDS})."
        )


def _math(alarm: dict[str, Any]) -> None:
    if "MetricName" in alarm or "Statistic" in alarm or "Period" in alarm:
        raise refusal("Metrics cannot be combined with MetricName, Statistic or Period.")
    queries = {query["Id"]: query for query in alarm["Metrics"]}
    if len(queries) != len(alarm["Metrics"]):
        raise refusal("The values for parameter Id in Metrics must be unique.")
    for query in queries.values():
        if ("MetricStat" in query) == ("Expression" in query):
            raise refusal(f"Metric query {query['Id']} needs exactly one of MetricStat and Expression.")
    shown = [query for query in queries.values() if query.get("ReturnData", True)]
    band = alarm.get("ThresholdMetricId")
    if band is not None:
        _band(queries.get(band), shown, band)
    elif len(shown) != 1:
        raise refusal("Exactly one element of the metrics list should return data.")


def _band(query: dict[str, Any] | None, shown: list[dict[str, Any]], band: str) -> None:
    if query is None or not str(query.get("Expression", "")).strip().startswith(BAND):
        raise refusal(f"ThresholdMetricId {band} must name a metric query whose expression is {BAND}.")
    if len(shown) != 2 or query not in shown:
        raise refusal(f"Exactly two elements of the metrics list should return data, one of them {BAND}.")
