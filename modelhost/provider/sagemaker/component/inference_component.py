"""The resource `modelhost:index:InferenceComponent`: one model on a share of an endpoint, whose updates are guarded."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import Context
from modelhost.provider.difference import changes
from modelhost.provider.resource import Diff, Failure, PartialCreate, PartialUpdate, Properties
from modelhost.provider.sagemaker.component.check import check_component
from modelhost.provider.sagemaker.component.copies import own_copies
from modelhost.provider.sagemaker.component.creation import create_or_continue, is_begun_by
from modelhost.provider.sagemaker.component.live import Live, describe_component
from modelhost.provider.sagemaker.component.removal import delete_component
from modelhost.provider.sagemaker.component.restoration import record_name
from modelhost.provider.sagemaker.component.specification import KEYS, described, entry, in_force, is_adapter_wanted
from modelhost.provider.sagemaker.component.update import guarded_update
from modelhost.provider.sagemaker.component.wait import settle
from modelhost.provider.sagemaker.failure import EndpointError, describe
from modelhost.provider.sagemaker.instance_owner import Ownership, count_found
from modelhost.provider.sagemaker.left_over import LeftOver
from modelhost.provider.sagemaker.ownership import own_tags, user_tags
from modelhost.provider.sagemaker.parameter import live_record
from modelhost.provider.sagemaker.tag import read_tags, sync_tags

FAILURES = (EndpointError, ClientError, BotoCoreError)
APPLIED_LAST = ("desiredCopyCount", "tags")
"""Inputs that take effect after the specification; outputs hold those that did."""
FIXED = frozenset({"name", "endpointName", "variantName", "specification.baseInferenceComponentName"})
"""Changes of these need another component, under the same name: the old one goes first."""


class InferenceComponent:
    """A SageMaker inference component."""

    type = "modelhost:index:InferenceComponent"
    computed = ("arn", "copyCount", "status", "liveModelName")
    """Outputs that a preview of a creation cannot know."""
    volatile = ("status", "liveModelName")
    """Outputs that an update may change."""

    def __init__(self) -> None:
        self._left_over = LeftOver()

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Check the requests that would create, update and scale it."""
        return news, check_component(context, news)

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Compare with what is live, so that a rollback, or an update that a killed run left, shows."""
        changed = dict(changes(_normal({**inputs, **_applied(outputs)}), _normal(news)))
        changed.pop("copyCount", None)
        if news.get("variantName") is None:
            changed.pop("variantName", None)
        if not changed and self._left_over.has(context, record_name(id)):
            context.log("info", f"inference component {id}: a killed run left an update unfinished; up completes it")
            changed["status"] = "update"
        return Diff(changed=changed, replace=FIXED & changed.keys(), delete_before_replace=True)

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Create it and wait until it serves; one that fails stays in the state, to be tried again."""
        id = inputs["name"]
        try:
            live = create_or_continue(context, inputs)
            live_record.note(context, id, entry(inputs))
            live, count = own_copies(context, live, _ownership(inputs, None))
        except FAILURES as failure:
            found = describe_component(context.client("sagemaker"), id)
            if found is None or not is_begun_by(context, found):
                raise
            begun = {**inputs, **in_force(inputs, found), "desiredCopyCount": None}
            raise PartialCreate(id, _outputs(found, begun), [describe(failure)]) from failure
        return id, _outputs(live, {**inputs, "desiredCopyCount": count})

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Report what is live: the specification as far as the program wrote it, the count where Pulumi owns it."""
        client = context.client("sagemaker")
        live = describe_component(client, id) if inputs else settle(context, id)
        if live is None or live.status == "Deleting":
            return None
        found = {**inputs, **in_force(inputs, live)} if inputs else _imported(live)
        found |= {"name": id, "endpointName": live.endpoint}
        applied = outputs.get("desiredCopyCount")
        if applied is not None:
            found["desiredCopyCount"] = count_found(applied, outputs.get("copyCount"), live.desired_copies)
        tags = user_tags(read_tags(client, live.arn))
        if tags or "tags" in inputs:
            found["tags"] = tags
        reached = found if applied is not None else {**found, "desiredCopyCount": None}
        return id, found, _outputs(live, reached)

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Bring specification, copies and tags to what is wanted; a rollback leaves in the state what is live."""
        try:
            live = guarded_update(context, news)
            live_record.note(context, id, entry(news))
            live, count = own_copies(context, live, _ownership(news, outputs.get("desiredCopyCount")))
            own = own_tags(news["endpointName"], context.urn)
            sync_tags(context.client("sagemaker"), live.arn, news.get("tags") or {}, own)
        except FAILURES as failure:
            found = describe_component(context.client("sagemaker"), id)
            if found is None:
                raise
            reached = {**news, **in_force(news, found), **{key: outputs.get(key) for key in APPLIED_LAST}}
            raise PartialUpdate(_outputs(found, reached), [describe(failure)]) from failure
        return _outputs(live, {**news, "desiredCopyCount": count})

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Delete it, waiting out what is under way; scaling, record and history go with it."""
        delete_component(context, id)


def _imported(live: Live) -> Properties:
    found: Properties = {"variantName": live.variant, "alarmNames": [], **described(live)}
    return found if is_adapter_wanted(found) else {**found, "copyCount": live.desired_copies or 1}


def _ownership(inputs: Properties, before: int | None) -> Ownership:
    return Ownership(variant=inputs["name"], before=before, wanted=inputs.get("desiredCopyCount"))


def _applied(outputs: Properties) -> Properties:
    """The inputs as they are in force, which after a failed update are not those of the state."""
    variant = {"variantName": outputs["variantName"]} if outputs.get("variantName") else {}
    return {**variant, **{key: outputs.get(key) for key in (*KEYS, *APPLIED_LAST)}}


def _outputs(live: Live, inputs: Properties) -> Properties:
    return {
        **inputs,
        "variantName": live.variant or inputs.get("variantName"),
        "arn": live.arn,
        "copyCount": live.desired_copies,
        "status": live.status,
        "liveModelName": live.model_name,
    }


def _normal(properties: Properties) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if value not in (None, [], {})}
