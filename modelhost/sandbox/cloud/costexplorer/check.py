"""What Cost Explorer refuses of an anomaly monitor or subscription."""

from __future__ import annotations

from modelhost.sandbox.cloud.call import Call, RefusalError, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.ledger import GLOBAL

ONE_DIMENSIONAL = "Limit exceeded on dimensional spend monitor creation"
FREQUENCIES = {"IMMEDIATE": "SNS", "DAILY": "EMAIL", "WEEKLY": "EMAIL"}


def monitor(call: Call, cloud: Cloud) -> None:
    """Refuse a second monitor of the services, and a monitor without its subject."""
    wanted = call.params["AnomalyMonitor"]
    if wanted["MonitorType"] == "CUSTOM" and "MonitorSpecification" not in wanted:
        raise validation("MonitorSpecification is required for a monitor of type CUSTOM")
    if wanted["MonitorType"] != "DIMENSIONAL":
        return
    if "MonitorDimension" not in wanted:
        raise validation("MonitorDimension is required for a monitor of type DIMENSIONAL")
    dimension = wanted["MonitorDimension"]
    if any(one.fields.get("MonitorDimension") == dimension for one in cloud.shelf("anomaly-monitor").values()):
        raise validation(ONE_DIMENSIONAL)  # not LimitExceededException, which clients retry


def subscription(call: Call, cloud: Cloud) -> None:
    """Refuse a subscription to a monitor that is missing, or one that its subscribers cannot take."""
    wanted = call.params["AnomalySubscription"]
    for arn in wanted["MonitorArnList"]:
        if (GLOBAL, arn) not in cloud.shelf("anomaly-monitor"):
            raise RefusalError("UnknownMonitorException", f"{arn} does not exist", 400)
    if ("Threshold" in wanted) == ("ThresholdExpression" in wanted):
        raise validation("Exactly one of Threshold and ThresholdExpression must be specified.")
    kind = FREQUENCIES[wanted["Frequency"]]
    if any(one.get("Type") != kind for one in wanted["Subscribers"]):
        raise validation(f"Frequency {wanted['Frequency']} supports subscribers of type {kind} only.")
