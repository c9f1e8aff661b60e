"""What an asynchronous endpoint may tell, and with which keys."""

import json

import pytest

from infra.traffic import topic_keys
from modelhost.spec.asynchronous import AsyncSpec
from tests.infra.conftest import DIGITS

ALARMS, THEIRS = (f"arn:aws:sns:us-west-2:123456789012:{name}" for name in ("alarms", "answers"))
OURS, FOREIGN = (f"arn:aws:kms:us-west-2:123456789012:key/{name}" for name in ("ours", "foreign"))


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ({}, {ALARMS: OURS}),
        ({"success_topic_arn": THEIRS}, {THEIRS: None, ALARMS: OURS}),
        ({"success_topic_arn": THEIRS, "topic_key_arn": FOREIGN}, {THEIRS: FOREIGN, ALARMS: OURS}),
        ({"error_topic_arn": THEIRS, "topic_key_arn": FOREIGN}, {THEIRS: FOREIGN}),
        ({"success_topic_arn": ALARMS, "error_topic_arn": ALARMS, "topic_key_arn": FOREIGN}, {ALARMS: OURS}),
    ],
)
def test_each_topic_has_its_own_key(words, known):
    """The environment's topic its own, others the one that the stack file names, or none."""
    assert topic_keys(AsyncSpec(**words), ALARMS, OURS) == known


def test_an_alarm_topic_from_elsewhere_has_the_key_that_is_named():
    """The environment does not know the key of a topic that it did not make."""
    assert topic_keys(AsyncSpec(topic_key_arn=FOREIGN), ALARMS, None) == {ALARMS: FOREIGN}
    assert topic_keys(None, ALARMS, None) == {ALARMS: None}


def test_the_role_may_use_the_key_of_a_topic_from_elsewhere(run):
    """Beside that of the environment's own, and through SNS alone."""
    scaling = {"strategy": "auto", "replicas": {"min": 0, "max": 4}}
    words = {"asynchronous": {"success_topic_arn": THEIRS, "topic_key_arn": FOREIGN}, "scaling": scaling}
    slo_free = {name: value for name, value in DIGITS.items() if name != "slo"}
    found = run(endpoints={"digits": {**slo_free, "kind": "async", **words}})
    granted = json.loads(found.one("RolePolicy", "dev-digits-role")["policy"])["Statement"]
    [notice] = [each for each in granted if each["Sid"] == "EncryptNotice"]
    assert notice["Resource"] == [FOREIGN, "arn:of:dev-alarms-key"]
    assert notice["Condition"] == {"StringEquals": {"kms:ViaService": "sns.us-west-2.amazonaws.com"}}
