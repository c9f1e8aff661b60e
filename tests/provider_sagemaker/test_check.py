"""What is refused before anything is sent, in preview too."""

import pytest

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.model import Model
from modelhost.provider.wire import UNKNOWN
from tests.provider_sagemaker.stage import IMAGE, ROLE

CONTEXT = Context(cloud=Cloud("us-west-2"), urn="urn:pulumi:dev::p::modelhost:index:Model::m", random_seed=b"seed")
MODEL: Properties = {
    "namePrefix": "digits",
    "endpointName": "digits",
    "executionRoleArn": ROLE,
    "primaryContainer": {"image": IMAGE},
}
VARIANT: Properties = {
    "variantName": "main",
    "modelName": UNKNOWN,
    "instanceType": "ml.m7i.large",
    "initialInstanceCount": 1,
}
CONFIGURATION: Properties = {"namePrefix": "digits", "endpointName": "digits", "productionVariants": [VARIANT]}
ENDPOINT: Properties = {"name": "digits", "endpointConfigName": UNKNOWN, "variantName": "main"}


def refused(resource: Model | EndpointConfiguration | Endpoint, inputs: Properties) -> dict[str, str]:
    """The refusals by property."""
    return {failure.property: failure.reason for failure in resource.check(CONTEXT, "n", inputs, {})[1]}


def test_good_inputs_pass_with_unknown_values() -> None:
    """A preview that does not know the model's name yet is content."""
    assert (
        refused(Model(), MODEL)
        == refused(EndpointConfiguration(), CONFIGURATION)
        == refused(Endpoint(), ENDPOINT)
        == {}
    )


def test_name_has_the_prefix_and_seven_digits() -> None:
    """The auto-name is made once and kept afterwards; a replacement gets another."""
    first = Model().check(CONTEXT, "m", MODEL, {})[0]
    kept = Model().check(CONTEXT.derive(random_seed=b"other"), "m", MODEL, first)[0]
    fresh = Model().check(CONTEXT.derive(random_seed=b"other"), "m", MODEL, {})[0]
    assert first["name"].startswith("digits-")
    assert len(first["name"]) == len("digits-1234567")
    assert (kept["name"] == first["name"], fresh["name"] == first["name"]) == (True, False)


def test_unknown_machine_is_refused_where_the_program_wrote_it() -> None:
    """A machine type that SageMaker lacks is named with its place."""
    found = refused(
        EndpointConfiguration(), {**CONFIGURATION, "productionVariants": [{**VARIANT, "instanceType": "ml.x"}]}
    )
    assert list(found) == ["productionVariants[0].instanceType"]
    assert "'ml.x' is not one of" in found["productionVariants[0].instanceType"]


def test_volume_beyond_the_limit_is_refused() -> None:
    """Ranges of SageMaker's own model are checked."""
    found = refused(
        EndpointConfiguration(), {**CONFIGURATION, "productionVariants": [{**VARIANT, "volumeSizeInGb": 600}]}
    )
    assert found == {"productionVariants[0].volumeSizeInGb": "is 600; at most 512 allowed"}


def test_bad_role_is_refused() -> None:
    """Patterns of SageMaker's own model are checked."""
    assert list(refused(Model(), {**MODEL, "executionRoleArn": "arn:aws:iam::1:user/x-long-enough"})) == [
        "executionRoleArn"
    ]


def test_misspelt_property_is_refused() -> None:
    """A property that would silently be ignored is an error."""
    assert refused(Model(), {**MODEL, "primaryContainr": {}}) == {
        "primaryContainr": "is not a property of modelhost:index:Model"
    }


def test_endpoint_names_every_problem() -> None:
    """Name, count and a missing property are reported together."""
    found = refused(Endpoint(), {"name": "-bad-", "endpointConfigName": "c", "desiredInstanceCount": 0})
    assert set(found) == {"name", "desiredInstanceCount", "variantName"}


def endpoint(**changes: object) -> dict[str, str]:
    """The refusals of an endpoint with these properties."""
    return refused(Endpoint(), {**ENDPOINT, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": UNKNOWN, "deploymentConfig": UNKNOWN, "variantWeights": UNKNOWN, "configNamesBySize": UNKNOWN},
        {"kind": "async", "desiredInstanceCount": 0},
        {"kind": "components", "desiredInstanceCount": 0},
        {"variantWeights": {"main": 1, "b": UNKNOWN}, "variantCounts": {"b": UNKNOWN}},
        {"configNamesBySize": {"ml.m7i.large": UNKNOWN}, "sleeps": True},
        {"deploymentConfig": {"autoRollbackConfiguration": {"alarms": [{"alarmName": UNKNOWN}]}}},
    ],
)
def test_good_endpoints_of_every_kind_pass(changes: Properties) -> None:
    """Values that a preview does not know are taken for right."""
    assert endpoint(**changes) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"kind": "batch"},
            {"kind": "'batch' is not one of realtime, components, multi-model, async, serverless"},
        ),
        (
            {"kind": "serverless", "desiredInstanceCount": 1},
            {"desiredInstanceCount": "is given; a serverless endpoint has no instances, leave it out"},
        ),
        (
            {"kind": "serverless", "configNamesBySize": {"ml.m7i.large": "c"}},
            {"configNamesBySize": "is for machines; a serverless endpoint has no machine size, leave it out"},
        ),
        (
            {"kind": "multi-model", "variantCounts": {"b": 0}},
            {"variantCounts.b": "is 0; a multi-model variant needs at least 1 instance"},
        ),
        (
            {"variantCounts": {"main": 2}},
            {"variantCounts.main": "is the main variant; give its instances as desiredInstanceCount"},
        ),
        ({"variantWeights": {"b": -1}}, {"variantWeights.b": "is -1; at least 0 needed"}),
        ({"sleeps": "no"}, {"sleeps": "'no' is not true or false"}),
        (
            {"deploymentConfig": {"autoRollbackConfiguration": {"alarms": []}}},
            {"deploymentConfig.autoRollbackConfiguration.alarms": "has 0 items; at least 1 needed"},
        ),
        (
            {
                "deploymentConfig": {
                    "rollingUpdatePolicy": {"maximumBatchSize": {"type": "CAPACITY_PERCENT", "value": 5}}
                }
            },
            {"deploymentConfig.rollingUpdatePolicy.waitIntervalInSeconds": "is required"},
        ),
    ],
)
def test_endpoints_that_sagemaker_refuses(changes: Properties, expected: dict[str, str]) -> None:
    """Each is named at the property that the program wrote."""
    assert endpoint(**changes) == expected


def test_bad_name_of_a_size_is_refused_at_its_size() -> None:
    """The place is the key of the map."""
    assert list(endpoint(configNamesBySize={"ml.m7i.large": "-c"})) == ['configNamesBySize["ml.m7i.large"]']
