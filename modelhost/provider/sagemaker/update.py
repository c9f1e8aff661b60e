"""The guarded update of a live endpoint: the one place that calls UpdateEndpoint.

Two traps make a bare UpdateEndpoint unfit for an autoscaled endpoint. SageMaker refuses to change the machine of a
variant that is a scalable target, and it reports a rolled-back update as success. So, in this order:

0. A record left by a killed run is restored first: what a capture would find now is what that run left behind.
1. Wait until nothing moves: SageMaker refuses an update during another.
2. Capture targets, policies, scheduled actions, instance counts and which alarms speak; write them to SSM before
   anything is touched, because from here on a killed process must be repairable by someone who knows nothing else.
   A state machine of a clock or an alarm looks for that record behind its own lock, and steps aside; we look for the
   lock behind our record, so of the two at most one goes on. After a wait everything is captured again.
3. Mute the alarms: an update of ours wakes nobody.
4. Deregister the targets and wait again: the autoscaler may have acted a moment before, and what it added counts.
5. UpdateEndpoint with RetainAllVariantProperties, or a scaled-out fleet falls back to InitialInstanceCount, and with
   the program's rollout; see the module `update_request`. An endpoint that has Failed takes no update: it
   serves nobody, and is deleted and created again under its name. One that somebody else moved meanwhile is left.
6. Wait, bounded beyond SageMaker's own limit of the rollout, until it settles.
7. Compare the live configuration with the one asked for: another one means that SageMaker rolled back, maybe because
   of an alarm, which is named.
8. Whatever happened: raise counts that fell, put the scaling back, let the alarms speak, and forget the record only
   when all of that succeeded. Each of these is an upsert, so the restore may run any number of times.
"""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import alarm, scaling, scaling_record
from modelhost.provider.sagemaker.component.model_use import component_names
from modelhost.provider.sagemaker.concurrency import autoscaled, provisioned
from modelhost.provider.sagemaker.failure import EndpointError, describe
from modelhost.provider.sagemaker.lifecycle import restart_endpoint, start_endpoint
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.parameter import resizing
from modelhost.provider.sagemaker.restoration import restore, restore_left_over
from modelhost.provider.sagemaker.rollout.alarm import warn_of_ringing
from modelhost.provider.sagemaker.scaling_record import ScalingRecord
from modelhost.provider.sagemaker.update_request import update_request
from modelhost.provider.sagemaker.verdict import verify
from modelhost.provider.sagemaker.wait import despite_motion, settle, settle_existing
from modelhost.provider.sagemaker.wanted import COMPONENTS, Update


def guarded_update(context: Context, update: Update) -> Live:
    """Bring the endpoint to the configuration and leave its scaling as it was; the module says in which order."""
    unrestored = restore_left_over(context, update.endpoint)
    live = _existing(context, update, unrestored)
    if live.serves(update.config) and unrestored is None:
        return live
    record = scaling_record.merged(unrestored, _capture(context, update, live))
    scaling_record.save(context.client("ssm"), record, replacing=unrestored is not None)
    record = _behind_machine(context, update, record, unrestored)
    try:
        record = _withdraw_scaling(context, update, record)
        _change(context, update, record)
        verify(context, update, settle_existing(context, update.endpoint), record)
    except Exception as failure:
        problems = restore(context, record) or ["its scaling and alarms are as they were"]
        raise EndpointError("; ".join((describe(failure), *problems))) from failure
    if problems := restore(context, record):
        raise EndpointError("; ".join((f"endpoint {update.endpoint} is updated", *problems)))
    return settle_existing(context, update.endpoint)


def _existing(context: Context, update: Update, unrestored: ScalingRecord | None) -> Live:
    """The settled endpoint; one that a killed run deleted in order to create it again is created now."""
    if unrestored is not None and settle(context, update.endpoint) is None:
        return start_endpoint(context, update)
    return settle_existing(context, update.endpoint)


def _capture(context: Context, update: Update, live: Live) -> ScalingRecord:
    components = component_names(context.client("sagemaker"), live.name) if update.kind == COMPONENTS else ()
    found = scaling.capture(context, update.endpoint, live.variants, components)
    return ScalingRecord(
        endpoint=update.endpoint,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        from_config=live.config_name,
        to_config=update.config,
        targets=found.targets,
        policies=found.policies,
        scheduled_actions=found.scheduled_actions,
        counts=live.counts if update.owns_counts else {},
        muted_alarms=alarm.speaking(context, update.alarms),
        concurrency=autoscaled(live, found.targets),
    )


def _behind_machine(
    context: Context, update: Update, record: ScalingRecord, unrestored: ScalingRecord | None
) -> ScalingRecord:
    """Let a machine that was first end its work; return the record of what it left."""
    try:
        if not resizing.await_machine(context, update.endpoint):
            return record
        live = settle_existing(context, update.endpoint)
    except EndpointError:
        if unrestored is None:
            # Nothing was touched, and the record would only keep the machine waiting.
            scaling_record.delete(context.client("ssm"), update.endpoint)
        raise
    captured = replace(_capture(context, update, live), from_config=record.from_config)
    record = scaling_record.merged(unrestored, captured)
    scaling_record.save(context.client("ssm"), record, replacing=True)
    return record


def _withdraw_scaling(context: Context, update: Update, record: ScalingRecord) -> ScalingRecord:
    """Mute and deregister; return the record with the instances that the autoscaler added at the last moment."""
    alarm.mute(context, record.muted_alarms)
    scaling.deregister(context, record.targets)
    live = settle_existing(context, record.endpoint)
    grown = record.with_counts_at_least(live.counts) if update.owns_counts else record
    grown = grown.with_concurrency_at_least(provisioned(live))
    if grown != record:
        scaling_record.save(context.client("ssm"), grown, replacing=True)
    return grown


def _change(context: Context, update: Update, record: ScalingRecord) -> None:
    """Begin the update; one that SageMaker refuses because something moved since our look is looked at anew."""
    despite_motion(context, update.endpoint, partial(_begin, context, update, record))


def _begin(context: Context, update: Update, record: ScalingRecord) -> None:
    live = settle_existing(context, update.endpoint)
    if live.serves(update.config):
        return
    if live.status == "Failed":
        restart_endpoint(context, update)
        return
    if live.config_name != record.from_config:
        raise EndpointError(
            f"endpoint {live.name} went from {record.from_config} to {live.config_name} while this update began: a "
            f"clock or an alarm resized it; run `pulumi up` again"
        )
    context.log("info", f"endpoint {update.endpoint}: updating from {live.config_name} to {update.config}")
    request = update_request(context, live, update, autoscaled=bool(record.concurrency))
    if "DeploymentConfig" in request:
        warn_of_ringing(context, f"endpoint {update.endpoint}", update.rollback_alarms)
    context.client("sagemaker").update_endpoint(**request)
