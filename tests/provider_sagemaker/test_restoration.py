"""Putting back what an update took away: complete, repeatable, and never fewer instances."""

from dataclasses import replace

from modelhost.provider.sagemaker import scaling, scaling_record
from modelhost.provider.sagemaker.live import from_answer
from modelhost.provider.sagemaker.removal import delete_endpoint
from modelhost.provider.sagemaker.restoration import restore
from modelhost.provider.sagemaker.scaling_record import ScalingRecord
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import VARIANT, Stage


def recorded(stage: Stage, count: int) -> ScalingRecord:
    """A record of the stage's scaling, saved, with the scaling then taken away."""
    live = from_answer(stage.live())
    found = scaling.capture(stage.context(), stage.name, live.variants)
    record = ScalingRecord(
        endpoint=stage.name,
        started_at="2026-01-01T00:00:00+00:00",
        from_config=live.config_name,
        to_config="other",
        targets=found.targets,
        policies=found.policies,
        scheduled_actions=found.scheduled_actions,
        counts={VARIANT: count},
    )
    scaling_record.save(stage.client("ssm"), record, replacing=False)
    scaling.deregister(stage.context(), found.targets)
    return record


def test_count_below_the_recorded_is_raised(stage: Stage) -> None:
    """When SageMaker's answer to an update has fewer instances than before, they are asked for again."""
    stage.endpoint(stage.configuration(count=1))
    assert restore(stage.context(), recorded(stage, count=4)) == []
    assert stage.count() == 4


def test_second_restore_changes_nothing(stage: Stage) -> None:
    """A restore may be repeated: the same things are there afterwards, once each."""
    stage.endpoint(stage.configuration())
    stage.autoscale()
    before = stage.scaling()
    record = recorded(stage, count=1)
    assert restore(stage.context(), record) == []
    assert restore(stage.context(), record) == []
    assert stage.scaling() == before


def test_scaling_of_a_removed_variant_is_not_restored(stage: Stage) -> None:
    """What the update removed cannot be scaled; that is said, and is no failure."""
    stage.endpoint(stage.configuration())
    stage.autoscale()
    record = recorded(stage, count=1)
    renamed = tuple({**target, "ResourceId": f"endpoint/{stage.name}/variant/old"} for target in record.targets)
    assert restore(stage.context(), replace(record, targets=renamed, policies=(), scheduled_actions=())) == []
    assert any("variant/old" in line for line in stage.logged)


def test_record_read_back_is_the_record_written(stage: Stage) -> None:
    """What a later run reads is what this one wrote, times as text."""
    stage.endpoint(stage.configuration())
    stage.autoscale()
    record = recorded(stage, count=2)
    found = scaling_record.load(stage.client("ssm"), stage.name)
    assert found == scaling_record.decode(scaling_record.encode(record))
    assert scaling_record.left_over(stage.client("ssm")) >= {stage.name}


def test_alarms_speak_even_when_nothing_else_can_be_restored(stage: Stage) -> None:
    """An endpoint that is gone has no scaling; its alarms are heard again all the same, and the record stays."""
    alarm = stage.alarm(speaking=False)
    stage.endpoint(stage.configuration())
    record = replace(recorded(stage, count=1), muted_alarms=(alarm,))
    delete_endpoint(stage.context(), stage.name)
    scaling_record.save(stage.client("ssm"), record, replacing=False)
    problems = restore(stage.context(), record)
    assert problems[0] == f"endpoint {stage.name} is gone, its autoscaling is off until it serves"
    assert (stage.speaks(alarm), stage.recorded()) == (True, True)


def test_count_that_cannot_be_raised_does_not_keep_the_scaling_away(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Without capacity for the old count the autoscaler is put back all the same; the record stays for the rest."""
    stage.endpoint(stage.configuration())
    stage.autoscale()
    before, record = stage.scaling(), recorded(stage, count=4)
    embedded_aws.fault("UpdateEndpointWeightsAndCapacities", kind="quota")
    problems = restore(stage.context(), record)
    assert problems[0].startswith("UpdateEndpointWeightsAndCapacities: ResourceLimitExceeded")
    assert (stage.scaling(), stage.recorded()) == (before, True)
