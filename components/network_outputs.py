"""What endpoints need of a network, whoever made it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class NetworkOutputs:
    """Ids of a network: of our own, of an existing one, or of another stack's."""

    vpc_id: pulumi.Input[str]
    """The VPC."""
    private_subnet_ids: pulumi.Input[Sequence[str]]
    """Subnets for model containers, one per zone."""
    security_group_ids: pulumi.Input[Sequence[str]]
    """Security groups for model containers."""
    ready: Sequence[pulumi.Resource] = ()
    """What must stand for containers to reach anything: routes, private endpoints, rules."""
