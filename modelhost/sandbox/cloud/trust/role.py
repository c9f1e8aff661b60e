"""IAM: whether a service may assume a role; roles that are not here cannot be judged and pass."""

from __future__ import annotations

import json

from moto.iam.models import iam_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, PARTITION
from modelhost.sandbox.cloud.trust.policy import lets, of_source


def assumable(role_arn: str, service: str, source_arn: str) -> bool:
    """Tell whether the trust policy of a role of ours lets a service assume it."""
    for role in iam_backends[ACCOUNT_ID][PARTITION].roles.values():
        if role.arn == role_arn:
            policy = json.loads(role.assume_role_policy_document)
            return lets(policy, service, ("sts:AssumeRole",), of_source(source_arn))
    return True
