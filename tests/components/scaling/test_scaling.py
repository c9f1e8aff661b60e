"""Application Auto Scaling gets the words that it understands."""

import pytest
from aws_cron_expression_validator.validator import AWSCronExpressionValidator

from components.scaling.scalable_target import ScalableTarget
from components.scaling.scheduled_scaling import ScheduledScaling, clock_owned, slug
from components.scaling.target_tracking import TargetTracking
from modelhost.spec.metric import CustomizedMetric
from modelhost.spec.scalable import CONCURRENCY, COPIES, INSTANCES
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.target import Target

RESOURCE_ID = "endpoint/dev-digits/variant/primary"


def tracking(**spec):
    """Return target tracking with defaults to override."""
    defaults = {
        "metric": "invocations",
        "predefined": "SageMakerVariantInvocationsPerInstance",
        "name": "invocations",
        "value": 8.0,
        "scale_in_cooldown_seconds": 300,
        "scale_out_cooldown_seconds": 60,
    }
    plan = Target(**{**defaults, **spec})
    dimensions = plan.customized.named("dev-digits", "primary") if plan.customized else {}
    args = {"resource_id": RESOURCE_ID, "dimension": INSTANCES.dimension, "dimensions": dimensions, "spec": plan}
    return TargetTracking("tracking", args)


def clock(*schedule):
    """Return scheduled scaling."""
    entries = [ScheduleSpec(**each) for each in schedule]
    return ScheduledScaling(
        "clock", {"resource_id": RESOURCE_ID, "dimension": INSTANCES.dimension, "schedule": entries}
    )


@pytest.mark.parametrize("scalable", [INSTANCES, COPIES, CONCURRENCY])
def test_the_target_is_what_the_kind_counts(build, scalable):
    """Namespace, dimension and id are SageMaker's; the bounds are those of the stack file."""
    id = scalable.resource_id.format(endpoint="dev-digits", variant="primary", component="dev-digits-base")
    args = {
        "resource_id": id,
        "dimension": scalable.dimension,
        "min_count": 1,
        "max_count": 6,
        "clock_owned": [],
    }
    found = build(lambda: ScalableTarget("scaling", args).resource_id)
    assert found.one("Target") == {
        "serviceNamespace": "sagemaker",
        "scalableDimension": scalable.dimension,
        "resourceId": id,
        "minCapacity": 1,
        "maxCapacity": 6,
    }
    assert found.value == id


def test_a_predefined_metric_is_named(build):
    """Application Auto Scaling knows the rest of it."""
    configuration = build(tracking).one("Policy")["targetTrackingScalingPolicyConfiguration"]
    assert configuration == {
        "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
        "targetValue": 8,
        "scaleInCooldown": 300,
        "scaleOutCooldown": 60,
    }


def test_a_customised_metric_is_described(build):
    """With the names in the cloud, its statistic and its unit."""
    metric = CustomizedMetric(
        namespace="AWS/SageMaker",
        metric_name="ApproximateBacklogSizePerInstance",
        dimensions={"EndpointName": "{endpoint}"},
        unit="Count",
    )
    policy = build(lambda: tracking(metric="backlog", predefined=None, customized=metric)).one("Policy")
    configuration = policy["targetTrackingScalingPolicyConfiguration"]
    assert "predefinedMetricSpecification" not in configuration
    assert configuration["customizedMetricSpecification"] == {
        "namespace": "AWS/SageMaker",
        "metricName": "ApproximateBacklogSizePerInstance",
        "dimensions": [{"name": "EndpointName", "value": "dev-digits"}],
        "statistic": "Average",
        "unit": "Count",
    }


def test_scale_in_can_be_left_to_others(build):
    """The policy then only scales out."""
    configuration = build(lambda: tracking(scale_in=False)).one("Policy")["targetTrackingScalingPolicyConfiguration"]
    assert configuration["disableScaleIn"] is True


def test_value_and_cooldowns_are_passed_on(build):
    """The policy holds what the stack file says, in seconds."""
    policy = build(tracking).one("Policy")
    configuration = policy["targetTrackingScalingPolicyConfiguration"]
    assert policy["policyType"] == "TargetTrackingScaling"
    assert policy["resourceId"] == RESOURCE_ID
    assert (configuration["targetValue"], configuration["scaleInCooldown"], configuration["scaleOutCooldown"]) == (
        8,
        300,
        60,
    )


def test_a_firing_is_a_cron_of_six_fields_in_its_time_zone(build):
    """Application Auto Scaling reads its own dialect, with one question mark; another is refused or misread."""
    action = build(lambda: clock({"at": "weekdays 08:00", "timezone": "Europe/Berlin", "min": 2})).one(
        "ScheduledAction"
    )
    assert action["timezone"] == "Europe/Berlin"
    expression = action["schedule"].removeprefix("cron(").removesuffix(")")
    assert AWSCronExpressionValidator.validate(expression) == expression
    assert expression == "0 8 ? * MON-FRI *"


@pytest.mark.parametrize(
    ("entry", "bounds"),
    [
        ({"min": 2}, {"minCapacity": 2}),
        ({"max": 4}, {"maxCapacity": 4}),
        ({"min": 2, "max": 4}, {"minCapacity": 2, "maxCapacity": 4}),
        ({"count": 3}, {"minCapacity": 3, "maxCapacity": 3}),
    ],
)
def test_a_firing_sets_what_it_names(build, entry, bounds):
    """A bound that is not named stays as it is; a count is both bounds."""
    action = build(lambda: clock({"at": "daily 08:00", **entry})).one("ScheduledAction")
    assert action["scalableTargetAction"] == bounds


def test_what_sets_a_machine_type_alone_is_no_action(build):
    """Application Auto Scaling knows counts only."""
    found = build(lambda: clock({"at": "daily 08:00", "size": "ml.m7i.large"}))
    assert found.of("ScheduledAction") == []


def test_an_action_is_named_by_its_time_not_by_its_place(build):
    """Reordering the schedule replaces nothing."""
    found = build(lambda: clock({"at": "weekdays 20:00", "min": 1}, {"at": "weekdays 08:00", "min": 2}))
    assert [each.name for each in found.of("ScheduledAction")] == ["clock-weekdays-08-00", "clock-weekdays-20-00"]


def test_two_time_zones_make_two_names():
    """The same hour in another zone is another firing."""
    berlin = ScheduleSpec(at="daily 08:00", timezone="Europe/Berlin", min=1)
    assert (slug(berlin), slug(ScheduleSpec(at="daily 08:00", min=1))) == ("daily-08-00-europe-berlin", "daily-08-00")


@pytest.mark.parametrize(
    ("entries", "owned"),
    [
        ([], []),
        ([{"min": 2}, {"min": 1}], ["minCapacity"]),
        ([{"max": 2}], ["maxCapacity"]),
        ([{"count": 2}], ["minCapacity", "maxCapacity"]),
    ],
)
def test_the_clock_owns_the_bounds_that_it_moves(entries, owned):
    """An `up` between two firings must not undo the first."""
    assert clock_owned([ScheduleSpec(at="daily 08:00", **each) for each in entries]) == owned
