"""What is refused of a component before anything is sent, in preview too."""

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.component import InferenceComponent
from modelhost.provider.wire import UNKNOWN
from tests.provider_component.stage import SHARE, rollout

CONTEXT = Context(cloud=Cloud("us-west-2"), urn="urn:pulumi:dev::p::modelhost:index:InferenceComponent::c")
BASE: Properties = {"modelName": "m", "computeResourceRequirements": SHARE}
ADAPTER: Properties = {"baseInferenceComponentName": "b", "container": {"artifactUrl": "s3://bucket/a.tar.gz"}}
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/server:1"


def refused(specification: object = BASE, **changes: object) -> dict[str, str]:
    """The refusals by property."""
    inputs = {"name": "c", "endpointName": "e", "specification": specification, **changes}
    failures = InferenceComponent().check(CONTEXT, "c", inputs, {})[1]
    return {failure.property: failure.reason for failure in failures}


@pytest.mark.parametrize(
    "inputs",
    [
        {"copyCount": 2, "variantName": "main", "tags": {"a": "b"}},
        {"specification": ADAPTER},
        {"specification": UNKNOWN, "endpointName": UNKNOWN, "tags": UNKNOWN},
        {"specification": {**BASE, "modelName": UNKNOWN}, "tags": {"a": UNKNOWN}, "copyCount": UNKNOWN},
        {"specification": {**ADAPTER, "baseInferenceComponentName": UNKNOWN}},
        {"specification": {"container": {"image": IMAGE}, "computeResourceRequirements": SHARE}},
        {"specification": None, "specifications": [{**BASE, "instanceType": "ml.g5.xlarge"}]},
        {"deploymentConfig": rollout("a"), "alarmNames": ["a", UNKNOWN], "desiredCopyCount": 0},
        {"specification": {**BASE, "dataCacheConfig": {"enableCaching": True}, "schedulingConfig": UNKNOWN}},
    ],
)
def test_sound_components_pass(inputs: Properties) -> None:
    """Every form that SageMaker takes is taken, with values that a preview cannot know."""
    assert refused(**{"specification": BASE, **inputs}) == {}


def test_no_copy_at_creation_is_refused() -> None:
    """SageMaker creates a component with a copy at least, and the reason says who takes it away."""
    assert refused(copyCount=0)["copyCount"] == (
        "is 0; SageMaker creates a component with at least 1 copy, only an autoscaler takes it to 0"
    )


@pytest.mark.parametrize(
    ("specification", "place", "reason"),
    [
        (None, "specification", "needs exactly one of specification and specifications; it has 0"),
        (
            {"computeResourceRequirements": SHARE},
            "specification",
            "needs exactly one of modelName and container; it has neither",
        ),
        (
            {**BASE, "container": {"image": IMAGE}},
            "specification",
            "needs exactly one of modelName and container; it has modelName and container",
        ),
        (
            {"modelName": "m"},
            "specification.computeResourceRequirements",
            "is required: it is the component's share of a machine",
        ),
        (
            {"container": {"artifactUrl": "s3://b/m"}, "computeResourceRequirements": SHARE},
            "specification.container.image",
            "is required: only an adapter runs in the container of another",
        ),
        (
            {**BASE, "computeResourceRequirements": {**SHARE, "maxMemoryRequiredInMb": 512}},
            "specification.computeResourceRequirements.maxMemoryRequiredInMb",
            "is 512; at least minMemoryRequiredInMb (1024) needed",
        ),
        (
            {
                **BASE,
                "computeResourceRequirements": {
                    **SHARE,
                    "numberOfAcceleratorDevicesRequired": 2,
                    "acceleratorPartitionType": "mig-3g.40gb",
                },
            },
            "specification.computeResourceRequirements.numberOfAcceleratorDevicesRequired",
            "is 2; 1 with a partition of an accelerator",
        ),
        (
            {**ADAPTER, "modelName": "m"},
            "specification.modelName",
            "an adapter loads `container.artifactUrl` into its base component, which has the model",
        ),
        (
            {**ADAPTER, "computeResourceRequirements": SHARE},
            "specification.computeResourceRequirements",
            "an adapter uses the machine's share of its base component",
        ),
        (
            {"baseInferenceComponentName": "b"},
            "specification.container.artifactUrl",
            "is required: it is where the adapter lies",
        ),
    ],
)
def test_specification_that_sagemaker_would_refuse(specification: object, place: str, reason: str) -> None:
    """Each refusal stands at the property that the program wrote, and says what is right."""
    assert refused(specification) == {place: reason}


def test_copies_of_an_adapter_are_refused() -> None:
    """An adapter is wherever its base is."""
    assert refused(ADAPTER, copyCount=1) == {
        "copyCount": "an adapter has no copies of its own; set it on the base component"
    }


def test_two_specifications_for_one_machine_type_are_refused() -> None:
    """Several specifications are one for each machine type."""
    several = [{**BASE, "instanceType": "ml.g5.xlarge"}] * 2
    assert refused(None, specifications=several) == {
        "specifications": "ml.g5.xlarge stands twice; give one specification for a machine type"
    }


def test_api_contract_is_checked_where_the_program_wrote_it() -> None:
    """Ranges, enumerations and unknown parameters of AWS's own model, in the program's words."""
    odd = {"numberOfCpuCoresRequired": 0.1, "minMemoryRequiredInMb": 1, "cores": 2}
    found = refused({**BASE, "computeResourceRequirements": odd}, deploymentConfig={}, flavour="x")
    assert found["specification.computeResourceRequirements.numberOfCpuCoresRequired"] == "is 0.1; at least 0.25 needed"
    assert found["specification.computeResourceRequirements.minMemoryRequiredInMb"] == "is 1; at least 128 needed"
    assert found["specification.computeResourceRequirements.cores"].startswith("is not a parameter")
    assert found["flavour"] == "is not a property of an inference component"


def test_rollout_is_checked_against_the_api() -> None:
    """A component rolls only, by copies or by per cent."""
    blue_green = {"blueGreenUpdatePolicy": {"trafficRoutingConfiguration": {"type": "CANARY"}}}
    found = refused(deploymentConfig=blue_green)
    assert found["deploymentConfig.rollingUpdatePolicy"] == "is required"
    assert found["deploymentConfig.blueGreenUpdatePolicy"].startswith("is not a parameter")
