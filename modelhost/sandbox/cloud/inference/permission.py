"""Whether the role of a model may read or write an object; roles that are not here cannot be judged and pass."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from typing import Any

from moto.iam.models import iam_backends

from modelhost.sandbox.cloud.call import ACCOUNT_ID, PARTITION
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.inference.target import model_name
from modelhost.sandbox.cloud.sagemaker.transition import Endpoint
from modelhost.sandbox.cloud.trust.policy import listed, statements

DENIED = "The execution role {role} is not allowed to perform {action} on {resource}."


def role_of(cloud: Cloud, region: str, endpoint: Endpoint, variant: str) -> str:
    """Name the role with which a variant's model acts; a variant without model acts with the configuration's."""
    for one in endpoint.variants:
        if one.name == variant and "ModelName" in one.spec:
            model = cloud.shelf("model").get((region, model_name(one)))
            return str(model.fields.get("ExecutionRoleArn", "")) if model else ""
    config = cloud.shelf("endpoint-config").get((region, endpoint.config))
    return str(config.fields.get("ExecutionRoleArn", "")) if config else ""


def obstacle(role_arn: str, action: str, resource: str) -> str | None:
    """Say why a role may not act on an S3 URI or an ARN; None when it may, or cannot be judged."""
    arn = f"arn:{PARTITION}:s3:::{resource.removeprefix('s3://')}" if resource.startswith("s3://") else resource
    for role in iam_backends[ACCOUNT_ID][PARTITION].roles.values():
        if role.arn == role_arn and not _allowed(role, action, arn):
            return DENIED.format(role=role_arn, action=action, resource=arn)
    return None


def _allowed(role: Any, action: str, arn: str) -> bool:
    """Judge by actions and resources alone: a condition counts as met in an Allow, and as not met in a Deny."""
    matching = [one for one in _statements(role) if _covers(one, action, arn)]
    denied = any(one["Effect"] == "Deny" and "Condition" not in one for one in matching)
    return not denied and any(one["Effect"] == "Allow" for one in matching)


def _statements(role: Any) -> Iterator[dict[str, Any]]:
    for document in role.policies.values():
        yield from statements(json.loads(document) if isinstance(document, str) else document)
    for managed in role.managed_policies.values():
        yield from statements(json.loads(managed.document))


def _covers(statement: dict[str, Any], action: str, arn: str) -> bool:
    acts = any(fnmatch.fnmatchcase(action.lower(), one.lower()) for one in listed(statement.get("Action")))
    return acts and any(fnmatch.fnmatchcase(arn, one) for one in listed(statement.get("Resource")))
