"""The resource `modelhost:index:Endpoint`: a live endpoint, whose every update is guarded."""

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.context import Context
from modelhost.provider.difference import top
from modelhost.provider.resource import Diff, Failure, PartialCreate, PartialUpdate, Properties
from modelhost.provider.sagemaker.creation import alone, create_or_continue, is_begun_by
from modelhost.provider.sagemaker.endpoint_check import check_endpoint
from modelhost.provider.sagemaker.endpoint_diff import APPLIED_LAST, FINGERPRINT, SIZES, endpoint_changes
from modelhost.provider.sagemaker.endpoint_output import (
    COMPUTED,
    found_inputs,
    half_updated,
    note_live,
    outputs_of,
)
from modelhost.provider.sagemaker.failure import EndpointError, describe
from modelhost.provider.sagemaker.instance_owner import Ownership, own_count
from modelhost.provider.sagemaker.left_over import LeftOver
from modelhost.provider.sagemaker.live import Live, describe_endpoint
from modelhost.provider.sagemaker.named import Named
from modelhost.provider.sagemaker.ownership import own_tags, user_tags
from modelhost.provider.sagemaker.removal import delete_endpoint
from modelhost.provider.sagemaker.rollout.deployment import patient
from modelhost.provider.sagemaker.size import choose
from modelhost.provider.sagemaker.sleeping import read_asleep, update_at_rest
from modelhost.provider.sagemaker.tag import read_tags, sync_tags
from modelhost.provider.sagemaker.update import guarded_update
from modelhost.provider.sagemaker.variant import own_shares, shares
from modelhost.provider.sagemaker.wait import settle
from modelhost.provider.sagemaker.wanted import REALTIME, wanted

FAILURES = (EndpointError, ClientError, BotoCoreError)
REPLACING = frozenset({"name", "kind"})


class Endpoint:
    """A SageMaker endpoint."""

    type = "modelhost:index:Endpoint"
    computed = COMPUTED
    """Outputs that a preview of a creation cannot know."""
    volatile = ("liveConfigName", "liveSize", "instanceCount")
    """Outputs that an update may change."""

    def __init__(self, named: Named | None = None) -> None:
        self._left_over = LeftOver()
        self._named = named or Named()

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Check the requests that would create and scale it."""
        return news, check_endpoint(context, news)

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Compare with what is live, so that a rollback, or an update that a killed run left, shows."""
        self._named.add(id, inputs, outputs, news)
        changed = endpoint_changes(context, id, inputs, outputs, news)
        if not changed and self._left_over.has(context, id):
            context.log("info", f"endpoint {id}: a killed run left an update unfinished; up restores its scaling")
            changed["liveConfigName"] = "update"
        replace = REPLACING & {top(path) for path in changed}
        # Another kind cannot stand beside the old one under the same name.
        return Diff(changed=changed, replace=replace, delete_before_replace=replace == {"kind"})

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Create it and wait until it serves; one that fails stays in the state, to be tried again."""
        id = inputs["name"]
        self._named.add(id, inputs)
        context = patient(context, inputs.get("deploymentConfig"))
        unapplied = {**inputs, **dict.fromkeys(APPLIED_LAST[:-1])}
        try:
            alone(context, id)
            live = create_or_continue(context, wanted(inputs, choose(context, inputs), context.urn))
            live, reached = _own(context, live, unapplied, inputs)
            noted = note_live(context, live, inputs)
        except FAILURES as failure:
            found = describe_endpoint(context.client("sagemaker"), id)
            if found is None or not is_begun_by(context, found):
                raise
            begun = outputs_of(context, found, unapplied, {})
            raise PartialCreate(id, begun, [describe(failure)]) from failure
        return id, outputs_of(context, live, reached, noted)

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Report what is live: configuration, counts and weights where Pulumi owns them, the user's tags."""
        client = context.client("sagemaker")
        moves = not inputs or inputs.get("sleeps")  # one that falls asleep or wakes is neither gone nor drifted
        live = settle(context, id) if moves else describe_endpoint(client, id)
        if live is None:
            return read_asleep(context, id, inputs, outputs)
        found = found_inputs(context, live, inputs, outputs)
        tags = user_tags(read_tags(client, live.arn))
        if tags or "tags" in inputs:
            found["tags"] = tags
        owned = {} if outputs.get("desiredInstanceCount") is not None else {"desiredInstanceCount": None}
        known = {key: outputs[key] for key in (SIZES, FINGERPRINT) if key in outputs}
        return id, found, outputs_of(context, live, {**found, **owned, **known}, outputs)

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Bring configuration, counts and tags to what is wanted; a rollback leaves in the state what is live."""
        self._named.add(id, inputs, outputs, news)
        context = patient(context, news.get("deploymentConfig"))
        try:
            written = update_at_rest(context, outputs, news)
            if written is not None:
                self._named.replace(id, news)
                return written
            live = guarded_update(context, wanted(news, choose(context, news, inputs, outputs), context.urn))
            live, reached = _own(context, live, outputs, news)
            sync_tags(context.client("sagemaker"), live.arn, news.get("tags") or {}, own_tags(id, context.urn))
            noted = note_live(context, live, news)
        except FAILURES as failure:
            found = describe_endpoint(context.client("sagemaker"), id)
            if found is None:
                raise
            raise PartialUpdate(half_updated(context, found, outputs, news), [describe(failure)]) from failure
        self._named.replace(id, news)
        return outputs_of(context, live, reached, noted)

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Delete it once it has settled; scaling and what was written about it go with it."""
        delete_endpoint(context, id, outputs.get("kind") or REALTIME)
        self._named.forget(id)


def _own(context: Context, live: Live, before: Properties, news: Properties) -> tuple[Live, Properties]:
    """Apply counts and weights that the program owns; return the endpoint and the inputs in force."""
    says = Ownership(news["variantName"], before.get("desiredInstanceCount"), news.get("desiredInstanceCount"))
    live, count = own_count(context, live, says)
    live = own_shares(context, live, shares(before), shares(news))
    return live, {**news, "desiredInstanceCount": count}
