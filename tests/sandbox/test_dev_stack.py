"""The committed dev stack stands as its file says, seen with the tools that a user has."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.sandbox.workbench import REPOSITORY, Workbench, run

pytestmark = pytest.mark.sandbox

TAGGED = {"environment": "dev", "owner": "ml-platform", "cost-centre": "research"}


def in_shell(bench: Workbench, command: str) -> Any:
    """Run *command* in a shell after `eval "$(modelhost sandbox env)"` and parse its JSON."""
    script = f'eval "$(modelhost sandbox env)" && {command}'
    return json.loads(run(["sh", "-ec", script], bench.shell).ok().stdout)


def test_second_up_has_no_changes(dev):
    """Nothing is left to do after an up."""
    assert dev.changes() == {}


def test_endpoints_are_in_service(dev):
    """awscli lists both endpoints in service."""
    listed = in_shell(dev, "aws sagemaker list-endpoints")["Endpoints"]
    states = {e["EndpointName"]: e["EndpointStatus"] for e in listed}
    assert states == {"dev-digits": "InService", "dev-embeddings": "InService"}


def test_scaling_policies_are_those_of_the_file(dev):
    """The demand-driven endpoint tracks the 10-second concurrency metric at the written target."""
    command = "aws application-autoscaling describe-scaling-policies --service-namespace sagemaker"
    [policy] = in_shell(dev, command)["ScalingPolicies"]
    tracking = policy["TargetTrackingScalingPolicyConfiguration"]
    written = dev.environment["endpoints"]["digits"]["scaling"]["target"]["value"]
    assert policy["ResourceId"] == "endpoint/dev-digits/variant/primary"
    assert tracking["TargetValue"] == written
    metric = tracking["PredefinedMetricSpecification"]["PredefinedMetricType"]
    assert metric == "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def test_scheduled_actions_are_those_of_the_file(dev):
    """Each written time is one action in the AWS dialect, in its time zone."""
    command = "aws application-autoscaling describe-scheduled-actions --service-namespace sagemaker"
    actions = in_shell(dev, command)["ScheduledActions"]
    assert {(a["Schedule"], a["Timezone"]) for a in actions} == {
        ("cron(0 8 ? * MON-FRI *)", "Europe/Berlin"),
        ("cron(0 20 ? * MON-FRI *)", "Europe/Berlin"),
    }


def test_every_alarm_reaches_the_topic(dev):
    """Every alarm that is not a part of another notifies the topic, and says what missing data means."""
    alarms = in_shell(dev, "aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm")
    metric, composite = alarms["MetricAlarms"], alarms["CompositeAlarms"]
    metric = [a for a in metric if not a["AlarmName"].startswith("TargetTracking-")]  # Application Auto Scaling's own
    assert {a["AlarmName"].split("-")[1] for a in metric + composite} == {"digits", "embeddings"}
    assert all(a["ActionsEnabled"] for a in metric + composite)
    assert all(a["TreatMissingData"] for a in metric)
    rules = " ".join(a["AlarmRule"] for a in composite)
    notifying = [a for a in metric + composite if f'"{a["AlarmName"]}"' not in rules]
    topic = dev.outputs()["alarm_topic_arn"]
    assert {tuple(a["AlarmActions"]) for a in notifying} == {(topic,)}


def test_budget_is_that_of_the_file(dev):
    """The monthly budget has the written limit and counts this environment only."""
    command = "aws budgets describe-budgets --account-id 123456789012"
    [budget] = in_shell(dev, command)["Budgets"]
    assert float(budget["BudgetLimit"]["Amount"]) == dev.environment["budget"]["monthly_usd"]
    assert "environment$dev" in json.dumps(budget)


def test_subscribers_are_those_of_the_file(dev):
    """Each address of the file is subscribed."""
    listed = in_shell(dev, "aws sns list-subscriptions")["Subscriptions"]
    addresses = {s["Endpoint"] for s in listed if s["Protocol"] == "email"}
    assert addresses == set(dev.environment["notify"]["emails"])


def test_outputs_name_both_endpoints(dev):
    """`pulumi stack output --json` works in the sandbox shell and names what callers need."""
    assert {"digits", "embeddings"} <= set(in_shell(dev, "pulumi stack output --json")["endpoints"])


def test_every_taggable_resource_is_tagged(dev):
    """Owner, environment and cost centre are on everything that carries tags."""
    tagged = [r["outputs"] for r in dev.export()["resources"] if "tagsAll" in r.get("outputs", {})]
    assert tagged
    assert all(TAGGED.items() <= outputs["tagsAll"].items() for outputs in tagged)
    arn = dev.outputs()["endpoints"]["digits"]["arn"]
    tags = {t["Key"]: t["Value"] for t in dev.aws("sagemaker").list_tags(ResourceArn=arn)["Tags"]}
    assert (TAGGED | {"endpoint": "digits"}).items() <= tags.items()


def test_the_trained_classifier_answers(dev):
    """The CPU endpoint answers a real request with the digit that the sample shows."""
    sample = REPOSITORY / "examples" / "digits" / "sample.json"
    answered = dev.on_stack("invoke", "digits", "--file", str(sample), "--json").ok()
    assert json.loads(answered.stdout)["answer"]["labels"] == [1, 4, 6, 7, 3]


def test_show_tells_what_stands(dev):
    """`modelhost show` names endpoints, machines, money and the next firings, also as JSON."""
    shown = dev.on_stack("show").ok().stdout
    for word in ("digits", "ml.m7i.large", "embeddings", "ml.g6.xlarge", "USD", "Europe/Berlin"):
        assert word in shown
    assert json.loads(dev.on_stack("show", "--json").ok().stdout)


def test_the_repository_stays_clean(dev):
    """Nothing that is tracked was rewritten by the engine."""
    status = subprocess.run(
        ["git", "status", "--porcelain", "Pulumi.dev.yaml", "Pulumi.yaml"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert status.stdout == ""
