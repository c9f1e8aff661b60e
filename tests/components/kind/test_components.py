"""Copies of a model share instances that SageMaker adds and removes; adapters ride on the base."""

import json

import pytest

from components.component_plan import instances_for
from modelhost.spec.endpoint import EndpointSpec
from tests.components.kind.hosting import GPU_MODEL, KINDS, SCALING, endpoint
from tests.components.linting import lint

ADAPTERS = {name: {"artifact": f"s3://models/adapters/{name}.tar.gz"} for name in ("sales", "support")}
ZERO = {
    "strategy": "auto",
    "replicas": {"count": 1, "min": 0, "max": 4},
    "target": {"metric": "concurrency", "value": 8},
}


def configuration(build, **spec):
    """Return the endpoint configuration of such an endpoint."""
    return build(lambda: endpoint("components", **spec)).one("modelhost:index:EndpointConfiguration")


def base(build, args=None, **spec):
    """Return the base component of such an endpoint."""
    return build(lambda: endpoint("components", args, **spec)).one("modelhost:index:InferenceComponent")


def test_the_configuration_has_instances_but_no_model(build):
    """Managed instances are refused beside a model; the role and the network stand here instead."""
    made = configuration(build)
    [variant] = made["productionVariants"]
    assert "modelName" not in variant
    assert variant["managedInstanceScaling"] == {"status": "ENABLED", "minInstanceCount": 1, "maxInstanceCount": 2}
    assert (made["executionRoleArn"], made["enableNetworkIsolation"]) == ("arn:role", True)
    assert made["vpcConfig"] == {"subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]}


def test_time_outs_belong_to_the_component(build):
    """A variant without a model waits for none."""
    [variant] = configuration(build)["productionVariants"]
    assert "containerStartupHealthCheckTimeoutInSeconds" not in variant
    assert "containerStartupHealthCheckTimeoutInSeconds" in base(build)["specification"]["startupParameters"]


def test_scale_to_zero_lets_the_instances_go_but_begins_with_a_copy(build):
    """SageMaker refuses to make an endpoint without instances, or a component without copies."""
    found = build(lambda: endpoint("components", {"initial_count": 1, "desired_count": None}, scaling=ZERO))
    [variant] = found.one("modelhost:index:EndpointConfiguration")["productionVariants"]
    assert variant["managedInstanceScaling"]["minInstanceCount"] == 0
    assert variant["initialInstanceCount"] == 1
    made = found.one("modelhost:index:InferenceComponent")
    assert made["copyCount"] == 1
    assert "desiredCopyCount" not in made


def test_a_consolidation_says_how_fast(build):
    """Only a consolidation has a cooldown and a step."""
    words = {"min": 1, "max": 4, "release": "consolidation", "cooldown_minutes": 30, "max_step": 2}
    [variant] = configuration(build, instances=words)["productionVariants"]
    assert variant["managedInstanceScaling"]["scaleInPolicy"] == {
        "strategy": "CONSOLIDATION",
        "cooldownInMinutes": 30,
        "maximumStepSize": 2,
    }


def test_the_base_component_reserves_its_share(build):
    """Accelerators and memory as derived, or as the stack file says."""
    needs = base(build)["specification"]["computeResourceRequirements"]
    assert needs == {"numberOfAcceleratorDevicesRequired": 1, "minMemoryRequiredInMb": 2048}
    chosen = base(build, component={"memory_gib": 4, "cpus": 2, "accelerators": 1})["specification"]
    assert chosen["computeResourceRequirements"] == {
        "numberOfAcceleratorDevicesRequired": 1,
        "numberOfCpuCoresRequired": 2,
        "minMemoryRequiredInMb": 4096,
    }


def test_cache_and_placement_are_said_only_when_chosen(build):
    """AWS's own defaults stay AWS's."""
    assert not {"dataCacheConfig", "schedulingConfig"} & set(base(build)["specification"])
    chosen = base(build, component={"data_cache": True, "placement": "spread"})["specification"]
    assert chosen["dataCacheConfig"] == {"enableCaching": True}
    assert chosen["schedulingConfig"] == {"placementStrategy": "SPREAD"}


def test_pulumi_owns_the_copies_only_when_told(build):
    """A chosen number is written at the component, never at the endpoint, whose instances SageMaker moves."""
    found = build(lambda: endpoint("components"))
    assert found.one("modelhost:index:InferenceComponent")["desiredCopyCount"] == 2
    assert "desiredInstanceCount" not in found.one("modelhost:index:Endpoint")


def test_a_component_rolls_and_is_guarded_by_the_endpoints_alarms(build):
    """Components ship in batches whatever the strategy; the endpoint itself has nothing to roll out."""
    found = build(lambda: endpoint("components", rollout={"strategy": "rolling", "step": 0.25}))
    deployment = found.one("modelhost:index:InferenceComponent")["deploymentConfig"]
    assert deployment["rollingUpdatePolicy"]["maximumBatchSize"] == {"type": "CAPACITY_PERCENT", "value": 25}
    assert deployment["autoRollbackConfiguration"] == {"alarms": [{"alarmName": "dev-digits-rollout-errors"}]}
    assert "deploymentConfig" not in found.one("modelhost:index:Endpoint")


def test_adapters_ride_on_the_base(build):
    """An adapter has an artifact and a base, no compute of its own, and a name of its own."""
    found = build(lambda: endpoint("components", adapters=ADAPTERS))
    adapters = [each for each in found.of("modelhost:index:InferenceComponent") if "-adapter-" in each.name]
    assert [each.inputs["name"] for each in adapters] == ["dev-digits-adapter-sales", "dev-digits-adapter-support"]
    assert adapters[0].inputs["specification"] == {
        "baseInferenceComponentName": "dev-digits-base",
        "container": {"artifactUrl": "s3://models/adapters/sales.tar.gz"},
    }
    assert not {"copyCount", "desiredCopyCount", "variantName"} & set(adapters[0].inputs)


def test_a_pinned_version_is_served_by_the_component(build):
    """After a rollback the earlier model is named, and the newer one is kept beside it."""
    found = build(lambda: endpoint("components", version="dev-digits-0a1b2c3"))
    assert found.one("modelhost:index:InferenceComponent")["specification"]["modelName"] == "dev-digits-0a1b2c3"
    assert len(found.of("modelhost:index:Model")) == 1


def test_the_log_group_is_the_components(build):
    """Containers of components write under the component's name, not the endpoint's."""
    name = build(lambda: endpoint("components")).one("LogGroup")["name"]
    assert name == "/aws/sagemaker/InferenceComponents/dev-digits-base"


def test_callers_may_name_each_component(build):
    """Invoking a component is asked of both ARNs."""
    found = build(lambda: endpoint("components", adapters=ADAPTERS).hosted.invoker_policy_json)
    [grant] = json.loads(found.value)["Statement"]
    assert grant["Action"] == ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"]
    assert grant["Resource"][0] == "arn:of:digits"
    assert len(grant["Resource"]) == 4
    assert lint(json.dumps({"Version": "2012-10-17", "Statement": [{**grant, "Resource": "*"}]}), STAR) == []


STAR = frozenset({"RESOURCE_STAR"})
"""The recorded ARNs are made up, so the actions alone are linted."""


@pytest.mark.parametrize(
    ("copies", "accelerators", "machine", "instances"),
    [(1, 1, "ml.g6.xlarge", 1), (3, 1, "ml.g6.xlarge", 3), (3, 1, "ml.g6.12xlarge", 1), (3, 2, "ml.g6.12xlarge", 2)],
)
def test_the_first_instances_hold_the_first_copies(copies, accelerators, machine, instances):
    """A component without room is refused at creation, so enough instances stand before."""
    scaling = {**SCALING, "replicas": {"count": copies}}
    words = {**KINDS["components"], "machine": machine, "component": {"accelerators": accelerators}}
    spec = EndpointSpec(**{**words, "kind": "components", "model": {**GPU_MODEL, "size_gib": 8}, "scaling": scaling})
    assert instances_for(spec, copies) == instances
