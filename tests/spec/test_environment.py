"""The environment and the blocks of its platform: network, storage, roles, notifications, budget, tags."""

import re
from typing import Any

import botocore.session
import pytest

from modelhost.spec.budget import MOST_ALERTS, BudgetSpec
from modelhost.spec.environment import RETENTION_DAYS
from tests.spec.stack import DIGITS, endpoint, environment, loaded, told

SUBNETS = ["subnet-0a1b2c3d", "subnet-0a1b2c3e"]
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TOPIC = "arn:aws:sns:us-west-2:123456789012:alarms"

MISTAKES: list[tuple[dict[str, Any], str]] = [
    (
        {"network": {"cidr": "10.20.0.0"}},
        "network.cidr: '10.20.0.0/32' has 1 addresses; take a network between /16 and /24",
    ),
    (
        {"network": {"cidr": "10.20.1.0/16"}},
        "network.cidr: '10.20.1.0/16' is not a network (10.20.1.0/16 has host bits set); "
        "write one such as 10.20.0.0/16",
    ),
    (
        {"network": {"cidr": "fd00::/64"}},
        "network.cidr: 'fd00::/64' is not an IPv4 network; write one such as 10.20.0.0/16",
    ),
    (
        {"network": {"cidr": "8.8.0.0/16"}},
        "network.cidr: '8.8.0.0/16' is public; take a private network, such as 10.20.0.0/16",
    ),
    ({"network": {"zones": 1}}, "network.zones: 1 is too small; write 2 or more"),
    (
        {"network": {"nat": "per_zone"}},
        "network.nat: 'per_zone' is not a nat; use none, single or per-zone (did you mean per-zone?)",
    ),
    (
        {"network": {"interface_endpoints": False}},
        "network.interface_endpoints: false with nat none cuts the endpoints off from AWS; set either of them",
    ),
    (
        {"network": {"existing": {"vpc_id": "vpc-1", "private_subnet_ids": SUBNETS}}},
        "network.existing.vpc_id: 'vpc-1' is not the id of a VPC, such as vpc-0a1b2c3d4e5f67890",
    ),
    (
        {"network": {"existing": {"vpc_id": "vpc-0a1b2c3d", "private_subnet_ids": [SUBNETS[0], "subnet-x"]}}},
        "network.existing.private_subnet_ids[1]: 'subnet-x' is not the id of a subnet, "
        "such as subnet-0a1b2c3d4e5f67890",
    ),
    (
        {"network": {"existing": {"vpc_id": "vpc-0a1b2c3d", "private_subnet_ids": SUBNETS[:1]}}},
        "network.existing.private_subnet_ids: a list is too short; write 2 or more",
    ),
    (
        {"network": {"existing": {"vpc_id": "vpc-0a1b2c3d", "private_subnet_ids": [*SUBNETS, SUBNETS[0]]}}},
        f"network.existing.private_subnet_ids[{len(SUBNETS)}]: {SUBNETS[0]} stands there twice; "
        "name a subnet of another zone",
    ),
    (
        {"storage": {"bucket": "Mine"}},
        "storage.bucket: 'Mine' is not the name of an S3 bucket, 3 to 63 lower-case letters, digits, dots and hyphens",
    ),
    (
        {"storage": {"bucket": "mine", "delete_content": True}},
        "storage.delete_content: true for the existing bucket 'mine', which is not ours; leave it out",
    ),
    (
        {"storage": {"kms_key_arn": KEY}},
        f"storage.kms_key_arn: '{KEY}' is in eu-west-1 but the stack is in us-west-2; name one of us-west-2",
    ),
    ({"storage": {"key_deletion_days": 3}}, "storage.key_deletion_days: 3 is too small; write 7 or more"),
    ({"iam": {"path": "ml"}}, "iam.path: 'ml' is not an IAM path that starts and ends with a slash, such as /ml/"),
    (
        {"iam": {"permissions_boundary_arn": "boundary"}},
        "iam.permissions_boundary_arn: 'boundary' is not the ARN of an IAM policy, "
        "arn:aws:iam::<account>:policy/<name>",
    ),
    (
        {"notify": {"topic_arn": TOPIC.replace("us-west-2", "us-east-1")}},
        "notify.topic_arn: 'arn:aws:sns:us-east-1:123456789012:alarms' is in us-east-1 but the stack is in us-west-2; "
        "name one of us-west-2",
    ),
    (
        {"budget": {"monthly_usd": 1, "alert_at": [0.5, 0.5]}},
        "budget.alert_at[1]: 0.5 stands there twice; leave one",
    ),
    (
        {"budget": {"monthly_usd": 1, "alert_at": [0]}},
        "budget.alert_at[0]: 0 is not above 0; write a fraction such as 0.8",
    ),
    (
        {"budget": {"monthly_usd": 1, "alert_at": [n / 10 for n in range(1, 11)]}},
        "budget.alert_at: 11 alerts with the forecast, and AWS takes 10; leave some out",
    ),
    (
        {"budget": {"monthly_usd": 1, "notify": ["me"]}},
        "budget.notify[0]: 'me' is not an e-mail address, such as ml-oncall@example.com",
    ),
    ({"tags": {"owner": "me"}}, "tags.owner: is set from the environment itself; leave it out"),
    ({"tags": {"aws:x": "1"}}, "tags.aws:x: is not a tag key; use 1 to 128 characters, not starting with aws:"),
    ({"tags": {"x": "y" * 257}}, "tags.x: has 257 characters, and AWS takes 256; shorten it"),
    (
        {"tags": {"deploy_token": "abc"}},
        "tags.deploy_token: looks like a secret, and tags are read by everyone; take it out",
    ),
    (
        {"tags": {str(number): "x" for number in range(46)}},
        "tags: 46 tags beside our 5, and AWS takes 50; leave some",
    ),
    ({"platform": {"stack": "prod"}}, "platform.stack: 'prod' is not a stack, as organization/project/stack"),
    (
        {"platform": {"stack": "org/project/prod"}, "network": {"zones": 3}},
        "network: belongs to the stack org/project/prod; leave it out here, or leave out platform",
    ),
    (
        {"endpoints": {"Digits": DIGITS}},
        "endpoints.Digits: 'Digits' is not a name of lower-case letters, digits and single hyphens, "
        "starting with a letter",
    ),
    ({"endpoints": {"a" * 41: DIGITS}}, f"endpoints.{'a' * 41}: '{'a' * 41}' has 41 characters; use 40 or fewer"),
    (
        {"endpoints": {"a": {**DIGITS, "name": "Same"}, "b": {**DIGITS, "name": "same"}}},
        "endpoints.b.name: 'same' is already the name of endpoint a; choose another",
    ),
    (
        {
            "network": {"cidr": "10.0.0.0/24"},
            "endpoints": {"a": {**DIGITS, "scaling": {"strategy": "horizontal", "replicas": {"count": 9}}}},
        },
        "network.cidr: '10.0.0.0/24' leaves 11 free addresses in each of 2 zones, and 9 replicas need 17; "
        "take a larger one",
    ),
]


@pytest.mark.parametrize(("changes", "text"), MISTAKES, ids=[text.split(": ")[0][:50] for _, text in MISTAKES])
def test_a_mistake_is_told(changes: dict[str, Any], text: str) -> None:
    """One mistake in the platform's blocks yields one line."""
    assert told(environment(**changes)) == [f"environment.{text}"]


@pytest.mark.parametrize(
    "changes",
    [
        {"network": {"existing": {"vpc_id": "vpc-0a1b2c3d", "private_subnet_ids": SUBNETS}}},
        {"storage": {"kms_key_arn": KEY.replace("eu-west-1", "us-west-2"), "bucket": "mine"}},
        {"notify": {"topic_arn": TOPIC}},
        {"iam": {"path": "/ml/", "permissions_boundary_arn": "arn:aws:iam::aws:policy/PowerUserAccess"}},
        {"platform": {"stack": "organization/modelhost/shared"}},
        {"endpoints": {}},
        {"tags": {"team": "a", "Data Class": "internal"}},
    ],
)
def test_what_is_already_there_may_be_named(changes: dict[str, Any]) -> None:
    """Existing networks, keys, buckets, topics and platforms are taken."""
    assert told(environment(**changes)) == []


def test_the_name_of_an_endpoint_follows_from_the_environment() -> None:
    """Environment and endpoint make the name, unless it is given."""
    assert loaded(environment()).endpoint_name("digits") == "dev-digits"


def test_an_anomaly_is_a_tenth_of_the_budget() -> None:
    """Without a number unusual cost is measured by the budget."""
    assert BudgetSpec(monthly_usd=4000).anomaly_threshold_usd == 400
    assert BudgetSpec(monthly_usd=4000, anomaly_usd=50).anomaly_threshold_usd == 50


@pytest.mark.parametrize(
    ("shared", "own", "named"),
    [
        (None, None, "docs/runbook.md"),
        ("https://runbooks.example/all", None, "https://runbooks.example/all"),
        ("https://runbooks.example/all", "https://runbooks.example/digits", "https://runbooks.example/digits"),
        (None, "https://runbooks.example/digits", "https://runbooks.example/digits"),
    ],
)
def test_the_endpoints_runbook_goes_before_the_environments(shared: str | None, own: str | None, named: str) -> None:
    """The nearer page is the one that alarms name; without any it is the runbook of the repository."""
    config = {**endpoint(alarms={"runbook_url": own, "cpu_utilization": 0.5}), "runbook_url": shared}
    alarms = loaded(config).endpoint_alarms("digits")
    assert (alarms.runbook, alarms.cpu_utilization) == (named, 0.5)


def test_a_runbook_is_a_link() -> None:
    """What nobody can click is refused."""
    [problem] = told(environment(runbook_url="wiki/modelhost"))
    assert problem.startswith("environment.runbook_url: ")


def test_a_threshold_needs_a_watch_for_anomalies() -> None:
    """A number that nothing is compared with is refused."""
    [problem] = told(environment(budget={"monthly_usd": 4000, "anomalies": False, "anomaly_usd": 50}))
    assert "anomalies: false" in problem


def test_retentions_are_those_of_the_service() -> None:
    """CloudWatch Logs names its retentions in its model's documentation; ours are the same."""
    model = botocore.session.get_session().get_service_model("logs")
    member = model.operation_model("PutRetentionPolicy").input_shape.members["retentionInDays"]
    numbers = [int(number) for number in re.findall(r"\d+", member.documentation)]
    assert tuple(numbers) == RETENTION_DAYS


def test_the_most_alerts_are_those_of_the_service() -> None:
    """Budgets takes so many notifications at creation."""
    model = botocore.session.get_session().get_service_model("budgets")
    assert model.shape_for("NotificationWithSubscribersList").metadata["max"] == MOST_ALERTS
