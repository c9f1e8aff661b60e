"""Environments beside each other, layers in two stacks, endpoints that were there before."""

from __future__ import annotations

import json

import pytest

from tests.sandbox.conftest import endpoint, stack_content

pytestmark = pytest.mark.sandbox

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


def names(bench) -> set[str]:
    """The endpoints that live in the embedded AWS."""
    return {e["EndpointName"] for e in bench.aws("sagemaker").list_endpoints()["Endpoints"]}


def test_two_environments_share_an_account(workbench):
    """Two environments stand side by side; destroying one leaves the other without a change."""
    first = workbench(stack_content(name="one"))
    second = first.sibling("two", stack_content(name="two")).init()
    first.up().ok()
    second.up().ok()
    assert names(first) == {"one-digits", "two-digits"}

    first.pulumi("destroy", "--yes", "--skip-preview").ok()

    assert names(second) == {"two-digits"}
    assert second.changes("--refresh") == {}


def test_platform_and_endpoints_in_two_stacks(workbench):
    """A team's endpoints stand on a platform stack found by its name."""
    platform = workbench(stack_content(name="base", endpoints={}))
    platform.up().ok()
    reference = {"stack": f"organization/modelhost/{platform.stack}"}
    content = stack_content(name="team", platform=reference, budget=None)
    for owned in ("network", "storage", "notify"):
        del content["config"]["modelhost:environment"][owned]
    team = platform.sibling("team", content).init()
    team.up().ok()

    assert names(team) == {"team-digits"}
    kinds = [r["type"] for r in team.export()["resources"]]
    assert "aws:ec2/vpc:Vpc" not in kinds
    assert team.changes() == {}


def test_an_endpoint_made_elsewhere_is_adopted(team):
    """A live endpoint is imported by `adopt`, then moved to our configuration by an update, never replaced."""
    bench = team(endpoints={})
    cloud = bench.aws("sagemaker")
    role = bench.aws("iam").create_role(RoleName="elsewhere", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    image = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
    cloud.create_model(ModelName="legacy-model", ExecutionRoleArn=role, PrimaryContainer={"Image": image})
    only = {"VariantName": "primary", "ModelName": "legacy-model", "InstanceType": "ml.m7i.large"}
    cloud.create_endpoint_config(
        EndpointConfigName="legacy-config", ProductionVariants=[only | {"InitialInstanceCount": 3}]
    )
    cloud.create_endpoint(EndpointName="legacy", EndpointConfigName="legacy-config")
    cloud.get_waiter("endpoint_in_service").wait(EndpointName="legacy", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    bench.aws("logs").create_log_group(logGroupName="/aws/sagemaker/Endpoints/legacy")  # by its first line
    made = cloud.describe_endpoint(EndpointName="legacy")["CreationTime"]

    bench.edit(lambda e: e.update(endpoints={"digits": endpoint(name="legacy", adopt=True)}))
    bench.up().ok()
    assert cloud.describe_endpoint(EndpointName="legacy")["EndpointConfigName"] == "legacy-config"

    bench.edit(lambda e: e["endpoints"]["digits"].pop("adopt"))
    assert "replace" not in bench.changes()
    bench.up().ok()

    live = cloud.describe_endpoint(EndpointName="legacy")
    assert live["CreationTime"] == made
    assert live["EndpointConfigName"] != "legacy-config"
    assert live["ProductionVariants"][0]["DesiredInstanceCount"] == 3
    assert bench.control("calls?service=sagemaker&operation=DeleteEndpoint") == []
    assert bench.changes() == {}
