"""The policy of an endpoint's callers, once the cloud has named what it is about."""

import json
from collections.abc import Sequence
from typing import Any

import pulumi

from components.account import Account
from components.kind.shape import Invoked, Shape, Site
from components.traffic_policy import TrafficPlace


def invoker_policy_json(
    account: Account,
    shape: Shape,
    site: Site,
    endpoint_arn: pulumi.Input[str],
    component_arns: pulumi.Input[Sequence[str]],
) -> pulumi.Output[str]:
    """Return the policy of a caller as JSON."""

    def policy(known: list[Any]) -> str:
        arn, bucket, key, arns = known
        place = TrafficPlace(bucket, key) if bucket else None
        return json.dumps(shape.invoker(Invoked(account, arn, site.endpoint_name, place, arns)))

    return pulumi.Output.all(endpoint_arn, site.bucket_name, site.key_arn, component_arns).apply(policy)
