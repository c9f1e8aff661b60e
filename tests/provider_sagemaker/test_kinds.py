"""Endpoints of every kind through the same guarded update: what each has, and what it has not."""

from typing import Any

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.component.wait import settle
from modelhost.provider.sagemaker.endpoint import Endpoint
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, ROLE, SMALL, VARIANT, Stage, State

ASYNC = {"asyncInferenceConfig": {"outputConfig": {"s3OutputPath": "s3://bucket/out"}}}
COPIES = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount"}


def asynchronous(stage: Stage, machine: str = SMALL) -> State:
    """A configuration that answers through S3."""
    return stage.configuration(machine=machine, around=ASYNC)


def serverless(stage: Stage, memory_mb: int = 2048) -> State:
    """A configuration without machines."""
    variant = {
        "variantName": VARIANT,
        "modelName": stage.model(enableNetworkIsolation=False).id,
        "serverlessConfig": {"memorySizeInMb": memory_mb, "maxConcurrency": 5},
    }
    return stage.configuration(around={"productionVariants": [variant], "executionRoleArn": None})


def hosting(stage: Stage, machine: str = SMALL, **changes: Any) -> State:
    """A configuration for inference components."""
    variant = {
        "variantName": VARIANT,
        "instanceType": machine,
        "initialInstanceCount": 1,
        "managedInstanceScaling": {"status": "ENABLED", "minInstanceCount": 0, "maxInstanceCount": 3},
        **changes,
    }
    return stage.configuration(around={"productionVariants": [variant], "executionRoleArn": ROLE})


def component(stage: Stage, model: str = "") -> str:
    """A component on the endpoint, with a scalable target and a policy."""
    name, sagemaker = f"{stage.name}-base", stage.client("sagemaker")
    sagemaker.create_inference_component(
        InferenceComponentName=name,
        EndpointName=stage.name,
        VariantName=VARIANT,
        Specification={
            "ModelName": model or stage.model().id,
            "ComputeResourceRequirements": {"NumberOfCpuCoresRequired": 1, "MinMemoryRequiredInMb": 1024},
        },
        RuntimeConfig={"CopyCount": 1},
    )
    settle(stage.context(), name)
    scaling = stage.client("application-autoscaling")
    target = {**COPIES, "ResourceId": f"inference-component/{name}"}
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2)
    scaling.put_scaling_policy(
        **target,
        PolicyName="copies",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 4.0,
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
            },
        },
    )
    return name


def copies_of(stage: Stage, name: str) -> list[tuple[int, int, str]]:
    """The bounds of a component's target, with its policies."""
    client = stage.client("application-autoscaling")
    scope = {"ServiceNamespace": "sagemaker"}
    resource = f"inference-component/{name}"
    targets = client.describe_scalable_targets(**scope, ResourceIds=[resource])["ScalableTargets"]
    policies = client.describe_scaling_policies(**scope, ResourceId=resource)["ScalingPolicies"]
    return [(t["MinCapacity"], t["MaxCapacity"], p["PolicyName"]) for t in targets for p in policies]


def test_asynchronous_endpoint_without_instances_stays_so(stage: Stage) -> None:
    """An update of an endpoint that its autoscaler emptied starts nothing."""
    state = stage.endpoint(asynchronous(stage), kind="async")
    stage.autoscale(low=0)
    stage.scale(0)
    before = stage.scaling()
    state = stage.update(state, endpointConfigName=asynchronous(stage, LARGE).id)
    assert (stage.count(), state.outputs["instanceCount"], stage.scaling()) == (0, 0, before)


def test_asynchronous_instances_survive_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Fail then retry leaves the count and the scaling of an asynchronous endpoint."""
    state = stage.endpoint(asynchronous(stage), kind="async")
    stage.autoscale(low=0)
    stage.scale(2)
    before, larger = stage.scaling(), asynchronous(stage, LARGE).id
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate, match="rolled endpoint"):
        stage.update(state, endpointConfigName=larger)
    stage.update(state, endpointConfigName=larger)
    assert (stage.count(), stage.scaling()) == (2, before)


def test_serverless_endpoint_has_no_count_and_no_size(stage: Stage) -> None:
    """Create, update and refresh speak of no instances, and ask for none."""
    state = stage.endpoint(serverless(stage), kind="serverless")
    state = stage.update(state, endpointConfigName=serverless(stage, 4096).id)
    assert (state.outputs["instanceCount"], state.outputs["liveSize"]) == (None, None)
    assert stage.read(state) == state
    assert [each["kind"] for each in stage.history()] == ["serverless"] * 2


def test_scaling_of_components_survives_an_update_of_their_endpoint(stage: Stage) -> None:
    """A larger machine below a component leaves its copies' bounds and policies as they were."""
    state = stage.endpoint(hosting(stage), kind="components")
    name = component(stage)
    before = copies_of(stage, name)
    state = stage.update(state, endpointConfigName=hosting(stage, LARGE).id)
    assert (before, copies_of(stage, name)) == ([(1, 2, "copies")], before)
    assert state.outputs["liveSize"] == LARGE


def test_scaling_of_components_is_back_after_a_rollback(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The same when SageMaker rolls back."""
    state = stage.endpoint(hosting(stage), kind="components")
    name = component(stage)
    embedded_aws.fault("UpdateEndpoint", kind="rollback", reason="no")
    with pytest.raises(PartialUpdate, match="its scaling and alarms are as they were"):
        stage.update(state, endpointConfigName=hosting(stage, LARGE).id)
    assert (copies_of(stage, name), stage.recorded()) == ([(1, 2, "copies")], False)


def test_model_that_a_component_runs_is_not_retired(stage: Stage) -> None:
    """No configuration names it; the newest two others stay for a rollback, the oldest goes."""
    models = [stage.model(keep=1) for _ in range(3)]
    stage.endpoint(hosting(stage), kind="components")
    component(stage, models[1].id)
    stage.retire(models[0], models[1])
    assert stage.models() == sorted(model.id for model in models[1:])


@pytest.mark.parametrize(
    ("make", "kind"),
    [(asynchronous, "async"), (serverless, "serverless"), (hosting, "components"), (Stage.configuration, None)],
)
def test_kind_of_an_adopted_endpoint_is_found(stage: Stage, make: Any, kind: str | None) -> None:
    """Taking over an endpoint of any kind replaces nothing."""
    theirs = make(stage)
    stage.client("sagemaker").create_endpoint(EndpointName=stage.name, EndpointConfigName=theirs.id)
    found = Endpoint().read(stage.context(), stage.name, {}, {})
    assert found
    assert found[1].get("kind") == kind


def test_several_models_behind_one_endpoint_are_found(stage: Stage) -> None:
    """Only the model says that it is many."""
    container = {"image": "123456789012.dkr.ecr.us-west-2.amazonaws.com/server:1", "mode": "MultiModel"}
    model = stage.model(primaryContainer={**container, "modelDataUrl": "s3://bucket/models/"})
    stage.client("sagemaker").create_endpoint(EndpointName=stage.name, EndpointConfigName=stage.configuration(model).id)
    found = Endpoint().read(stage.context(), stage.name, {}, {})
    assert found
    assert found[1]["kind"] == "multi-model"
