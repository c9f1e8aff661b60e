"""Where the endpoints of a stack are hosted, and under which names and options."""

from dataclasses import dataclass

import pulumi

from components.account import Account
from infra.settings import Settings
from infra.shared_platform import SharedPlatform
from infra.tagging import default_tags, tag_with
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.name import cloud_name

LONGEST_NAME = 40
"""Roles end at 64 characters: this, the longest suffix of ours, and Pulumi's own seven digits fit."""


@dataclass(frozen=True)
class Stage:
    """What all endpoints of a stack share."""

    settings: Settings
    """What the stack file says."""
    account: Account
    """Account and region."""
    platform: SharedPlatform
    """Network, key, bucket and topic."""
    providers: list[pulumi.ProviderResource]
    """Access to AWS."""
    traffic_bucket_name: pulumi.Input[str] | None = None
    """Bucket of captured and queued traffic; none where no endpoint keeps any."""

    @property
    def environment(self) -> EnvironmentSpec:
        """The environment of the stack file."""
        return self.settings.environment

    def resource_name(self, key: str) -> str:
        """Return the first part of the Pulumi names of endpoint *key*."""
        return cloud_name(self.environment.name, key, limit=LONGEST_NAME)

    def options(self, key: str) -> pulumi.ResourceOptions:
        """Return the options of everything that belongs to endpoint *key*: providers and tags."""
        tags = tag_with({"endpoint": key}, default_tags(self.environment))
        return pulumi.ResourceOptions(providers=self.providers, transformations=[tags])
