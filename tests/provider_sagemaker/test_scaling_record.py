"""The record of an update in flight: what it holds, and who may write it."""

import base64
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest

from modelhost.provider.sagemaker import scaling_record
from modelhost.provider.sagemaker.failure import EndpointError
from modelhost.provider.sagemaker.scaling_record import ScalingRecord, decode, encode, merged
from tests.provider_sagemaker.stage import Stage

RECORD = ScalingRecord(
    endpoint="e",
    started_at="2026-01-01T00:00:00+00:00",
    from_config="c-1",
    to_config="c-2",
    targets=({"ResourceId": "endpoint/e/variant/v", "ScalableDimension": "d", "MinCapacity": 1},),
    policies=({"ResourceId": "endpoint/e/variant/v", "PolicyName": "p"},),
    scheduled_actions=({"ResourceId": "endpoint/e/variant/v", "ScheduledActionName": "day"},),
    counts={"v": 3},
    muted_alarms=("a",),
)


def plain(text: str) -> dict[str, Any]:
    """The parameter's text as another program reads it."""
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(text)))
    return found


def test_format_is_the_agreed_one() -> None:
    """`modelhost recover` reads these very keys."""
    assert plain(encode(RECORD)) == {
        "version": 1,
        "endpoint": "e",
        "startedAt": "2026-01-01T00:00:00+00:00",
        "fromConfig": "c-1",
        "toConfig": "c-2",
        "targets": list(RECORD.targets),
        "policies": list(RECORD.policies),
        "scheduledActions": list(RECORD.scheduled_actions),
        "counts": {"v": 3},
        "mutedAlarms": ["a"],
    }


def test_same_record_is_the_same_text() -> None:
    """Nothing of the moment goes into the text, so that a repeated write is known as such."""
    assert encode(RECORD) == encode(decode(encode(RECORD)))


def test_record_of_another_version_is_refused() -> None:
    """A record that we might misread is not guessed at."""
    other = base64.b64encode(gzip.compress(json.dumps({"version": 2}).encode())).decode()
    with pytest.raises(EndpointError, match="version 2, this modelhost reads 1"):
        decode(other)


def test_second_update_of_one_endpoint_is_refused(stage: Stage) -> None:
    """A record that is there already belongs to an update of somebody else."""
    ssm, record = stage.client("ssm"), replace(RECORD, endpoint=stage.name)
    scaling_record.save(ssm, record, replacing=False)
    with pytest.raises(EndpointError, match=r"another update of endpoint .* is in flight"):
        scaling_record.save(ssm, replace(record, to_config="c-3"), replacing=False)


def test_repeated_write_of_one_record_is_no_second_update(stage: Stage) -> None:
    """A write that botocore repeats after a lost answer finds its own record."""
    ssm, record = stage.client("ssm"), replace(RECORD, endpoint=stage.name)
    scaling_record.save(ssm, record, replacing=False)
    scaling_record.save(ssm, record, replacing=False)
    assert scaling_record.load(ssm, stage.name) == record


def test_large_record_takes_the_larger_tier(stage: Stage) -> None:
    """Beyond 4,096 characters SSM wants the advanced tier."""
    ssm = stage.client("ssm")
    noise = base64.b64encode(bytes((i * i * 7919 >> 3) % 251 for i in range(4000))).decode()
    record = replace(RECORD, endpoint=stage.name, policies=({"ResourceId": "r", "PolicyName": noise},))
    scaling_record.save(ssm, record, replacing=False)
    found = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Values": [f"/modelhost/update/{stage.name}"]}])
    assert (found["Parameters"][0]["Tier"], scaling_record.load(ssm, stage.name)) == ("Advanced", record)


def test_record_beyond_ssm_is_refused_before_anything_is_touched(stage: Stage) -> None:
    """What cannot be recorded cannot be restored after a kill, so the update does not begin."""
    noise = [str(number**7) for number in range(2000)]
    with pytest.raises(EndpointError, match="SSM keeps 8192; remove scaling policies"):
        scaling_record.save(stage.client("ssm"), replace(RECORD, muted_alarms=tuple(noise)), replacing=False)


def test_merge_completes_what_is_seen_now_by_what_was_taken_before() -> None:
    """After a restore that failed, the old record fills what the new look cannot see; what it sees wins."""
    now = replace(
        RECORD,
        targets=({**RECORD.targets[0], "MinCapacity": 2},),
        policies=(),
        scheduled_actions=({"ResourceId": "endpoint/e/variant/v", "ScheduledActionName": "night"},),
        counts={"v": 1},
        muted_alarms=("b",),
        to_config="c-3",
    )
    assert merged(RECORD, now) == replace(
        now,
        policies=RECORD.policies,
        scheduled_actions=(*RECORD.scheduled_actions, *now.scheduled_actions),
        counts={"v": 3},
        muted_alarms=("a", "b"),
    )


def test_instances_added_at_the_last_moment_are_recorded() -> None:
    """The larger of two counts is what must be there afterwards."""
    assert RECORD.with_counts_at_least({"v": 5, "w": 1}).counts == {"v": 5, "w": 1}
    assert RECORD.with_counts_at_least({"v": 1}).counts == {"v": 3}
