"""A customer-managed KMS key that rotates, under an alias, with an explicit policy."""

import json
from typing import Any, TypedDict

import pulumi
import pulumi_aws as aws


class EncryptionKeyArgs(TypedDict):
    """What an encryption key needs."""

    description: str
    """What the key encrypts."""
    policy: dict[str, Any]
    """Key policy document; `components.key_policy` builds those that the project needs."""
    deletion_days: int
    """Days between a deletion and the end of everything encrypted with the key."""
    protect: bool
    """Refuse to delete the key."""


class EncryptionKey(pulumi.ComponentResource):
    """A KMS key with rotation and an alias."""

    key_arn: pulumi.Output[str]
    """ARN of the key."""

    def __init__(self, name: str, args: EncryptionKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:EncryptionKey", name, {"description": args["description"]}, opts)
        child = pulumi.ResourceOptions(parent=self)

        key = aws.kms.Key(
            name,
            description=args["description"],
            policy=json.dumps(args["policy"]),
            enable_key_rotation=True,
            deletion_window_in_days=int(args["deletion_days"]),
            # What the key encrypted is lost with it, so a protected environment keeps it.
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"]),
        )
        aws.kms.Alias(f"{name}-alias", target_key_id=key.key_id, opts=child)

        self.key_arn = key.arn
        self.register_outputs({"key_arn": self.key_arn})
