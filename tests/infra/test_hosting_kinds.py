"""The program hosts what the stack file says, whatever the kind, and says where it stands."""

import json

import pytest

from tests.components.linting import lint
from tests.components.recording import ACCOUNT, REGION
from tests.infra.conftest import DIGITS, digits

PLAIN = {"strategy": "horizontal", "replicas": {"count": 2}}
AUTO = {"strategy": "auto", "replicas": {"count": 1, "min": 0, "max": 4}}
ASYNC = {"kind": "async", "scaling": {**AUTO, "target": {"metric": "backlog", "value": 5}}, "slo": None}
SERVERLESS = {
    "kind": "serverless",
    "machine": None,
    "network_isolation": False,
    "serverless": {"memory_gib": 2, "max_concurrency": 20},
    "scaling": PLAIN,
}
CHAT = {
    "kind": "components",
    "machine": "ml.g6e.xlarge",
    "model": {"artifact": "s3://models/chat/v1/", "framework": "vllm", "size_gib": 15},
    "environment": {"SM_VLLM_MODEL": "/opt/ml/model"},
    "adapters": {"sales": {"artifact": "s3://adapters/sales.tar.gz"}},
    "scaling": {**AUTO, "target": {"metric": "concurrency", "value": 16}},
}
SHADOW = {"shadow": {"model": {"artifact": "s3://theirs/next/", "framework": "sklearn"}, "sample": 0.5}}
CAPTURE = {"capture": {"sample": 0.5, "retention_days": 7}}
OTHER_TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:theirs"


def changed(**words):
    """Return endpoints with one of a kind; fields are left out by None."""
    words = {**DIGITS, "scaling": PLAIN, **words}
    return {"digits": {key: value for key, value in words.items() if value is not None}}


KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
REAL = {
    "arn:of:dev-data": KEY,
    "arn:of:dev-alarms-key": KEY.replace("0000", "1111"),
    "arn:of:dev-alarms": f"arn:aws:sns:{REGION}:{ACCOUNT}:dev-alarms",
}
"""ARNs as AWS writes them, for those that the recording made up; longer ones first."""


def role_policy(found):
    """Return the policy of the endpoint's role with ARNs that a linter can read."""
    policy = found.one("RolePolicy", "dev-digits-role")["policy"]
    for made_up, real in REAL.items():
        policy = policy.replace(made_up, real)
    return policy


def statements(found):
    """Return the names of what the role may do."""
    return {each["Sid"] for each in json.loads(role_policy(found))["Statement"]}


def test_nothing_is_kept_unasked(run):
    """Without captures and queues there is no bucket for them, and no word of it in the role."""
    found = run(endpoints=changed())
    assert [each.name for each in found.of("Bucket")] == ["dev-models", "dev-models-logs"]
    assert not {"WriteCapture", "WriteAnswers", "Notify"} & statements(found)


@pytest.mark.parametrize(
    ("words", "granted", "rule"),
    [
        (CAPTURE, {"WriteCapture", "EncryptCapture"}, "expire-capture-dev-digits"),
        (ASYNC, {"ReadRequests", "WriteAnswers", "ListQueue", "EncryptAnswers", "Notify"}, "expire-async-dev-digits"),
    ],
)
def test_traffic_goes_to_a_bucket_of_its_own(run, words, granted, rule):
    """The role may write there, and what lies there expires; the platform's bucket records every access."""
    found = run(endpoints=changed(**words))
    assert granted <= statements(found)
    rules = found.one("BucketLifecycleConfiguration", "dev-traffic-lifecycle")["rules"]
    assert rule in {each["id"] for each in rules}
    assert found.one("BucketLogging", "dev-traffic-logging")["targetBucket"] == "dev-models-logs"


def test_a_queue_may_use_the_key_of_the_environments_own_topic(run):
    """Of another topic the key is not ours to grant."""
    assert "EncryptNotice" in statements(run(endpoints=changed(**ASYNC)))
    theirs = {**ASYNC, "asynchronous": {"error_topic_arn": OTHER_TOPIC}}
    assert "EncryptNotice" not in statements(run(endpoints=changed(**theirs)))


def test_the_role_reads_the_models_of_all_variants_and_adapters(run):
    """A shadow's model, or an adapter's archive, in whichever bucket."""
    reads = [each for each in json.loads(role_policy(run(endpoints=changed(**SHADOW))))["Statement"]]
    assert ["arn:aws:s3:::theirs/next/*"] in [each["Resource"] for each in reads]
    chat = json.loads(role_policy(run(endpoints={"digits": CHAT})))["Statement"]
    assert ["arn:aws:s3:::adapters/sales.tar.gz*"] in [each["Resource"] for each in chat]


def test_a_serverless_role_joins_no_network(run):
    """Its containers run outside the VPC."""
    found = run(endpoints=changed(**SERVERLESS))
    assert "MakeInterfaces" not in statements(found)
    assert "vpcConfig" not in found.one("modelhost:index:Model")


@pytest.mark.parametrize("words", [{}, CAPTURE, ASYNC, SERVERLESS, SHADOW, CHAT])
def test_the_role_passes_the_linter_whatever_the_kind(run, words):
    """Every action, resource and condition exists and fits the others."""
    assert lint(role_policy(run(endpoints=changed(**words)))) == []


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({}, {"kind": "realtime", "machine": "ml.m7i.large"}),
        (ASYNC, {"kind": "async", "input_uri": "s3://dev-traffic/async/dev-digits/input/"}),
        (CAPTURE, {"capture_uri": "s3://dev-traffic/capture/dev-digits/"}),
        (CHAT, {"component_name": "dev-digits-base", "adapter_names": {"sales": "dev-digits-adapter-sales"}}),
        (SERVERLESS, {"kind": "serverless", "strategy": "horizontal"}),
    ],
)
def test_the_stack_says_where_things_stand(run, exported, words, shown):
    """Names and places that callers and tools need; what a kind does not have is left out."""
    run(endpoints=changed(**words))
    known = exported["endpoints"]["digits"]
    assert shown.items() <= known.items()
    assert ("component_name" in known) is (words is CHAT)
    assert ("input_uri" in known) is (words is ASYNC)


def test_a_platform_tells_what_other_stacks_need_to_know(run, exported):
    """Whether buckets may be emptied, and the key of the topic."""
    run(endpoints={}, budget=None, storage={"delete_content": True})
    assert exported["delete_content"] is True
    assert exported["alarm_topic_key_arn"] == "arn:of:dev-alarms-key"


def test_a_bucket_on_another_stacks_platform_has_logs_of_its_own(run):
    """Their bucket of access logs is not ours to write to."""
    reference = "organization/modelhost/base"
    found = run(
        {reference: {**PLATFORM, "delete_content": True}},
        platform={"stack": reference},
        notify=None,
        endpoints=changed(**CAPTURE),
    )
    assert [each.name for each in found.of("Bucket")] == ["dev-traffic", "dev-traffic-logs"]
    assert found.one("Bucket", "dev-traffic")["forceDestroy"] is True


PLATFORM = {
    "vpc_id": "vpc-1",
    "private_subnet_ids": ["subnet-1"],
    "security_group_ids": ["sg-1"],
    "key_arn": "arn:key",
    "bucket_name": "theirs",
    "alarm_topic_arn": "arn:topic",
}


def test_the_count_is_pulumis_own_only_where_nothing_else_moves_it(run):
    """An autoscaler, or a schedule of counts, owns it; a schedule of sizes does not."""
    sizes = {"strategy": "vertical", "replicas": {"count": 2}, "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"]}
    by_clock = {
        **sizes,
        "schedule": [
            {"at": "weekdays 08:00", "size": "ml.m7i.2xlarge"},
            {"at": "weekdays 20:00", "size": "ml.m7i.large"},
        ],
    }
    owned = run(endpoints=digits(scaling=by_clock)).one("modelhost:index:Endpoint")
    assert owned["desiredInstanceCount"] == 2
    assert set(owned["configNamesBySize"]) == {"ml.m7i.large", "ml.m7i.2xlarge"}
    counts = {**sizes, "schedule": [{"at": "weekdays 08:00", "count": 4}, {"at": "weekdays 20:00", "count": 2}]}
    assert "desiredInstanceCount" not in run(endpoints=digits(scaling=counts)).one("modelhost:index:Endpoint")
