"""Where requests and answers are kept: what endpoints capture, and what asynchronous ones are asked and answer."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from components.account import Account
from components.model_store import ACCESS_LOG_DAYS, access_log_delivery
from components.private_bucket import PrivateBucket

NONCURRENT_DAYS = 1
"""Data of callers goes when its time is over, not a month later."""


class TrafficStoreArgs(TypedDict):
    """What the store needs."""

    account: Account
    """Where the bucket is."""
    key_arn: pulumi.Input[str]
    """KMS key of requests and answers."""
    log_bucket_name: NotRequired[pulumi.Input[str] | None]
    """Bucket of access logs; the store makes its own without one."""
    retention_days: Mapping[str, int]
    """Days that each prefix is kept."""
    delete_content: pulumi.Input[bool]
    """Let `destroy` delete the bucket with what is in it."""
    protect: bool
    """Refuse to delete the bucket."""


class TrafficStore(pulumi.ComponentResource):
    """A private bucket whose content expires by prefix, and the bucket of its access logs."""

    bucket_name: pulumi.Output[str]
    """Name of the bucket."""

    def __init__(self, name: str, args: TrafficStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("modelhost:index:TrafficStore", name, {"retention_days": dict(args["retention_days"])}, opts)

        bucket = PrivateBucket(
            name,
            {
                "key_arn": args["key_arn"],
                "log_bucket": args.get("log_bucket_name") or self._log_bucket(name, args),
                "noncurrent_days": NONCURRENT_DAYS,
                "prefix_days": args["retention_days"],
                "delete_content": args["delete_content"],
                "protect": args["protect"],
            },
            pulumi.ResourceOptions(parent=self),
        )

        self.bucket_name = bucket.bucket_name
        self.register_outputs({"bucket_name": self.bucket_name})

    def _log_bucket(self, name: str, args: TrafficStoreArgs) -> pulumi.Output[str]:
        """Make a bucket for access logs, where the platform lends none."""
        logs = PrivateBucket(
            f"{name}-logs",
            {
                "statements": [access_log_delivery(Account.model_validate(args["account"]))],
                "noncurrent_days": NONCURRENT_DAYS,
                "expire_days": ACCESS_LOG_DAYS,
                "delete_content": args["delete_content"],
                "protect": args["protect"],
            },
            pulumi.ResourceOptions(parent=self),
        )
        return logs.bucket_name
