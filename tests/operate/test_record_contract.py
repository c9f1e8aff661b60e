"""The record of an update in flight: `recover` reads what the provider writes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from modelhost.operate.recovery import record, scaling
from modelhost.provider.sagemaker import scaling_record, scaling_request

SUBJECT = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/e/variant/main",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
SUSPENDED = {"DynamicScalingInSuspended": True, "DynamicScalingOutSuspended": False, "ScheduledScalingSuspended": False}
WRITTEN = scaling_record.ScalingRecord(
    endpoint="e",
    started_at="2026-01-01T00:00:00+00:00",
    from_config="c-1",
    to_config="c-2",
    targets=(
        {
            **SUBJECT,
            "MinCapacity": 1,
            "MaxCapacity": 6,
            "RoleARN": "arn:aws:iam::123456789012:role/aws-service-role/sagemaker/scaling",
            "SuspendedState": SUSPENDED,
            "CreationTime": NOON,
            "ScalableTargetARN": "arn:aws:application-autoscaling:us-west-2:123456789012:scalable-target/1",
            "Tags": {"owner": "ml"},
        },
        {**SUBJECT, "ResourceId": "endpoint/e/variant/b", "MinCapacity": 0, "MaxCapacity": 1, "RoleARN": "arn:own"},
    ),
    policies=(
        {
            **SUBJECT,
            "PolicyARN": "arn:policy",
            "PolicyName": "follow",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 8.0, "ScaleInCooldown": 300},
            "Alarms": [{"AlarmName": "made", "AlarmARN": "arn:alarm"}],
            "CreationTime": NOON,
        },
    ),
    scheduled_actions=(
        {
            **SUBJECT,
            "ScheduledActionName": "day",
            "ScheduledActionARN": "arn:action",
            "Schedule": "cron(0 8 ? * MON-FRI *)",
            "Timezone": "Europe/Berlin",
            "StartTime": NOON,
            "ScalableTargetAction": {"MinCapacity": 2},
            "CreationTime": NOON,
        },
    ),
    counts={"main": 3, "b": 1},
    muted_alarms=("e-p99", "e-errors"),
    concurrency={"serverless": 4},
)


def read() -> record.Record:
    """The provider's record as `recover` reads it."""
    return record.decode(scaling_record.encode(WRITTEN))


def test_recover_reads_every_field_that_the_provider_writes() -> None:
    """Same fields, same values, times as text: a field that only one side knows fails here."""
    assert asdict(read()) == asdict(scaling_record.decode(scaling_record.encode(WRITTEN)))


def test_both_look_in_the_same_place_for_the_same_version() -> None:
    """A record that one leaves is a record that the other finds."""
    assert (record.ROOT, record.VERSION) == (scaling_record.ROOT, scaling_record.VERSION)


def test_both_put_the_same_scaling_back() -> None:
    """The requests made from a record are the same, whoever restores it."""
    found = read()
    recovered: list[list[dict[str, Any]]] = [
        [scaling.target_request(each) for each in found.targets],
        [scaling.policy_request(each) for each in found.policies],
        [scaling.action_request(each) for each in found.scheduled_actions],
    ]
    assert recovered == [
        [scaling_request.register_request(each) for each in found.targets],
        [scaling_request.policy_request(each) for each in found.policies],
        [scaling_request.action_request(each) for each in found.scheduled_actions],
    ]
