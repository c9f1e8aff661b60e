"""The whole environment that one stack file describes."""

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.budget import BudgetSpec
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.iam import IamSpec
from modelhost.spec.name import cloud_name
from modelhost.spec.network import NetworkSpec
from modelhost.spec.notify import NotifySpec
from modelhost.spec.storage import StorageSpec


class PlatformSpec(Spec):
    """Another stack that holds network, keys, bucket and topic."""

    stack: str
    """Its name, as `org/project/stack`."""


class EnvironmentSpec(Spec):
    """Network, storage, notifications, budget and endpoints of one environment."""

    name: str
    """Name of the environment, first part of every cloud name."""
    owner: str
    """Team that answers for it; a tag on everything."""
    cost_centre: str
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
    budget: BudgetSpec | None = None
    """What the environment may cost."""
    protect: bool = False
    """Refuse to delete what holds state or traffic."""
    keep_versions: int = 3
    """Endpoint configurations kept for rollback."""
    log_retention_days: int = 30
    """Days that logs are kept."""
    endpoints: dict[str, EndpointSpec] = Field(default={})
    """The endpoints by name."""

    def endpoint_name(self, key: str) -> str:
        """Return the cloud name of endpoint *key*."""
        return self.endpoints[key].name or cloud_name(self.name, key)
