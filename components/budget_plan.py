"""When a budget speaks up, and which costs it counts."""

import json
from collections.abc import Sequence
from typing import Any

from modelhost.spec.budget import BudgetSpec

TAG = "environment"
PERCENT = 100


def cost_filter(environment: str) -> str:
    """Return the budget's filter value: user-defined tags are written `user:<key>$<value>`."""
    return f"user:{TAG}${environment}"


def monitor_specification(environment: str) -> str:
    """Return the anomaly monitor's filter as Cost Explorer stores it, so that nothing appears to have changed."""
    nothing: dict[str, Any] = dict.fromkeys(("And", "CostCategories", "Dimensions", "Not", "Or"))
    tags = {"Key": TAG, "MatchOptions": None, "Values": [environment]}
    return json.dumps({**nothing, "Tags": tags}, sort_keys=True)


def notifications(spec: BudgetSpec, topic_arn: Any) -> list[Any]:
    """Return one notification per threshold, in percent of the budget, to the topic and to the addresses."""
    kinds = [("ACTUAL", fraction) for fraction in sorted(set(spec.alert_at))]
    kinds += [("FORECASTED", 1.0)] if spec.forecast else []
    return [
        {
            "notification_type": kind,
            "comparison_operator": "GREATER_THAN",
            "threshold": round(fraction * PERCENT, 6),
            "threshold_type": "PERCENTAGE",
            "subscriber_email_addresses": addresses(spec.notify),
            "subscriber_sns_topic_arns": [topic_arn],
        }
        for kind, fraction in kinds
    ]


def addresses(emails: Sequence[str]) -> list[str]:
    """Return each address once, in an order that never changes."""
    return sorted(set(emails))


def anomaly_threshold(spec: BudgetSpec) -> Any:
    """Return the expression that is true for an anomaly worth a message, in US dollars."""
    return {
        "dimension": {
            "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            "match_options": ["GREATER_THAN_OR_EQUAL"],
            "values": [f"{spec.anomaly_threshold_usd:g}"],
        }
    }
