"""Application Auto Scaling gets the words that it understands."""

import pytest
from aws_cron_expression_validator.validator import AWSCronExpressionValidator

from components.scaling.scalable_target import ScalableTarget
from components.scaling.scheduled_scaling import ScheduledScaling, clock_owned, slug
from components.scaling.target_tracking import TargetTracking
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.target import Target

RESOURCE_ID = "endpoint/dev-digits/variant/primary"


def tracking(**spec):
    """Return target tracking with defaults to override."""
    defaults = {
        "metric": "concurrency",
        "value": 8.0,
        "scale_in_cooldown_seconds": 300,
        "scale_out_cooldown_seconds": 60,
    }
    return TargetTracking("tracking", {"resource_id": RESOURCE_ID, "spec": Target(**{**defaults, **spec})})


def clock(*schedule):
    """Return scheduled scaling."""
    return ScheduledScaling(
        "clock", {"resource_id": RESOURCE_ID, "schedule": [ScheduleSpec(**each) for each in schedule]}
    )


def test_the_target_is_the_variants_instance_count(build):
    """Namespace, dimension and id are SageMaker's; the bounds are those of the stack file."""
    args = {"endpoint_name": "dev-digits", "variant_name": "primary", "min_count": 1, "max_count": 6, "clock_owned": []}
    found = build(lambda: ScalableTarget("scaling", args).resource_id)
    assert found.one("Target") == {
        "serviceNamespace": "sagemaker",
        "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "resourceId": RESOURCE_ID,
        "minCapacity": 1,
        "maxCapacity": 6,
    }
    assert found.value == RESOURCE_ID


@pytest.mark.parametrize(
    ("metric", "predefined"),
    [
        ("concurrency", "SageMakerVariantConcurrentRequestsPerModelHighResolution"),
        ("invocations", "SageMakerVariantInvocationsPerInstance"),
    ],
)
def test_demand_is_a_predefined_metric(build, metric, predefined):
    """Both metrics are those of a variant; concurrency is the one seen within ten seconds."""
    configuration = build(lambda: tracking(metric=metric)).one("Policy")["targetTrackingScalingPolicyConfiguration"]
    assert configuration["predefinedMetricSpecification"] == {"predefinedMetricType": predefined}


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
