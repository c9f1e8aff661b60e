"""The guarded update of a live component: the one place that calls UpdateInferenceComponent.

SageMaker replaces the copies in batches and reports a rolled-back update as success. So, in this order:

0. A record left by a killed run is restored first.
1. Wait until nothing moves: SageMaker refuses an update while copies come or go.
2. Capture target, policies, scheduled actions, copies and which alarms speak; write them to SSM before anything else.
3. Mute the alarms: an update of ours wakes nobody. Those that roll the update back go on watching.
4. UpdateInferenceComponent without a copy count, so that an autoscaler keeps what it set. The scalable target stays
   registered, unlike that of an endpoint's variant; only if SageMaker refuses for its sake is it taken away meanwhile.
   A component that failed and answers nobody is deleted and created again under its name; so is an adapter, which is
   loaded in moments, where SageMaker has no update in place for it.
5. Wait, bounded by the rollout's own timeout, until it settles.
6. Compare what is live with what was asked for: a difference means that SageMaker rolled back; name the alarms.
7. Whatever happened: give back copies that fell, put back what is missing of the scaling, let the alarms speak, and
   forget the record only when all of that succeeded.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker import alarm, scaling_record
from modelhost.provider.sagemaker import scaling as autoscaling
from modelhost.provider.sagemaker.component import scaling
from modelhost.provider.sagemaker.component.failure import explain, is_about_scaling, is_unsupported
from modelhost.provider.sagemaker.component.lifecycle import restart_component, start_component
from modelhost.provider.sagemaker.component.live import Live
from modelhost.provider.sagemaker.component.request import update_request
from modelhost.provider.sagemaker.component.restoration import record_name, restore, restore_left_over
from modelhost.provider.sagemaker.component.specification import described, differing, is_adapter_wanted, label
from modelhost.provider.sagemaker.component.wait import despite_motion, settle, settle_existing
from modelhost.provider.sagemaker.failure import EndpointError, describe
from modelhost.provider.sagemaker.rollout.alarm import blamed, warn_of_ringing
from modelhost.provider.sagemaker.rollout.deployment import patient, rollback_alarms
from modelhost.provider.sagemaker.scaling_record import ScalingRecord


def guarded_update(context: Context, inputs: Mapping[str, Any]) -> Live:
    """Bring the component to what is asked for and leave its scaling as it was; the module says in which order."""
    unrestored = restore_left_over(context, inputs["name"])
    live = _existing(context, inputs, unrestored)
    if _serves(inputs, live) and unrestored is None:
        return live
    began = datetime.now(UTC)
    record = scaling_record.merged(unrestored, _capture(context, inputs, live, began))
    scaling_record.save(context.client("ssm"), record, replacing=unrestored is not None)
    try:
        alarm.mute(context, record.muted_alarms)
        _change(context, inputs, live, record)
        after = settle_existing(patient(context, inputs.get("deploymentConfig")), live.name)
        _verify(context, inputs, after, began)
    except Exception as failure:
        problems = restore(context, record) or ["its scaling and alarms are as they were"]
        raise EndpointError("; ".join((describe(failure), *problems))) from failure
    if problems := restore(context, record):
        raise EndpointError("; ".join((f"inference component {live.name} is updated", *problems)))
    return settle_existing(context, live.name)


def _serves(inputs: Mapping[str, Any], live: Live) -> bool:
    return live.serving and not differing(inputs, live)


def _existing(context: Context, inputs: Mapping[str, Any], unrestored: ScalingRecord | None) -> Live:
    """The settled component; one that a killed run deleted in order to create it again is created now."""
    if unrestored is not None and settle(context, inputs["name"]) is None:
        copies = (unrestored.counts or {}).get(inputs["name"])
        return start_component(context, inputs, copies or None)
    return settle_existing(context, inputs["name"])


def _capture(context: Context, inputs: Mapping[str, Any], live: Live, began: datetime) -> ScalingRecord:
    found = scaling.capture(context, live.name)
    return ScalingRecord(
        endpoint=record_name(live.name),
        started_at=began.isoformat(timespec="seconds"),
        from_config=label(described(live)),
        to_config=label(inputs),
        targets=found.targets,
        policies=found.policies,
        scheduled_actions=found.scheduled_actions,
        counts={} if live.desired_copies is None else {live.name: live.desired_copies},
        muted_alarms=alarm.speaking(context, tuple(inputs.get("alarmNames") or ())),
    )


def _change(context: Context, inputs: Mapping[str, Any], live: Live, record: ScalingRecord) -> None:
    if _serves(inputs, live):
        return
    if not live.answers:
        context.log("info", f"inference component {live.name} has failed and answers nobody; creating it again")
        restart_component(context, inputs, live)
        return
    alarms = rollback_alarms(inputs.get("deploymentConfig"))
    warn_of_ringing(context, f"inference component {live.name}", alarms)
    context.log("info", f"inference component {live.name}: updating from {record.from_config} to {record.to_config}")
    call = partial(context.client("sagemaker").update_inference_component, **update_request(inputs))
    try:
        despite_motion(context, live.name, call)
    except ClientError as error:
        if is_adapter_wanted(inputs) and is_unsupported(error):
            context.log("info", f"SageMaker does not change adapter {live.name} in place; creating it again")
            restart_component(context, inputs, live)
        elif record.targets and is_about_scaling(error):
            autoscaling.deregister(context, record.targets)
            settle_existing(context, live.name)
            despite_motion(context, live.name, call)
        else:
            raise


def _verify(context: Context, inputs: Mapping[str, Any], live: Live, began: datetime) -> None:
    wrong = differing(inputs, live)
    if live.serving and not wrong:
        return
    found = blamed(context, rollback_alarms(inputs.get("deploymentConfig")), began)
    reason = "; ".join(filter(None, (explain(live.name, live.failure_reason), found)))
    if not live.serving:
        raise EndpointError(
            f"inference component {live.name} is {live.status} after the update to {label(inputs)}: {reason}"
        )
    raise EndpointError(
        f"SageMaker rolled inference component {live.name} back to {label(described(live))}, {label(inputs)} did not "
        f"go live ({', '.join(wrong)}): {reason}; correct the cause and run `pulumi up` again, or revert the change"
    )
