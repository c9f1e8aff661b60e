"""Where model artifacts are kept."""

from modelhost.spec.base import Spec


class StorageSpec(Spec):
    """The artifact bucket and the key that encrypts everything."""

    bucket: str | None = None
    """Name of an existing bucket; a new one is made when none is given."""
    kms_key_arn: str | None = None
    """ARN of an existing customer-managed key; a new one is made when none is given."""
    delete_content: bool = False
    """Let `destroy` delete the bucket with what is in it."""
    noncurrent_days: int = 30
    """Days that replaced artifacts are kept."""
    key_deletion_days: int = 30
    """Days between the key's deletion and its end."""
