"""The artifact bucket has every safeguard, and forgets what it should."""

import json

import pytest

from components.bucket_lifecycle import lifecycle_rules
from components.model_store import ModelStore
from modelhost.spec.storage import StorageSpec
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT


def store(account, **spec):
    """Return a store with defaults to override."""
    args = {"spec": StorageSpec(**spec), "account": account, "key_arn": "arn:key", "protect": False}
    return ModelStore("models", args)


BUCKETS = pytest.mark.parametrize("bucket", ["models", "models-logs"])


@BUCKETS
def test_nothing_is_public(build, account, bucket):
    """All four flags that keep a bucket private are on."""
    block = build(lambda: store(account)).one("BucketPublicAccessBlock", f"{bucket}-public-access")
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert [block[flag] for flag in flags] == [True] * 4


@BUCKETS
def test_plain_http_is_refused(build, account, bucket):
    """The policy denies every request that does not come over TLS, to the bucket and to what is in it."""
    policy = build(lambda: store(account)).one("BucketPolicy", f"{bucket}-policy")["policy"]
    deny = statement(policy, "DenyPlainHttp")
    assert (deny["Effect"], deny["Action"]) == ("Deny", "s3:*")
    assert deny["Resource"] == [f"arn:of:{bucket}", f"arn:of:{bucket}/*"]
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@BUCKETS
def test_acls_are_off_and_versions_kept(build, account, bucket):
    """The owner owns every object, and an overwritten one can be had back."""
    found = build(lambda: store(account))
    assert found.one("BucketOwnershipControls", f"{bucket}-ownership")["rule"] == {
        "objectOwnership": "BucketOwnerEnforced"
    }
    assert found.one("BucketVersioning", f"{bucket}-versioning")["versioningConfiguration"] == {"status": "Enabled"}


def test_artifacts_are_encrypted_with_the_key(build, account):
    """A customer-managed key, with a bucket key so that many objects need few KMS calls."""
    [rule] = build(lambda: store(account)).one("BucketServerSideEncryptionConfiguration", "models-encryption")["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:key"}
    assert rule["bucketKeyEnabled"] is True


def test_access_logs_use_s3s_own_key(build, account):
    """S3 delivers access logs to no bucket whose default key is a customer's."""
    found = build(lambda: store(account))
    [rule] = found.one("BucketServerSideEncryptionConfiguration", "models-logs-encryption")["rules"]
    assert rule == {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}


def test_every_access_is_recorded(build, account):
    """The artifact bucket logs to the other one, whose policy lets S3 write for this account only."""
    found = build(lambda: store(account))
    assert found.one("BucketLogging")["targetBucket"] == "models-logs"
    grant = statement(found.one("BucketPolicy", "models-logs-policy")["policy"], "WriteAccessLogs")
    assert grant["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert grant["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert grant["Resource"] == "arn:of:models-logs/*"


def test_bucket_policies_pass_the_linter(build, account):
    """Every action and condition of both policies exists."""
    policies = [each.inputs["policy"] for each in build(lambda: store(account)).of("BucketPolicy")]
    assert [lint(each.replace("arn:of:", "arn:aws:s3:::")) for each in policies] == [[], []]


@pytest.mark.parametrize("delete_content", [True, False])
def test_content_is_deleted_only_where_the_stack_file_says_so(build, account, delete_content):
    """`destroy` empties the bucket of a dev stack, and stops at the full bucket of any other."""
    found = build(lambda: store(account, delete_content=delete_content))
    assert found.one("Bucket", "models")["forceDestroy"] is delete_content


def test_replaced_versions_and_broken_uploads_are_forgotten():
    """What nobody can reach by name does not cost for ever; live objects stay."""
    broken, replaced = lifecycle_rules(30, None)
    assert broken["abort_incomplete_multipart_upload"] == {"days_after_initiation": 7}
    assert replaced["noncurrent_version_expiration"] == {"noncurrent_days": 30}


def test_access_logs_expire(build, account):
    """Logs are kept for 90 days."""
    rules = build(lambda: store(account)).one("BucketLifecycleConfiguration", "models-logs-lifecycle")["rules"]
    assert rules[-1]["expiration"] == {"days": 90}


def test_an_existing_bucket_is_used_as_it_is(build, account):
    """Nothing is made, and nothing is changed on it."""
    found = build(lambda: store(account, bucket="theirs").bucket_name)
    assert (found.value, found.types()) == ("theirs", ["modelhost:index:ModelStore"])


def test_the_bucket_policy_is_valid_json_with_its_own_arn(build, account):
    """The placeholder of the bucket's ARN is filled in everywhere."""
    policy = build(lambda: store(account)).one("BucketPolicy", "models-logs-policy")["policy"]
    assert "{bucket}" not in policy
    assert json.loads(policy)["Version"] == "2012-10-17"
