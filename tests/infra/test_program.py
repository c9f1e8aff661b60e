"""The program is a parts list: what the stack file says, and nothing else."""

from pathlib import Path

import pytest

import infra.scaling
from components.scaling.scalable_target import ScalableTarget
from tests.components.recording import ACCOUNT
from tests.infra.conftest import DIGITS, digits, of_digits, scaling

MAIN = Path(__file__).parents[2] / "infra" / "__main__.py"
PLATFORM = {
    "vpc_id": "vpc-1",
    "private_subnet_ids": ["subnet-1"],
    "security_group_ids": ["sg-1"],
    "key_arn": "arn:key",
    "bucket_name": "theirs",
    "alarm_topic_arn": "arn:topic",
}
COUNTS = [{"at": "weekdays 08:00", "count": 4}, {"at": "weekdays 20:00", "count": 3}]


def test_the_parts_list_stays_short():
    """A newcomer reads the whole program on one screen."""
    assert len(MAIN.read_text().splitlines()) < 80


def test_auto_follows_demand_between_its_bounds(run):
    """A target, a policy and the schedule; nobody else owns the count."""
    found = run()
    target = found.one("aws:appautoscaling/target:Target")
    assert (target["minCapacity"], target["maxCapacity"]) == (1, 6)
    assert len(found.of("Policy")) == 1
    assert len(found.of("ScheduledAction")) == 2
    assert "desiredInstanceCount" not in found.one("modelhost:index:Endpoint")


@pytest.mark.parametrize("strategy", ["horizontal", "vertical"])
def test_a_chosen_count_is_pulumis_own(run, strategy):
    """Without a schedule of counts there is nothing to register, and the count is written at the endpoint."""
    found = run(endpoints=scaling(strategy=strategy))
    assert found.one("modelhost:index:Endpoint")["desiredInstanceCount"] == 3
    assert found.of("aws:appautoscaling/target:Target") + found.of("Policy") + found.of("ScheduledAction") == []


@pytest.mark.parametrize("strategy", ["horizontal", "vertical"])
def test_a_scheduled_count_is_the_clocks(run, strategy):
    """Both bounds are the count until the first firing, and Pulumi does not fight the clock."""
    found = run(endpoints=scaling(strategy=strategy, schedule=COUNTS))
    target = found.one("aws:appautoscaling/target:Target")
    assert (target["minCapacity"], target["maxCapacity"]) == (3, 3)
    assert [each.inputs["scalableTargetAction"] for each in found.of("ScheduledAction")] == [
        {"minCapacity": 4, "maxCapacity": 4},
        {"minCapacity": 3, "maxCapacity": 3},
    ]
    assert found.of("Policy") == []
    assert "desiredInstanceCount" not in found.one("modelhost:index:Endpoint")


@pytest.mark.parametrize("strategy", ["auto", "horizontal", "vertical"])
def test_bounds_that_the_clock_moves_are_the_clocks(run, monkeypatch, strategy):
    """With each strategy Pulumi ignores what a firing set, so that refresh and up do not put it back."""
    owned = []

    def spy(name, args, opts):
        owned.append(args["clock_owned"])
        return ScalableTarget(name, args, opts)

    monkeypatch.setattr(infra.scaling, "ScalableTarget", spy)
    run(endpoints=scaling(strategy=strategy, schedule=COUNTS))
    assert owned == [["minCapacity", "maxCapacity"]]


def test_the_size_of_a_ladder_is_the_machine(run):
    """One word of the stack file is the instance type."""
    found = run(endpoints=digits(machine="ml.m7i.2xlarge", scaling={**DIGITS["scaling"], "strategy": "vertical"}))
    [variant] = found.one("modelhost:index:EndpointConfiguration")["productionVariants"]
    assert variant["instanceType"] == "ml.m7i.2xlarge"


def test_a_strategy_leaves_the_other_parts_where_they_are(run):
    """Changing one word renames nothing: only the scaling parts come and go."""
    names = {
        strategy: {each.name for each in of_digits(run(endpoints=scaling(strategy=strategy)))}
        for strategy in ("auto", "horizontal")
    }
    assert names["horizontal"] < names["auto"]
    assert {name.split("-")[2] for name in names["auto"] - names["horizontal"]} == {"scaling", "tracking", "clock"}


def test_an_endpoint_on_another_stacks_platform_makes_none(run):
    """Network, key, bucket and topic come from the other stack, and are passed on."""
    reference = "organization/modelhost/base"
    found = run({reference: PLATFORM}, platform={"stack": reference}, notify=None)
    assert found.of("Vpc") + found.of("Key") + found.of("Bucket") + found.of("Topic") == []
    model = found.one("modelhost:index:Model")
    assert model["vpcConfig"] == {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}
    assert found.one("BucketObjectv2")["bucket"] == "theirs"
    assert found.one("MetricAlarm", "dev-digits-alarms-cpu")["alarmActions"] == ["arn:topic"]


def test_an_existing_role_is_used(run):
    """No role is made beside it."""
    arn = f"arn:aws:iam::{ACCOUNT}:role/theirs"
    found = run(endpoints=digits(role_arn=arn))
    assert found.one("modelhost:index:Model")["executionRoleArn"] == arn
    assert found.of("modelhost:index:ExecutionRole") == []


def test_an_environment_may_be_a_platform_alone(run):
    """Without endpoints there is no dashboard, and everything that they will stand on."""
    found = run(endpoints={}, budget=None)
    assert found.of("modelhost:index:Dashboard") == []
    assert len(found.of("Vpc")) == len(found.of("Topic")) == 1


def test_secret_variables_reach_their_endpoint_only(run):
    """Each endpoint sees its own secrets."""
    found = run(config={"modelhost:secrets": '{"digits": {"TOKEN": "hidden"}}'})
    assert "hidden" in str(found.one("modelhost:index:Model"))
    assert [each.name for each in found.resources if "hidden" in str(each.inputs)] == ["dev-digits-model"]


def test_a_model_may_come_with_its_image(run):
    """Without an artifact nothing is uploaded, and the role reads no bucket."""
    image = f"{ACCOUNT}.dkr.ecr.us-west-2.amazonaws.com/own@sha256:{'0' * 64}"
    found = run(endpoints=digits(model={"image": image, "size_gib": 2.0}))
    assert found.of("BucketObjectv2") == []
    assert found.one("modelhost:index:Model")["primaryContainer"] == {"image": image, "environment": {}}
    assert "s3:GetObject" not in found.one("RolePolicy", "dev-digits-role")["policy"]
