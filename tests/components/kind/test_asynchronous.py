"""An asynchronous endpoint reads requests from S3, leaves answers there, and says so."""

import json

import pytest

from components.kind.asynchronous import invoker
from components.kind.shape import Invoked
from components.policy_document import document
from components.traffic_policy import (
    TrafficPlace,
    caller_statements,
    capture_statements,
    notify_statements,
    queue_statements,
)
from tests.components.kind.hosting import endpoint
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT, REGION

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PLACE = TrafficPlace("dev-traffic", KEY)
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
ENDPOINT_ARN = f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/dev-digits"
WORK = "arn:aws:s3:::dev-traffic/async/dev-digits"


def queue(build, **words):
    """Return the asynchronous part of the configuration."""
    found = build(lambda: endpoint("async", asynchronous=words or None))
    return found.one("modelhost:index:EndpointConfiguration")["asyncInferenceConfig"]


def test_answers_and_failures_land_encrypted_in_the_endpoints_own_prefix(build):
    """Both paths, and the key of the environment."""
    output = queue(build)["outputConfig"]
    assert output["s3OutputPath"] == "s3://dev-traffic/async/dev-digits/output"
    assert output["s3FailurePath"] == "s3://dev-traffic/async/dev-digits/failures"
    assert output["kmsKeyId"] == "arn:key"


def test_the_alarm_topic_hears_of_failures_unless_another_does(build):
    """Success tells nobody by itself."""
    assert queue(build)["outputConfig"]["notificationConfig"] == {"errorTopic": "arn:topic"}
    chosen = queue(build, success_topic_arn=TOPIC, error_topic_arn=TOPIC)["outputConfig"]["notificationConfig"]
    assert chosen == {"successTopic": TOPIC, "errorTopic": TOPIC}


def test_the_requests_at_once_are_sagemakers_choice_or_ours(build):
    """No number is invented."""
    assert "clientConfig" not in queue(build)
    assert queue(build, max_concurrency=4)["clientConfig"] == {"maxConcurrentInvocationsPerInstance": 4}


def test_the_role_reads_requests_and_writes_answers_only(account):
    """Nothing of other endpoints, no reading of answers; the linter agrees."""
    policy = document(*queue_statements(account, PLACE, "dev-digits"), *notify_statements(account, {TOPIC: KEY}))
    assert lint(policy) == []
    assert statement(policy, "ReadRequests")["Resource"] == [f"{WORK}/input/*"]
    assert statement(policy, "WriteAnswers")["Resource"] == [f"{WORK}/output/*", f"{WORK}/failures/*"]
    assert statement(policy, "Notify")["Resource"] == [TOPIC]


def test_the_topics_key_is_used_through_sns_alone(account):
    """Without a key nothing is granted on one; of two topics with one key it is granted once."""
    [_, key] = notify_statements(account, {TOPIC: KEY, f"{TOPIC}-too": KEY})
    assert key["Resource"] == [KEY]
    assert key["Condition"] == {"StringEquals": {"kms:ViaService": f"sns.{REGION}.amazonaws.com"}}
    assert len(notify_statements(account, {TOPIC: None})) == 1


def test_a_caller_leaves_requests_names_them_and_fetches_answers(account):
    """One endpoint, its input, its output; the linter agrees."""
    policy = invoker(Invoked(account, ENDPOINT_ARN, "dev-digits", PLACE))
    assert lint(policy) == []
    assert statement(policy, "Invoke")["Action"] == ["sagemaker:InvokeEndpointAsync"]
    assert statement(policy, "LeaveRequests")["Resource"] == [f"{WORK}/input/*"]
    assert statement(policy, "FetchAnswers")["Resource"] == [f"{WORK}/output/*", f"{WORK}/failures/*"]


def test_captures_are_written_and_never_read(account):
    """The endpoint has no business with what it recorded."""
    policy = document(*capture_statements(account, PLACE, "dev-digits"))
    assert lint(policy) == []
    assert statement(policy, "WriteCapture")["Action"] == ["s3:PutObject"]
    assert statement(policy, "WriteCapture")["Resource"] == ["arn:aws:s3:::dev-traffic/capture/dev-digits/*"]


@pytest.mark.parametrize("grants", [capture_statements, queue_statements, caller_statements])
def test_the_key_is_used_through_s3_alone(account, grants):
    """A grant on the key without the service in between would decrypt anything under it."""
    [key] = [each for each in grants(account, PLACE, "dev-digits") if each["Sid"].startswith("Encrypt")]
    assert key["Resource"] == [KEY]
    assert key["Condition"]["StringEquals"] == {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}
    contexts = key["Condition"]["StringLike"]["kms:EncryptionContext:aws:s3:arn"]
    assert all(each.startswith("arn:aws:s3:::dev-traffic") for each in contexts)


def test_the_whole_policy_of_a_caller_is_an_output(build):
    """The stack exports it as JSON, with the names that the cloud gave."""
    found = build(lambda: endpoint("async").hosted.invoker_policy_json)
    assert "arn:aws:s3:::dev-traffic/async/dev-digits/input/*" in json.dumps(json.loads(found.value))
