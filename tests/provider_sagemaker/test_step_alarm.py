"""A step-scaling policy that is put back has a new ARN; the alarms that call it follow."""

from modelhost.provider.resource import PartialUpdate
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, NAMESPACE, Stage


def step_policy(stage: Stage) -> str:
    """A policy that adds an instance, and its ARN."""
    answer = stage.client("application-autoscaling").put_scaling_policy(
        **NAMESPACE,
        ResourceId=stage.resource_id,
        PolicyName="wake",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
            "Cooldown": 60,
            "MetricAggregationType": "Maximum",
        },
    )
    return str(answer["PolicyARN"])


def calling(stage: Stage, name: str, *actions: str) -> str:
    """An alarm with these actions."""
    full = f"{stage.name}-{name}"
    stage.client("cloudwatch").put_metric_alarm(
        AlarmName=full,
        Namespace="AWS/SageMaker",
        MetricName="NoCapacityInvocationFailures",
        Dimensions=[{"Name": "InferenceComponentName", "Value": stage.name}],
        Statistic="Maximum",
        Period=30,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
        AlarmActions=list(actions),
    )
    return full


def definition(stage: Stage, name: str) -> dict[str, object]:
    """The alarm without its times."""
    found = stage.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    return {k: v for k, v in found.items() if not k.endswith("Timestamp")}


def current_arn(stage: Stage) -> str:
    """The policy's ARN now."""
    policies = stage.client("application-autoscaling").describe_scaling_policies(
        ServiceNamespace="sagemaker", ResourceId=stage.resource_id, PolicyNames=["wake"]
    )
    return str(policies["ScalingPolicies"][0]["PolicyARN"])


def test_alarm_calls_the_policy_that_was_put_back(stage: Stage) -> None:
    """After an update the alarm has the new ARN beside its other action, and nothing else of it changed."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    old, topic = step_policy(stage), stage.client("sns").create_topic(Name=stage.name)["TopicArn"]
    alarm = calling(stage, "wake", old, topic)
    before = definition(stage, alarm)
    stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    new = current_arn(stage)
    assert new != old
    assert definition(stage, alarm) == {**before, "AlarmActions": [new, topic]}


def test_alarms_of_others_are_left(stage: Stage) -> None:
    """An alarm that calls the policy of another endpoint is not touched."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    foreign = step_policy(stage).replace(f"endpoint/{stage.name}/", "endpoint/another/")
    alarm = calling(stage, "foreign", foreign)
    before = definition(stage, alarm)
    stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    assert definition(stage, alarm) == before


def test_alarm_that_a_killed_run_left_behind_is_repaired(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """When the alarm cannot be written the record stays, and the next up finds the stale ARN by what it is about."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    alarm = calling(stage, "wake", step_policy(stage))
    larger = stage.configuration(machine=LARGE).id
    denied = {"code": "AccessDenied", "message": "no", "status": 403}
    embedded_aws.fault("PutMetricAlarm", "cloudwatch", error=denied, match={"AlarmName": alarm})
    try:
        stage.update(state, endpointConfigName=larger)
    except PartialUpdate:
        stage.update(state, endpointConfigName=larger)
    assert definition(stage, alarm)["AlarmActions"] == [current_arn(stage)]
    assert not stage.recorded()
