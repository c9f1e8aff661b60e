"""Stories of scaling and of costs."""

from __future__ import annotations

import json

from tests.sandbox_aws.cases.case import RETAGGED, Case, Inputs, tagged
from tests.sandbox_aws.world import World


def _scaled(world: World) -> Inputs:
    return {
        **world.target(),
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "targetValue": 8,
            "predefinedMetricSpecification": {
                "predefinedMetricType": "SageMakerVariantConcurrentRequestsPerModelHighResolution"
            },
            "scaleInCooldown": 300,
            "scaleOutCooldown": 60,
        },
    }


def _budget(world: World) -> Inputs:
    return {
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "limitAmount": "4000",
        "limitUnit": "USD",
        "costFilters": [{"name": "TagKeyValue", "values": ["user:environment$dev"]}],
        "notifications": [
            {
                "notificationType": "ACTUAL",
                "comparisonOperator": "GREATER_THAN",
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "subscriberEmailAddresses": ["a@example.com"],
            }
        ],
    }


def _monitor(world: World) -> Inputs:
    specification = {"Tags": {"Key": "environment", "Values": ["dev"]}}
    return {"monitorType": "CUSTOM", "monitorSpecification": json.dumps(specification)}


def _subscription(world: World) -> Inputs:
    monitor = world.make("aws:costexplorer/anomalyMonitor:AnomalyMonitor", _monitor(world))
    return {
        "frequency": "DAILY",
        "monitorArnLists": [monitor["arn"]],
        "subscribers": [{"type": "EMAIL", "address": "a@example.com"}],
        "thresholdExpression": {
            "dimension": {
                "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "matchOptions": ["GREATER_THAN_OR_EQUAL"],
                "values": ["400"],
            }
        },
    }


CASES = (
    Case(
        "aws:appautoscaling/target:Target",
        lambda world: tagged({**world.variant(), "minCapacity": 1, "maxCapacity": 4}),
        lambda world: {"minCapacity": 2, "maxCapacity": 6, **RETAGGED},
    ),
    Case(
        "aws:appautoscaling/policy:Policy",
        _scaled,
        lambda world: {
            "targetTrackingScalingPolicyConfiguration": {
                "targetValue": 4,
                "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
            }
        },
    ),
    Case(
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        lambda world: {
            **world.target(),
            "schedule": "cron(0 8 ? * MON-FRI *)",
            "timezone": "Europe/Berlin",
            "scalableTargetAction": {"minCapacity": 2},
        },
        lambda world: {"schedule": "cron(0 9 ? * MON-FRI *)", "scalableTargetAction": {"minCapacity": 3}},
    ),
    Case(
        "aws:budgets/budget:Budget",
        _budget,
        lambda world: {
            "limitAmount": "5000",
            "notifications": [_budget(world)["notifications"][0] | {"threshold": 90}],
        },
    ),
    Case(
        "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
        lambda world: tagged(_monitor(world)),
        lambda world: {"name": "renamed", **RETAGGED},
    ),
    Case(
        "aws:costexplorer/anomalySubscription:AnomalySubscription", _subscription, lambda world: {"frequency": "WEEKLY"}
    ),
    Case(
        "aws:costexplorer/costAllocationTag:CostAllocationTag",
        lambda world: {"tagKey": "environment", "status": "Active"},
        lambda world: {"status": "Inactive"},
    ),
)
