"""Requests and answers are kept in private, for as long as the stack file says."""

import pytest

from components.traffic_plan import retention_days
from components.traffic_store import TrafficStore
from modelhost.spec.endpoint import EndpointSpec
from tests.components.kind.hosting import KINDS, MODEL, SCALING

KEPT = {"capture/dev-digits/": 90, "async/dev-pages/": 30}


def store(account, **changes):
    """Return a store with defaults to override."""
    args = {
        "account": account,
        "key_arn": "arn:key",
        "retention_days": KEPT,
        "delete_content": False,
        "protect": False,
    }
    return TrafficStore("dev-traffic", {**args, **changes})


def rules(found):
    """Return the lifecycle rules of the bucket by their name."""
    made = found.one("BucketLifecycleConfiguration", "dev-traffic-lifecycle")["rules"]
    return {each["id"]: each for each in made}


def test_each_prefix_expires_when_its_time_is_over(build, account):
    """Captures and queues of endpoints have times of their own; replaced versions go the day after."""
    made = rules(build(lambda: store(account)))
    assert made["expire-capture-dev-digits"]["expiration"] == {"days": 90}
    assert made["expire-capture-dev-digits"]["filter"] == {"prefix": "capture/dev-digits/"}
    assert made["expire-async-dev-pages"]["expiration"] == {"days": 30}
    assert made["expire-replaced-versions"]["noncurrentVersionExpiration"] == {"noncurrentDays": 1}


def test_traffic_is_encrypted_and_private(build, account):
    """The environment's key, and no public access of any sort."""
    found = build(lambda: store(account))
    [rule] = found.one("BucketServerSideEncryptionConfiguration", "dev-traffic-encryption")["rules"]
    assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == "arn:key"
    assert all(found.one("BucketPublicAccessBlock", "dev-traffic-public-access")[flag] for flag in FLAGS)


FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@pytest.mark.parametrize(("lent", "target"), [("dev-models-logs", "dev-models-logs"), (None, "dev-traffic-logs")])
def test_every_access_is_recorded(build, account, lent, target):
    """In the platform's bucket of access logs where this stack has one, in an own one elsewhere."""
    found = build(lambda: store(account, log_bucket_name=lent))
    assert found.one("BucketLogging")["targetBucket"] == target
    assert len(found.of("Bucket")) == (1 if lent else 2)


@pytest.mark.parametrize(
    ("kind", "words", "kept"),
    [
        ("realtime", {}, {}),
        ("realtime", {"capture": {"sample": 0.1, "retention_days": 7}}, {"capture/dev-digits/": 7}),
        ("async", {}, {"async/dev-digits/": 30}),
        ("async", {"asynchronous": {"retention_days": 3}}, {"async/dev-digits/": 3}),
        ("serverless", {}, {}),
    ],
)
def test_an_endpoint_keeps_what_its_words_say(kind, words, kept):
    """Nothing is kept unasked."""
    spec = EndpointSpec(**{"kind": kind, "model": MODEL, "scaling": SCALING, **KINDS[kind], **words})
    assert retention_days(spec, "dev-digits") == kept
