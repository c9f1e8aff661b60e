"""What a model and an endpoint configuration share: an auto-name, no change but of tags, and a delete that retires."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from modelhost.provider.autoname import SUFFIX_DIGITS, NameRule, auto_name, is_auto
from modelhost.provider.context import Context
from modelhost.provider.difference import changes, top
from modelhost.provider.resource import Diff, Failure, Properties
from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.ownership import ENDPOINT_TAG, own_tags, tag_list, user_tags
from modelhost.provider.sagemaker.propagation import despite_propagation
from modelhost.provider.sagemaker.request import property_path
from modelhost.provider.sagemaker.tag import read_tags, sync_tags
from modelhost.provider.validate import check
from modelhost.provider.wire import UNKNOWN, contains_unknown

NAME = NameRule(limit=63)
OWN_PROPERTIES = ("name", "namePrefix", "endpointName", "keep", "tags")
IN_PLACE = frozenset({"tags", "keep"})
DEFAULT_KEEP = 3


class Immutable:
    """A resource type whose every change is a new object, created before the old one goes."""

    type: str
    computed: tuple[str, ...] = ("arn",)
    """Outputs that a preview cannot know."""
    noun: str
    """The operations' noun: `model` gives create_model."""
    arn_key: str
    name_key: str
    cloud_properties: tuple[str, ...]
    """Inputs that SageMaker knows."""
    own_properties: tuple[str, ...] = OWN_PROPERTIES
    """Inputs that only the provider knows."""
    in_place: frozenset[str] = IN_PLACE
    """Inputs that change without a new object."""
    request: Callable[[object, Mapping[str, Any]], dict[str, Any]]

    def check(
        self, context: Context, name: str, news: Properties, olds: Properties
    ) -> tuple[Properties, list[Failure]]:
        """Name it and check the request that would create it."""
        checked = {"keep": DEFAULT_KEEP, **news, "name": _chosen_name(context, news, olds)}
        failures = [
            Failure(key, f"is not a property of {self.type}") for key in news if key not in self._known_properties()
        ]
        failures += [Failure(key, "is required") for key in ("namePrefix", "endpointName") if not news.get(key)]
        problems = check(self._create_request(context, checked), "sagemaker", f"create_{self.noun}")
        failures += [Failure(property_path(p.path), p.reason) for p in problems]
        return checked, [*failures, *self.conflicts(checked)]

    def diff(self, context: Context, id: str, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
        """Everything but tags and the number of kept versions makes a new object."""
        changed = dict(changes(self.compared(inputs), self.compared(news)))
        if is_auto(str(news.get("namePrefix")), id, NAME):
            changed.pop("namePrefix", None)
        changed.pop("name", None)
        return Diff(changed=changed, replace=frozenset(top(path) for path in changed) - self.in_place)

    def create(self, context: Context, inputs: Properties) -> tuple[str, Properties]:
        """Create it, tagged as ours."""
        create = getattr(context.client("sagemaker"), f"create_{self.noun}")
        answer = despite_propagation(context, partial(create, **self._create_request(context, inputs)))
        return inputs["name"], {**inputs, "arn": answer[self.arn_key]}

    def read(
        self, context: Context, id: str, inputs: Properties, outputs: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """See that it exists and how it is tagged; for an import, see everything."""
        client = context.client("sagemaker")
        try:
            answer = getattr(client, f"describe_{self.noun}")(**{self.name_key: id})
        except ClientError as error:
            if is_missing(error):
                return None
            raise
        tags = read_tags(client, answer[self.arn_key])
        found = {**(inputs or self.imported(id, answer, tags)), **_tags_property(tags, inputs)}
        return id, found, {**found, "arn": answer[self.arn_key]}

    def update(
        self, context: Context, id: str, outputs: Properties, inputs: Properties, news: Properties
    ) -> Properties:
        """Change tags."""
        own = self.marks(context, news)
        sync_tags(context.client("sagemaker"), outputs["arn"], news.get("tags") or {}, own)
        return {**news, "arn": outputs["arn"]}

    def delete(self, context: Context, id: str, outputs: Properties) -> None:
        """Retire or delete; see the module `retire`."""
        raise AssertionError(f"{self.type} does not say how it is deleted")

    def normal(self, inputs: Properties) -> Properties:
        """The inputs without what AWS fills in by itself, so that an imported object equals a written one."""
        return {key: value for key, value in inputs.items() if value not in (None, {}, [])}

    def compared(self, inputs: Properties) -> Properties:
        """The inputs whose change counts; of the rest no new object is made."""
        return self.normal(inputs)

    def conflicts(self, inputs: Properties) -> Iterator[Failure]:
        """What SageMaker would refuse although each value by itself is fine."""
        yield from ()

    def marks(self, context: Context, inputs: Properties) -> dict[str, str]:
        """The tags that the provider sets by itself."""
        return own_tags(inputs["endpointName"], context.urn)

    def _create_request(self, context: Context, inputs: Properties) -> dict[str, Any]:
        request = self.request(inputs["name"], inputs)
        tags, endpoint = inputs.get("tags") or {}, inputs.get("endpointName")
        if contains_unknown(tags) or not isinstance(endpoint, str):
            return request
        return {**request, "Tags": tag_list({**tags, **self.marks(context, inputs)})}

    def _known_properties(self) -> frozenset[str]:
        return frozenset((*self.cloud_properties, *self.own_properties))

    def imported(self, id: str, answer: Mapping[str, Any], tags: Mapping[str, str]) -> Properties:
        """The inputs of an object that Pulumi did not make, or does not remember."""
        prefix = id[: -SUFFIX_DIGITS - 1] if is_auto(id[: -SUFFIX_DIGITS - 1], id, NAME) else id
        known = {"name": id, "namePrefix": prefix, "endpointName": tags.get(ENDPOINT_TAG, prefix), "keep": DEFAULT_KEEP}
        return {**known, **self.normal(self.described(answer))}

    def described(self, answer: Mapping[str, Any]) -> Properties:
        """The properties of a describe answer."""
        raise AssertionError(f"{self.type} does not say how it is described")


def _chosen_name(context: Context, news: Properties, olds: Properties) -> Any:
    """The name it has, or a new one from the prefix; a replacement is checked without olds and so is named anew."""
    if olds.get("name"):
        return olds["name"]
    prefix = news.get("namePrefix")
    if prefix is UNKNOWN:
        return UNKNOWN
    return auto_name(str(prefix), context.random_seed, NAME, context.proposal)


def _tags_property(tags: Mapping[str, str], inputs: Properties) -> Properties:
    found = user_tags(tags)
    return {"tags": found} if found or inputs.get("tags") else {}
