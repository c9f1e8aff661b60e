"""Stories of roles and keys."""

from __future__ import annotations

from tests.sandbox_aws.cases.case import RETAGGED, Case, key_policy, policy, tagged
from tests.sandbox_aws.world import trust

CASES = (
    Case(
        "aws:iam/role:Role",
        lambda world: tagged(
            {
                "assumeRolePolicy": trust("sagemaker.amazonaws.com"),
                "path": "/models/",
                "permissionsBoundary": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
            }
        ),
        lambda world: {
            "assumeRolePolicy": trust("events.amazonaws.com"),
            "description": "runs models",
            "permissionsBoundary": None,
            **RETAGGED,
        },
    ),
    Case(
        "aws:iam/rolePolicy:RolePolicy",
        lambda world: {"role": world.role()["name"], "policy": policy("s3:GetObject")},
        lambda world: {"policy": policy("s3:ListBucket")},
    ),
    Case(
        "aws:kms/key:Key",
        lambda world: tagged(
            {
                "description": "models",
                "enableKeyRotation": True,
                "deletionWindowInDays": 7,
                "policy": key_policy("root"),
            }
        ),
        lambda world: {"description": "all", "enableKeyRotation": False, "policy": key_policy("own"), **RETAGGED},
    ),
    Case(
        "aws:kms/alias:Alias",
        lambda world: {"targetKeyId": world.key()["keyId"]},
        lambda world: {"targetKeyId": world.key()["arn"]},
    ),
)
