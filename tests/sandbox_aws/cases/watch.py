"""Stories of logs, alarms and topics."""

from __future__ import annotations

import json

from tests.sandbox_aws.cases.case import RETAGGED, Case, Inputs, key_policy, tagged
from tests.sandbox_aws.world import World


def _topic_policy(topic: str, sid: str) -> str:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _log_key(world: World) -> str:
    policy = json.loads(key_policy("root"))
    logs = {**policy["Statement"][0], "Sid": "logs", "Principal": {"Service": "logs.us-west-2.amazonaws.com"}}
    policy["Statement"].append(logs)
    inputs = {"deletionWindowInDays": 7, "policy": json.dumps(policy)}
    return str(world.make("aws:kms/key:Key", inputs)["arn"])


def _alarm(world: World) -> Inputs:
    return {
        "alarmDescription": "slow",
        "namespace": "AWS/SageMaker",
        "metricName": "ModelLatency",
        "dimensions": {"EndpointName": "e", "VariantName": "main"},
        "extendedStatistic": "p99",
        "period": 60,
        "evaluationPeriods": 3,
        "datapointsToAlarm": 2,
        "threshold": 300000,
        "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "notBreaching",
        "alarmActions": [world.topic()["arn"]],
        "tags": {"owner": "a", "kept": "b"},
    }


def _math_alarm(world: World) -> Inputs:
    def metric(name: str) -> Inputs:
        return {
            "namespace": "AWS/SageMaker",
            "metricName": name,
            "period": 300,
            "stat": "Sum",
            "dimensions": {"EndpointName": "e", "VariantName": "main"},
        }

    return {
        "evaluationPeriods": 1,
        "threshold": 0.014,
        "comparisonOperator": "GreaterThanThreshold",
        "metricQueries": [
            {"id": "rate", "expression": "errors / all", "label": "error rate", "returnData": True},
            {"id": "errors", "metric": metric("Invocation5XXErrors")},
            {"id": "all", "metric": metric("Invocations")},
        ],
    }


def _composite(world: World) -> Inputs:
    alarm = world.make("aws:cloudwatch/metricAlarm:MetricAlarm", _math_alarm(world))["name"]
    return {"alarmName": "both", "alarmRule": f'ALARM("{alarm}")', "tags": {"owner": "a"}}


CASES = (
    Case(
        "aws:cloudwatch/logGroup:LogGroup",
        lambda world: tagged({"retentionInDays": 30, "kmsKeyId": _log_key(world)}),
        lambda world: {"retentionInDays": None, **RETAGGED},
    ),
    Case("aws:cloudwatch/metricAlarm:MetricAlarm", _alarm, lambda world: {"threshold": 5, "okActions": [], **RETAGGED}),
    Case("aws:cloudwatch/metricAlarm:MetricAlarm", _math_alarm, lambda world: {"threshold": 0.5}),
    Case(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm", _composite, lambda world: {"alarmDescription": "x", **RETAGGED}
    ),
    Case(
        "aws:cloudwatch/dashboard:Dashboard",
        lambda world: {"dashboardName": "dev", "dashboardBody": json.dumps({"widgets": []})},
        lambda world: {
            "dashboardBody": json.dumps(
                {
                    "widgets": [
                        {"type": "text", "x": 0, "y": 0, "width": 1, "height": 1, "properties": {"markdown": "a"}}
                    ]
                }
            )
        },
    ),
    Case(
        "aws:sns/topic:Topic",
        lambda world: tagged({"kmsMasterKeyId": world.key()["keyId"], "displayName": "models"}),
        lambda world: {"displayName": None, **RETAGGED},
    ),
    Case(
        "aws:sns/topicPolicy:TopicPolicy",
        lambda world: {"arn": (topic := world.topic()["arn"]), "policy": _topic_policy(topic, "A")},
        lambda world: {"policy": _topic_policy(world.made[-2][1], "B")},
    ),
    Case(
        "aws:sns/topicSubscription:TopicSubscription",
        lambda world: {"topic": world.topic()["arn"], "protocol": "email", "endpoint": "a@example.com"},
        lambda world: {"filterPolicy": json.dumps({"severity": ["page"]})},
    ),
)
