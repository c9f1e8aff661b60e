"""The examples of what stands behind the name: many models, adapters, a list of machine types, a record of traffic."""

from __future__ import annotations

import pytest

from tests.examples.example import variant

pytestmark = pytest.mark.sandbox

GPU = {"InferenceAmiVersion": "al2023-ami-sagemaker-inference-gpu-4-1"}
LLM_SECONDS = {"ModelDataDownloadTimeoutInSeconds": 1200, "ContainerStartupHealthCheckTimeoutInSeconds": 1200}


def test_multi_model(example):
    """One container that loads each model when it is asked for; a higher ceiling is no deployment."""
    stack = example("multi-model")
    [model] = stack.sent("sagemaker", "CreateModel")
    container = model["PrimaryContainer"]
    assert container["Mode"] == "MultiModel"
    assert container["ModelDataUrl"] == "s3://example-models/classifiers/"

    stack.change(lambda classifiers: classifiers["scaling"]["replicas"].update(max=6))

    assert stack.sent("sagemaker", "UpdateEndpoint") == []
    [bounds] = stack.sent("application-autoscaling", "RegisterScalableTarget")
    assert bounds["MaxCapacity"] == 6
    stack.destroy()


def test_adapters(example):
    """Adapters lean on the base and bring no machine; a new one is shipped without touching the base."""
    stack = example("adapters")
    base, *adapters = sorted(
        stack.sent("sagemaker", "CreateInferenceComponent"), key=lambda each: "VariantName" not in each
    )
    assert base["RuntimeConfig"] == {"CopyCount": 1}
    artifacts = "s3://example-models/chat/adapters"
    assert sorted(adapters, key=str) == [
        {
            "InferenceComponentName": f"adapters-chat-adapter-{name}",
            "EndpointName": "adapters-chat",
            "Specification": {
                "BaseInferenceComponentName": "adapters-chat-base",
                "Container": {"ArtifactUrl": f"{artifacts}/{name}/v1/adapter.tar.gz"},
            },
        }
        for name in ("sales", "support")
    ]

    stack.change(lambda chat: chat["adapters"]["sales"].update(artifact=f"{artifacts}/sales/v2/adapter.tar.gz"))

    [update] = stack.sent("sagemaker", "UpdateInferenceComponent")
    assert update["InferenceComponentName"] == "adapters-chat-adapter-sales"
    assert update["Specification"]["Container"] == {"ArtifactUrl": f"{artifacts}/sales/v2/adapter.tar.gz"}
    assert stack.sent("sagemaker", "UpdateEndpoint") == []
    stack.destroy()


def test_capacity_ladder(example):
    """Three machine types in order, each tried until the time is over; a shorter list is a new configuration."""
    stack = example("capacity-ladder")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    pools = [
        {"InstanceType": machine, "Priority": priority}
        for priority, machine in enumerate(("ml.g6e.xlarge", "ml.g6e.2xlarge", "ml.g6.12xlarge"), start=1)
    ]
    assert configuration["ProductionVariants"] == [
        {
            "VariantName": "primary",
            "ModelName": "capacity-ladder-chat-#",
            "InitialInstanceCount": 2,
            "InitialVariantWeight": 1.0,
            "InstancePools": pools,
            "VariantInstanceProvisionTimeoutInSeconds": 900,
            "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
            **LLM_SECONDS,
            **GPU,
        }
    ]

    stack.change(lambda chat: chat["capacity"].update(sizes=["ml.g6e.xlarge", "ml.g6e.2xlarge"]))

    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["ProductionVariants"][0]["InstancePools"] == pools[:2]
    assert len(stack.sent("sagemaker", "UpdateEndpoint")) == 1
    stack.destroy()


def test_monitored(example):
    """A tenth of requests and answers goes to a private bucket under our key; another share is a new configuration."""
    stack = example("monitored")
    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    capture = configuration["DataCaptureConfig"]
    bucket = capture.pop("DestinationS3Uri").removeprefix("s3://").partition("/")[0]
    assert capture == {
        "EnableCapture": True,
        "InitialSamplingPercentage": 10,
        "KmsKeyId": "KEY",
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
    }
    assert configuration["ProductionVariants"] == [variant("monitored", InitialInstanceCount=2)]
    assert bucket in {each["Bucket"] for each in stack.sent("s3", "PutPublicAccessBlock")}

    stack.change(lambda digits: digits["capture"].update(sample=0.5))

    [configuration] = stack.sent("sagemaker", "CreateEndpointConfig")
    assert configuration["DataCaptureConfig"]["InitialSamplingPercentage"] == 50
    [update] = stack.sent("sagemaker", "UpdateEndpoint")
    assert update["ExcludeRetainedVariantProperties"] == [{"VariantPropertyType": "DataCaptureConfig"}]
    stack.destroy()
