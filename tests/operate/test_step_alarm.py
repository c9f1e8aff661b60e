"""An alarm that calls a step policy goes on calling it after the policy was put back."""

from __future__ import annotations

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.record import ROOT, records
from modelhost.operate.recovery.restore import restore
from tests.cloud.embedded import Sandbox, scope_of, unique
from tests.operate.test_restore import PATIENCE_SECONDS, SERVICE, captured, parameter

STEPS = {
    "AdjustmentType": "ChangeInCapacity",
    "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}],
}


def test_the_alarm_of_a_step_policy_calls_it_under_its_new_name(sandbox: Sandbox, cloud: Cloud):
    """What else the alarm does stays."""
    endpoint, name = sandbox.endpoint(), unique("alarm")
    scope, client = sandbox.register(endpoint), cloud.client("cloudwatch")
    policy = {**scope, "PolicyName": "wake", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": STEPS}
    old = cloud.client(SERVICE).put_scaling_policy(**policy)["PolicyARN"]
    topic = cloud.client("sns").create_topic(Name=unique("topic"))["TopicArn"]
    client.put_metric_alarm(
        AlarmName=name,
        MetricName="NoCapacityInvocationFailures",
        Namespace="AWS/SageMaker",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Statistic="Sum",
        AlarmActions=[old, topic],
    )
    text = parameter(endpoint=endpoint, **captured(cloud, endpoint))
    cloud.client(SERVICE).deregister_scalable_target(**scope_of(endpoint))
    cloud.client("ssm").put_parameter(Name=ROOT + endpoint, Value=text, Type="String")
    restore(cloud, records(cloud, [endpoint])[0], PATIENCE_SECONDS)
    [put] = cloud.client(SERVICE).describe_scaling_policies(
        ServiceNamespace="sagemaker", ResourceId=scope["ResourceId"]
    )["ScalingPolicies"]
    [alarm] = client.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    assert put["PolicyARN"] != old
    assert (alarm["AlarmActions"], alarm["Threshold"]) == ([put["PolicyARN"], topic], 1.0)
