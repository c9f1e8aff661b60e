"""Where model artifacts are kept."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import BUCKET, KEY_ARN
from modelhost.spec.place import elsewhere


class StorageSpec(Spec):
    """The artifact bucket and the key that encrypts everything."""

    bucket: str | None = Field(default=None, pattern=BUCKET)
    """Name of an existing bucket; a new one is made when none is given."""
    kms_key_arn: str | None = Field(default=None, pattern=KEY_ARN)
    """ARN of an existing customer-managed key; a new one is made when none is given."""
    delete_content: bool = False
    """Let `destroy` delete the bucket with what is in it."""
    noncurrent_days: int = Field(default=30, ge=1)
    """Days that replaced artifacts are kept."""
    key_deletion_days: int = Field(default=30, ge=7, le=30)
    """Days between the key's deletion and its end."""

    @rule("bucket", "delete_content")
    def _content_ours(self, region: str | None) -> Findings:
        """Only a bucket of our own is ever emptied."""
        if self.bucket is not None and self.delete_content:
            yield ("delete_content",), f"true for the existing bucket {self.bucket!r}, which is not ours; leave it out"

    @rule("kms_key_arn")
    def _key_here(self, region: str | None) -> Findings:
        """The key is in the stack's region."""
        yield from elsewhere("kms_key_arn", self.kms_key_arn, region)
