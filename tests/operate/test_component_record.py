"""Putting back what the interrupted update of an inference component had taken away."""

from __future__ import annotations

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.findings import COMPONENT_TYPE, names_of
from modelhost.operate.recovery.record import ROOT, records
from modelhost.operate.recovery.restore import restore
from tests.cloud.embedded import Sandbox
from tests.cloud.hosted_component import component, copies_of, host, scope_of_copies, settled_component
from tests.operate.state import exported, operation, resource
from tests.operate.test_restore import LISTINGS, PATIENCE_SECONDS, SERVICE, parameter


def scaled(sandbox: Sandbox, cloud: Cloud) -> str:
    """A component whose copies follow demand."""
    name = component(sandbox, host(sandbox))
    scope, client = scope_of_copies(name), cloud.client(SERVICE)
    client.register_scalable_target(**scope, MinCapacity=0, MaxCapacity=3)
    follow = {
        "TargetValue": 4.0,
        "PredefinedMetricSpecification": {
            "PredefinedMetricType": "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
        },
    }
    client.put_scaling_policy(
        **scope,
        PolicyName="follow",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration=follow,
    )
    return name


def listed(cloud: Cloud, what: str, name: str) -> list[dict[str, object]]:
    """Targets, policies or actions of a component, times as text."""
    operation, key = LISTINGS[what]
    found = getattr(cloud.client(SERVICE), operation)(ServiceNamespace="sagemaker")[key]
    mine = [each for each in found if each["ResourceId"] == scope_of_copies(name)["ResourceId"]]
    return [{field: str(value) if field == "CreationTime" else value for field, value in each.items()} for each in mine]


def interrupted(sandbox: Sandbox, cloud: Cloud, recorded: str = "component/{name}", copies: int = 1) -> tuple[str, str]:
    """A component whose update was killed after its scaling was taken away; and the name of the record."""
    name = scaled(sandbox, cloud)
    scaling = {what: listed(cloud, what, name) for what in LISTINGS}
    cloud.client(SERVICE).deregister_scalable_target(**scope_of_copies(name))
    subject = recorded.format(name=name)
    text = parameter(endpoint=subject, counts={name: copies}, **scaling)
    cloud.client("ssm").put_parameter(Name=ROOT + subject, Value=text, Type="String")
    return name, subject


def test_its_scaling_comes_back_and_the_record_goes(sandbox: Sandbox, cloud: Cloud):
    """Target and policy are there again."""
    name, subject = interrupted(sandbox, cloud)
    [record] = records(cloud, [subject])
    restore(cloud, record, PATIENCE_SECONDS)
    [target], [policy] = (listed(cloud, what, name) for what in ("targets", "policies"))
    assert (target["MinCapacity"], target["MaxCapacity"], policy["PolicyName"]) == (0, 3, "follow")
    assert records(cloud, [subject]) == []


def test_copies_that_the_update_lost_come_back(sandbox: Sandbox, cloud: Cloud):
    """As many as there were."""
    name, subject = interrupted(sandbox, cloud, copies=2)
    [record] = records(cloud, [subject])
    done = restore(cloud, record, PATIENCE_SECONDS)
    assert f"copies of {name} raised to 2" in done
    assert copies_of(settled_component(sandbox, name)) == (2, 2)


def test_an_update_of_the_endpoint_may_have_taken_its_components_scaling(sandbox: Sandbox, cloud: Cloud):
    """The endpoint's record holds it then."""
    name = scaled(sandbox, cloud)
    endpoint = cloud.client("sagemaker").describe_inference_component(InferenceComponentName=name)["EndpointName"]
    scaling = {what: listed(cloud, what, name) for what in LISTINGS}
    cloud.client(SERVICE).deregister_scalable_target(**scope_of_copies(name))
    text = parameter(endpoint=endpoint, **scaling)
    cloud.client("ssm").put_parameter(Name=ROOT + endpoint, Value=text, Type="String")
    restore(cloud, records(cloud, [endpoint])[0], PATIENCE_SECONDS)
    assert [each["MaxCapacity"] for each in listed(cloud, "targets", name)] == [3]


def test_the_stacks_components_are_known_by_its_state():
    """Those being made included."""
    made, making = resource(COMPONENT_TYPE, "a", {"name": "e-base"}), operation(COMPONENT_TYPE, "b", {"name": "e-x"})
    assert names_of(exported([made], [making]), COMPONENT_TYPE) == {"e-base", "e-x"}
