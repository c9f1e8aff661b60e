"""The resource `modelhost:index:Endpoint`: a live endpoint, whose every update is guarded."""

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import Context
from modelhost.provider.difference import changes, top
from modelhost.provider.resource import Diff, Failure, PartialCreate, PartialUpdate, Properties
from modelhost.provider.sagemaker.creation import create_or_continue, is_begun_by
from modelhost.provider.sagemaker.endpoint_check import check_endpoint
from modelhost.provider.sagemaker.failure import EndpointError, describe
from modelhost.provider.sagemaker.instance_owner import Ownership, count_found, own_count
from modelhost.provider.sagemaker.left_over import LeftOver
from modelhost.provider.sagemaker.live import Live, describe_endpoint
from modelhost.provider.sagemaker.ownership import own_tags, user_tags
from modelhost.provider.sagemaker.removal import delete_endpoint
from modelhost.provider.sagemaker.tag import read_tags, sync_tags
from modelhost.provider.sagemaker.update import Update, guarded_update
from modelhost.provider.sagemaker.wait import settle

FAILURES = (EndpointError, ClientError, BotoCoreError)
APPLIED_LAST = ("desiredInstanceCount", "tags")
"""Inputs that take effect after the configuration; outputs hold those that did."""


class Endpoint:
    """A SageMaker endpoint."""

    type = "modelhost:index:Endpoint"
    computed = ("arn", "liveConfigName", "invocationUrl", "instanceCount")
    """Outputs that a preview of a creation cannot know."""
    volatile = ("liveConfigName", "instanceCount")
    """Outputs that an update may change."""

    def __init__(self) -> None:
        self._left_over = LeftOver()

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Check the requests that would create and scale it."""
        return news, check_endpoint(context, news)

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Compare with what is live, so that a rollback, or an update that a killed run left, shows."""
        changed = dict(changes(_normal({**inputs, **_applied(outputs)}), _normal(news)))
        if not changed and self._left_over.has(context, id):
            context.log("info", f"endpoint {id}: a killed run left an update unfinished; up restores its scaling")
            changed["liveConfigName"] = "update"
        replace = frozenset({"name"} & {top(path) for path in changed})
        return Diff(changed=changed, replace=replace)

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Create it and wait until it serves; one that fails stays in the state, to be tried again."""
        id = inputs["name"]
        try:
            live = create_or_continue(context, _wanted(context, inputs))
            live, count = own_count(context, live, _ownership(inputs, None))
        except FAILURES as failure:
            found = describe_endpoint(context.client("sagemaker"), id)
            if found is None or not is_begun_by(context, found):
                raise
            begun = _outputs(context, found, {**inputs, "desiredInstanceCount": None})
            raise PartialCreate(id, begun, [describe(failure)]) from failure
        return id, _outputs(context, live, {**inputs, "desiredInstanceCount": count})

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Report what is live: the configuration, the count where Pulumi owns it, the user's tags."""
        client = context.client("sagemaker")
        live = describe_endpoint(client, id) if inputs else settle(context, id)
        if live is None:
            return None
        variant = inputs.get("variantName") or next(iter(live.variants), "")
        found = {"alarmNames": [], **inputs, "name": id, "endpointConfigName": live.config_name, "variantName": variant}
        applied = outputs.get("desiredInstanceCount")
        owned = applied is not None
        if applied is not None:
            found["desiredInstanceCount"] = count_found(applied, outputs.get("instanceCount"), live.counts.get(variant))
        tags = user_tags(read_tags(client, live.arn))
        if tags or "tags" in inputs:
            found["tags"] = tags
        reached = found if owned else {**found, "desiredInstanceCount": None}
        return id, found, _outputs(context, live, reached)

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Bring configuration, count and tags to what is wanted; a rollback leaves in the state what is live."""
        try:
            live = guarded_update(context, _wanted(context, news))
            live, count = own_count(context, live, _ownership(news, outputs.get("desiredInstanceCount")))
            sync_tags(context.client("sagemaker"), live.arn, news.get("tags") or {}, own_tags(id, context.urn))
        except FAILURES as failure:
            found = describe_endpoint(context.client("sagemaker"), id)
            if found is None:
                raise
            reached = {**news, **{key: outputs.get(key) for key in APPLIED_LAST}}
            raise PartialUpdate(_outputs(context, found, reached), [describe(failure)]) from failure
        return _outputs(context, live, {**news, "desiredInstanceCount": count})

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Delete it once it has settled; scaling and record go with it."""
        delete_endpoint(context, id)


def _wanted(context: Context, inputs: Properties) -> Update:
    return Update(
        endpoint=inputs["name"],
        config=inputs["endpointConfigName"],
        alarms=tuple(inputs.get("alarmNames") or ()),
        tags={**(inputs.get("tags") or {}), **own_tags(inputs["name"], context.urn)},
    )


def _ownership(inputs: Properties, before: int | None) -> Ownership:
    return Ownership(variant=inputs["variantName"], before=before, wanted=inputs.get("desiredInstanceCount"))


def _applied(outputs: Properties) -> Properties:
    """The inputs as they are in force, which after a failed update are not those of the state."""
    live = {"endpointConfigName": outputs["liveConfigName"]} if "liveConfigName" in outputs else {}
    return {**live, **{key: outputs.get(key) for key in APPLIED_LAST}}


def _outputs(context: Context, live: Live, inputs: Properties) -> Properties:
    url = context.client("sagemaker-runtime").meta.endpoint_url
    return {
        **inputs,
        "arn": live.arn,
        "liveConfigName": live.config_name if live.has_served else "",
        "invocationUrl": f"{url}/endpoints/{live.name}/invocations",
        "instanceCount": live.counts.get(inputs["variantName"]),
    }


def _normal(properties: Properties) -> Properties:
    return {key: value for key, value in properties.items() if value not in (None, [], {})}
