"""Everything of ours that stands in the embedded AWS, so that "destroy leaves nothing" can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from moto.backends import get_backend

from modelhost.sandbox.cloud import bounds
from modelhost.sandbox.cloud.call import ACCOUNT_ID
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import Record
from modelhost.sandbox.cloud.resources_ec2 import ec2_resources
from modelhost.sandbox.cloud.sagemaker import state
from modelhost.sandbox.cloud.sagemaker.component import state as component_state
from modelhost.sandbox.cloud.sagemaker.component.settling import components
from modelhost.sandbox.cloud.sagemaker.transition import SHELF

Resource = dict[str, Any]
SHELVES = (
    "model",
    "endpoint-config",
    SHELF,
    component_state.SHELF,
    bounds.TARGETS,
    bounds.POLICIES,
    bounds.ACTIONS,
    bounds.ALARMS,
    "budget",
    "anomaly-monitor",
    "anomaly-subscription",
    "schedule-group",
    "schedule",
    "state-machine",
)
NAME_FIELDS = ("PolicyName", "ScheduledActionName", "ResourceId")
PARAMETER_PREFIX = "/modelhost"
SERVICE_ROLE_PATH = "/aws-service-role/"


def resources(cloud: Cloud) -> list[Resource]:
    """List what stands, in every region, with its kind, name, ARN and tags."""
    state.endpoints(cloud)
    components(cloud)
    return sorted(_all(cloud), key=lambda one: (one["kind"], one["name"]))


def _all(cloud: Cloud) -> Iterator[Resource]:
    for shelf in SHELVES:
        for (region, _), record in cloud.shelf(shelf).items():
            yield _of_record(shelf, region, record)
    for service, lister in LISTERS.items():
        for region, backend in list(get_backend(service)[ACCOUNT_ID].items()):
            yield from lister(region, backend)


def _of_record(kind: str, region: str, record: Record) -> Resource:
    names = [record.fields[field] for field in NAME_FIELDS if field in record.fields]
    return {"kind": kind, "region": region, "name": [*names, record.name][0], "arn": record.arn, "tags": record.tags}


def resource(
    kind: str,
    region: str,
    name: str,
    arn: str,
    tagger: Any = None,
    tagged: str = "",
    listed: Iterable[dict[str, str]] = (),
) -> Resource:
    """Show a resource of moto's, with the tags that its service keeps."""
    tags = tagger.get_tag_dict_for_resource(tagged) if tagger else {tag["Key"]: tag["Value"] for tag in listed}
    return {"kind": kind, "region": region, "name": name, "arn": arn, "tags": tags}


def _roles(region: str, backend: Any) -> Iterator[Resource]:
    for role in backend.roles.values():
        if not role.path.startswith(SERVICE_ROLE_PATH):
            yield resource("role", region, role.name, role.arn, listed=role.tags)


def _buckets(region: str, backend: Any) -> Iterator[Resource]:
    for bucket in backend.buckets.values():
        yield resource("bucket", region, bucket.name, bucket.arn, backend.tagger, bucket.arn)


def _log_groups(region: str, backend: Any) -> Iterator[Resource]:
    for group in backend.groups.values():
        yield resource("log-group", region, group.name, group.arn, backend.tagger, group.arn)


def _dashboards(region: str, backend: Any) -> Iterator[Resource]:
    for dashboard in backend.dashboards.values():
        yield resource("dashboard", region, dashboard.name, dashboard.arn)


def _topics(region: str, backend: Any) -> Iterator[Resource]:
    for topic in backend.topics.values():
        tags = [{"Key": key, "Value": value} for key, value in backend.list_tags_for_resource(topic.arn).items()]
        yield resource("topic", region, topic.name, topic.arn, listed=tags)
    for subscription in backend.subscriptions.values():
        yield resource("subscription", region, subscription.endpoint, subscription.arn)


def _keys(region: str, backend: Any) -> Iterator[Resource]:
    for key in backend.keys.values():
        if key.key_manager == "CUSTOMER" and key.key_state != "PendingDeletion":
            yield resource("key", region, key.id, key.arn, backend.tagger, key.id)
    for alias in backend.list_aliases():
        if not alias.alias_name.startswith("alias/aws/"):
            yield resource("alias", region, alias.alias_name, alias.alias_arn)


def _parameters(region: str, backend: Any) -> Iterator[Resource]:
    for name in list(backend._parameters.keys()):
        if name.startswith(PARAMETER_PREFIX):
            arn = f"arn:aws:ssm:{region}:{ACCOUNT_ID}:parameter{name}"
            yield resource("parameter", region, name, arn)


def _event_rules(region: str, backend: Any) -> Iterator[Resource]:
    for rule in backend.event_buses["default"].rules.values():
        yield resource("event-rule", region, rule.name, rule.arn, backend.tagger, rule.arn)
        for target in rule.targets:
            yield resource("event-target", region, target["Id"], target["Arn"])


LISTERS: dict[Any, Callable[[str, Any], Iterator[Resource]]] = {
    "iam": _roles,
    "s3": _buckets,
    "sns": _topics,
    "logs": _log_groups,
    "kms": _keys,
    "ssm": _parameters,
    "cloudwatch": _dashboards,
    "ec2": ec2_resources,
    "events": _event_rules,
}
