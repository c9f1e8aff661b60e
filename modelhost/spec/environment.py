"""The whole environment that one stack file describes."""

import re

from pydantic import Field

from modelhost.spec.alarm import AlarmSpec
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.budget import BudgetSpec
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.iam import IamSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.name import cloud_name
from modelhost.spec.name_rule import BASE
from modelhost.spec.network import NetworkSpec
from modelhost.spec.notify import NotifySpec
from modelhost.spec.pattern import MEANING, NAME, STACK, URL
from modelhost.spec.storage import StorageSpec
from modelhost.spec.tag import illegal

LONGEST_KEY = 40
RETENTION_DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)
"""Retentions that CloudWatch Logs takes."""
PLATFORM_BLOCKS = ("network", "storage", "notify")
"""Blocks that belong to the stack which holds the platform."""
ADDRESSES_FOR_AWS = 8
"""Addresses of a zone that interface endpoints take."""


class PlatformSpec(Spec):
    """Another stack that holds network, keys, bucket and topic."""

    stack: str = Field(pattern=STACK)
    """Its name, as `organization/project/stack`."""


class EnvironmentSpec(Spec):
    """Network, storage, notifications, budget and endpoints of one environment."""

    name: str = Field(pattern=NAME, max_length=32)
    """Name of the environment, first part of every cloud name."""
    owner: str = Field(min_length=1, max_length=256)
    """Team that answers for it; a tag on everything."""
    cost_centre: str = Field(min_length=1, max_length=256)
    """Who pays; a tag on everything."""
    tags: dict[str, str] = Field(default={})
    """More tags for everything."""
    platform: PlatformSpec | None = None
    """Stack that holds the platform; this one does when none is given."""
    network: NetworkSpec = NetworkSpec()
    """The network that the endpoints live in."""
    storage: StorageSpec = StorageSpec()
    """Where artifacts are kept."""
    iam: IamSpec = IamSpec()
    """What applies to every role."""
    notify: NotifySpec = NotifySpec()
    """Who hears of alarms."""
    runbook_url: str | None = Field(default=None, pattern=URL)
    """Page with the runbook that alarms link to; `alarms.runbook_url` of an endpoint goes before it."""
    budget: BudgetSpec | None = None
    """What the environment may cost."""
    protect: bool = False
    """Refuse to delete what holds state or traffic."""
    keep_versions: int = Field(default=3, ge=1, le=50)
    """Endpoint configurations kept for rollback."""
    log_retention_days: int = 30
    """Days that logs are kept."""
    endpoints: dict[str, EndpointSpec] = Field(default={})
    """The endpoints by name."""

    @rule("endpoints")
    def _endpoint_keys(self, region: str | None) -> Findings:
        """Each endpoint has a name that works everywhere."""
        for key in self.endpoints:
            if not re.match(NAME, key):
                yield ("endpoints", key), f"{key!r} is not {MEANING[NAME]}"
            elif len(key) > LONGEST_KEY:
                yield ("endpoints", key), f"{key!r} has {len(key)} characters; use {LONGEST_KEY} or fewer"

    @rule("name", "endpoints")
    def _cloud_names_differ(self, region: str | None) -> Findings:
        """No two endpoints meet under one name in the cloud."""
        seen: dict[str, str] = {}
        for key in self.endpoints:
            name = self.endpoint_name(key)
            other = seen.setdefault(name.lower(), key)
            if other != key:
                yield ("endpoints", key, "name"), f"{name!r} is already the name of endpoint {other}; choose another"

    @rule("name", "endpoints")
    def _component_names_differ(self, region: str | None) -> Findings:
        """No inference component meets an endpoint under one name, for their histories are kept by name."""
        names = {self.endpoint_name(key).lower(): key for key in self.endpoints}
        for key, endpoint in self.endpoints.items():
            if endpoint.kind is EndpointKind.COMPONENTS:
                own = self.endpoint_name(key)
                parts = [(BASE,), *(("adapter", name) for name in endpoint.adapters)]
                for other in (names.get(cloud_name(own, *part).lower()) for part in parts):
                    if other is not None:
                        text = f"{self.endpoint_name(other)!r} is the name of an inference component of endpoint {key}"
                        yield ("endpoints", other, "name"), f"{text}; choose another"

    @rule("protect", "endpoints")
    def _hours_unprotected(self, region: str | None) -> Findings:
        """What is protected is not deleted every evening."""
        for key, endpoint in self.endpoints.items():
            hours = endpoint.scaling.hours
            if self.protect and hours is not None:
                text = f"{hours.at!r} deletes the endpoint every evening, and the environment is protected"
                yield ("endpoints", key, "scaling", "hours"), f"{text}; leave hours out, or set protect: false"

    @rule("tags")
    def _tags_legal(self, region: str | None) -> Findings:
        """Each tag is one that AWS takes, of our own making none, and holds no secret."""
        yield from illegal(self.tags)

    @rule("log_retention_days")
    def _retention_known(self, region: str | None) -> Findings:
        """CloudWatch Logs takes the retention."""
        if self.log_retention_days not in RETENTION_DAYS:
            near = min(RETENTION_DAYS, key=lambda days: abs(days - self.log_retention_days))
            yield (
                ("log_retention_days",),
                f"{self.log_retention_days} is no retention of CloudWatch Logs; nearest: {near}",
            )

    @rule("platform", "network", "storage", "notify")
    def _platform_once(self, region: str | None) -> Findings:
        """What another stack holds is not described here too."""
        if self.platform is None:
            return
        for block in PLATFORM_BLOCKS:
            if block in self.model_fields_set:
                yield (block,), f"belongs to the stack {self.platform.stack}; leave it out here, or leave out platform"

    @rule("platform", "network", "endpoints")
    def _addresses_enough(self, region: str | None) -> Findings:
        """Each zone has addresses for its share of the replicas, twice during an update."""
        if self.platform is not None or self.network.existing is not None:
            return
        replicas = sum(endpoint.most_instances for endpoint in self.endpoints.values())
        need = -(-2 * replicas // self.network.zones) + ADDRESSES_FOR_AWS
        free = self.network.addresses_per_zone
        if free < need:
            what = f"leaves {max(free, 0)} free addresses in each of {self.network.zones} zones"
            yield (
                ("network", "cidr"),
                f"{self.network.cidr!r} {what}, and {replicas} replicas need {need}; take a larger one",
            )

    def endpoint_name(self, key: str) -> str:
        """Return the cloud name of endpoint *key*."""
        return self.endpoints[key].name or cloud_name(self.name, key)

    def endpoint_alarms(self, key: str) -> AlarmSpec:
        """Return the alarms of endpoint *key*, which link to the environment's runbook unless they name their own."""
        alarms = self.endpoints[key].alarms
        return alarms.model_copy(update={"runbook_url": alarms.runbook_url or self.runbook_url})
