"""The examples that follow demand: targets, steps, a queue, copies of a model, provisioned concurrency."""

from __future__ import annotations

from typing import Any

import pytest

from tests.examples.example import Example, scalable, subject, variant

pytestmark = pytest.mark.sandbox

AAS = "application-autoscaling"


def policies(stack: Example, kind: str) -> list[dict[str, Any]]:
    """The configurations of the policies of *kind* that were put, in order of their names."""
    put = sorted(stack.sent(AAS, "PutScalingPolicy"), key=lambda each: each["PolicyName"])
    return [each[f"{kind}PolicyConfiguration"] for each in put if each["PolicyType"] == kind]


def predefined(metric: str, value: float, scale_in_seconds: int = 300) -> dict[str, Any]:
    """Target tracking of one of SageMaker's own metrics."""
    return {
        "TargetValue": value,
        "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
        "ScaleInCooldown": scale_in_seconds,
        "ScaleOutCooldown": 60,
    }


def test_auto(example):
    """Two targets on one scalable target; another value changes the one policy in place."""
    stack = example("auto")
    assert stack.sent(AAS, "RegisterScalableTarget") == [scalable("auto", 1, 6)]
    concurrency, cpu = sorted(policies(stack, "TargetTrackingScaling"), key=lambda each: "Pred" not in str(each))
    assert concurrency == predefined("SageMakerVariantConcurrentRequestsPerModelHighResolution", 8.0)
    assert cpu["CustomizedMetricSpecification"] == {
        "Namespace": "/aws/sagemaker/Endpoints",
        "MetricName": "CPUUtilization",
        "Dimensions": [
            {"Name": "EndpointName", "Value": "auto-digits"},
            {"Name": "VariantName", "Value": "primary"},
        ],
        "Statistic": "Average",
    }
    assert cpu["TargetValue"] == 140.0  # of the 200 % that two cores have

    stack.change(lambda digits: digits["scaling"]["target"].update(value=12))

    [policy] = stack.sent(AAS, "PutScalingPolicy")
    assert policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] == 12.0
    assert stack.sent(AAS, "DeregisterScalableTarget") == []
    stack.destroy()


def test_auto_schedule(example):
    """The clock moves the floor; another hour makes the new action before the old one goes."""
    stack = example("auto-schedule")
    assert policies(stack, "TargetTrackingScaling") == [predefined("SageMakerVariantInvocationsPerInstance", 1200.0)]
    actions = sorted(stack.sent(AAS, "PutScheduledAction"), key=lambda each: each["Schedule"])
    assert [
        {key: each[key] for key in ("Schedule", "Timezone", "ScalableTargetAction", *subject("auto-schedule"))}
        for each in actions
    ] == [
        {
            **subject("auto-schedule"),
            "Schedule": schedule,
            "Timezone": "Europe/Berlin",
            "ScalableTargetAction": {"MinCapacity": floor},
        }
        for schedule, floor in (("cron(0 20 ? * MON-FRI *)", 1), ("cron(45 7 ? * MON-FRI *)", 4))
    ]

    stack.change(lambda digits: digits["scaling"]["schedule"][0].update(at="weekdays 07:15"))

    [action] = stack.sent(AAS, "PutScheduledAction")
    assert action["Schedule"] == "cron(15 7 ? * MON-FRI *)"
    assert stack.order("PutScheduledAction", "DeleteScheduledAction") == ["PutScheduledAction", "DeleteScheduledAction"]
    stack.destroy()


def test_step(example):
    """Steps up and a step down, each set off by an alarm of its own."""
    stack = example("step")
    assert policies(stack, "StepScaling") == [
        {
            "AdjustmentType": "ChangeInCapacity",
            "Cooldown": 300,
            "MetricAggregationType": "Maximum",
            "StepAdjustments": steps,
        }
        for steps in (
            [
                {"MetricIntervalLowerBound": 0.0, "MetricIntervalUpperBound": 10.0, "ScalingAdjustment": 1},
                {"MetricIntervalLowerBound": 10.0, "ScalingAdjustment": 3},
            ],
            [{"MetricIntervalUpperBound": 0.0, "ScalingAdjustment": -1}],
        )
    ]
    high = next(each for each in alarms_of_policies(stack) if each["ComparisonOperator"].startswith("GreaterThan"))
    assert (high["MetricName"], high["Threshold"]) == ("ConcurrentRequestsPerModel", 10.0)

    stack.bench.control("calls", method="DELETE")
    stack.bench.aws("cloudwatch").set_alarm_state(AlarmName=high["AlarmName"], StateValue="ALARM", StateReason="25")
    live = stack.bench.aws("sagemaker").describe_endpoint(EndpointName="step-digits")["ProductionVariants"][0]
    assert live["DesiredInstanceCount"] > 2

    stack.change(lambda digits: digits["scaling"]["steps"][0]["change"][1].update(add=4))
    [policy] = stack.sent(AAS, "PutScalingPolicy")
    assert policy["StepScalingPolicyConfiguration"]["StepAdjustments"][1]["ScalingAdjustment"] == 4
    stack.destroy()


def test_scale_to_zero(example):
    """The four pieces: managed instances from zero, a component, target tracking to zero, and a step that wakes."""
    stack = example("scale-to-zero")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    [only] = configuration["ProductionVariants"]
    assert "ModelName" not in only
    assert only["ManagedInstanceScaling"] == {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 4}
    assert configuration["ExecutionRoleArn"].startswith("arn:aws:iam::123456789012:role/scale-to-zero-chat-role-")
    [component] = stack.sent("sagemaker", "CreateInferenceComponent")
    assert component["RuntimeConfig"] == {"CopyCount": 1}
    assert component["Specification"]["DataCacheConfig"] == {"EnableCaching": True}
    copies = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": "inference-component/scale-to-zero-chat-base",
        "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount",
    }
    assert stack.sent(AAS, "RegisterScalableTarget") == [copies | {"MinCapacity": 0, "MaxCapacity": 4}]
    [tracking] = policies(stack, "TargetTrackingScaling")
    metric = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
    assert tracking["PredefinedMetricSpecification"] == {"PredefinedMetricType": metric}
    assert policies(stack, "StepScaling") == [
        {
            "AdjustmentType": "ChangeInCapacity",
            "Cooldown": 60,
            "MetricAggregationType": "Maximum",
            "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}],
        }
    ]
    [alarm] = alarms_of_policies(stack)
    expected = {
        "Namespace": "AWS/SageMaker",
        "MetricName": "NoCapacityInvocationFailures",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 1.0,
        "EvaluationPeriods": 1,
        "Dimensions": [{"Name": "InferenceComponentName", "Value": "scale-to-zero-chat-base"}],
    }
    assert {key: alarm[key] for key in expected} == expected

    stack.change(lambda chat: chat["scaling"]["replicas"].update(max=6))
    *_, bounds = stack.sent(AAS, "RegisterScalableTarget")
    assert bounds | copies | {"MinCapacity": 0, "MaxCapacity": 6} == bounds

    stack.destroy()
    gone = stack.order("DeregisterScalableTarget", "DeleteInferenceComponent", "DeleteEndpoint", "DeleteEndpointConfig")
    assert list(dict.fromkeys(gone))[:3] == ["DeregisterScalableTarget", "DeleteInferenceComponent", "DeleteEndpoint"]


def test_async(example):
    """The backlog of each instance is the target, and a step brings the first instance back."""
    stack = example("async")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    queue = configuration["AsyncInferenceConfig"]
    assert queue["ClientConfig"] == {"MaxConcurrentInvocationsPerInstance": 4}
    assert queue["OutputConfig"]["KmsKeyId"] == "KEY"
    assert queue["OutputConfig"]["NotificationConfig"] == {"ErrorTopic": "TOPIC"}
    assert stack.sent(AAS, "RegisterScalableTarget") == [scalable("async", 0, 5)]
    [tracking] = policies(stack, "TargetTrackingScaling")
    assert tracking["TargetValue"] == 5.0
    assert tracking["CustomizedMetricSpecification"]["MetricName"] == "ApproximateBacklogSizePerInstance"
    [alarm] = alarms_of_policies(stack)
    assert alarm["MetricName"] == "HasBacklogWithoutCapacity"

    stack.change(lambda digits: digits["asynchronous"].update(max_concurrency=8))

    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["AsyncInferenceConfig"]["ClientConfig"] == {"MaxConcurrentInvocationsPerInstance": 8}
    assert len(stack.sent("sagemaker", "UpdateEndpoint")) == 1
    stack.destroy()


def test_serverless(example):
    """No machine: provisioned concurrency between bounds; more memory is a new configuration."""
    stack = example("serverless")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    small = {"MemorySizeInMB": 2048, "MaxConcurrency": 20, "ProvisionedConcurrency": 2}
    alone = {key: variant("serverless")[key] for key in ("VariantName", "ModelName", "InitialVariantWeight")}
    assert configuration["ProductionVariants"] == [alone | {"ServerlessConfig": small}]
    dimension = {"ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}
    assert stack.sent(AAS, "RegisterScalableTarget") == [scalable("serverless", 1, 10, **dimension)]
    [tracking] = policies(stack, "TargetTrackingScaling")
    assert tracking == predefined("SageMakerVariantProvisionedConcurrencyUtilization", 0.7)

    stack.change(lambda digits: digits["serverless"].update(memory_gib=4))

    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["ProductionVariants"][0]["ServerlessConfig"]["MemorySizeInMB"] == 4096
    assert len(stack.sent("sagemaker", "UpdateEndpoint")) == 1
    stack.destroy()


def alarms_of_policies(stack: Example) -> list[dict[str, Any]]:
    """The alarms whose action is a scaling policy."""
    put = stack.sent("monitoring", "PutMetricAlarm") or stack.sent("cloudwatch", "PutMetricAlarm")
    return [each for each in put if any(":scalingPolicy:" in action for action in each.get("AlarmActions", ()))]
