"""Configurations of every kind: what goes together, what makes a new version, what an import finds."""

from typing import Any

import pytest

from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.request import configuration_request, properties
from modelhost.provider.sagemaker.tag import read_tags
from modelhost.provider.wire import UNKNOWN
from tests.provider_sagemaker.stage import LARGE, ROLE, SMALL, Stage
from tests.provider_sagemaker.test_check import CONTEXT

FULL: Properties = {
    "variantName": "main",
    "modelName": UNKNOWN,
    "initialInstanceCount": 1,
    "instancePools": [
        {"instanceType": LARGE, "priority": 1, "modelNameOverride": UNKNOWN},
        {"instanceType": SMALL, "priority": 2},
    ],
    "variantInstanceProvisionTimeoutInSeconds": 600,
    "routingConfig": {
        "routingStrategy": "PREFIX_AWARE",
        "prefixAwareRoutingConfig": {"prefixLength": 2048, "concurrencyThreshold": 16},
    },
}
SERVERLESS: Properties = {
    "variantName": "main",
    "modelName": "m",
    "serverlessConfig": {"memorySizeInMb": 2048, "maxConcurrency": 5, "provisionedConcurrency": 2},
}
HOSTING: Properties = {
    "variantName": "main",
    "instanceType": SMALL,
    "initialInstanceCount": 1,
    "managedInstanceScaling": {
        "status": "ENABLED",
        "minInstanceCount": 0,
        "maxInstanceCount": 2,
        "scaleInPolicy": {"strategy": "CONSOLIDATION", "cooldownInMinutes": 20, "maximumStepSize": 1},
    },
}
PLAIN: Properties = {"variantName": "main", "modelName": "m", "instanceType": SMALL, "initialInstanceCount": 1}
AROUND: Properties = {
    "asyncInferenceConfig": {
        "clientConfig": {"maxConcurrentInvocationsPerInstance": 4},
        "outputConfig": {"s3OutputPath": UNKNOWN, "kmsKeyId": UNKNOWN},
    },
    "dataCaptureConfig": {
        "enableCapture": True,
        "initialSamplingPercentage": 10,
        "destinationS3Uri": "s3://bucket/capture",
        "captureOptions": [{"captureMode": "Input"}, {"captureMode": "Output"}],
    },
    "vpcConfig": {"subnets": [UNKNOWN], "securityGroupIds": UNKNOWN},
    "enableNetworkIsolation": True,
    "executionRoleArn": ROLE,
}


def refused(*variants: Any, **around: Any) -> dict[str, str]:
    """The refusals by property."""
    inputs = {"namePrefix": "digits", "endpointName": "digits", "productionVariants": [*variants], **around}
    return {f.property: f.reason for f in EndpointConfiguration().check(CONTEXT, "n", inputs, {})[1]}


@pytest.mark.parametrize("variant", [FULL, SERVERLESS, PLAIN, UNKNOWN])
def test_every_kind_of_variant_passes(variant: Any) -> None:
    """Pools, serverless, plain, and one that a preview does not know."""
    assert refused(variant) == {}


def test_everything_around_the_variants_passes() -> None:
    """Asynchronous inference, capture and network, with values that a preview does not know."""
    assert refused(PLAIN, **AROUND) == refused(HOSTING, executionRoleArn=UNKNOWN) == {}


def test_shadow_stands_beside_one_variant() -> None:
    """One of each is what SageMaker takes."""
    shadow = {**PLAIN, "variantName": "shadow", "initialVariantWeight": 0.5}
    assert refused(PLAIN, shadowProductionVariants=[shadow]) == {}
    assert refused(PLAIN, {**PLAIN, "variantName": "b"}, shadowProductionVariants=[shadow]) == {
        "shadowProductionVariants": "has 1 beside 2 production variants; SageMaker takes exactly one of each"
    }


V = "productionVariants[0]"


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (
            {"instanceType": None},
            {f"{V}.instanceType": "is required; give instanceType, instancePools or serverlessConfig"},
        ),
        ({"initialInstanceCount": None}, {f"{V}.initialInstanceCount": "is required for a variant with instances"}),
        (
            {"instancePools": FULL["instancePools"]},
            {f"{V}.instancePools": "stands beside instanceType; leave one of the two"},
        ),
        (
            {"modelName": None},
            {
                f"{V}.modelName": "is required; a variant of inference components has none, and then needs "
                "executionRoleArn"
            },
        ),
        (
            {"managedInstanceScaling": {"status": "ENABLED"}},
            {
                f"{V}.managedInstanceScaling": "is for inference components only; leave modelName out, or scale by a "
                "target"
            },
        ),
        (
            {"instanceType": None, "instancePools": [{"instanceType": SMALL, "priority": 1}] * 2},
            {f"{V}.instancePools": "has one priority twice; each pool needs its own"},
        ),
        (
            {"routingConfig": {"routingStrategy": "RANDOM", "prefixAwareRoutingConfig": {}}},
            {f"{V}.routingConfig.prefixAwareRoutingConfig": "is for PREFIX_AWARE; the strategy is RANDOM"},
        ),
        (
            {"capacityReservationConfig": {"capacityReservationPreference": "open"}},
            {
                f"{V}.capacityReservationConfig.capacityReservationPreference": "'open' is not one of "
                "capacity-reservations-only"
            },
        ),
    ],
)
def test_what_does_not_go_together_is_refused(variant: Properties, expected: dict[str, str]) -> None:
    """Each at the property to change, with what to do."""
    assert refused({**PLAIN, **variant}) == expected


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"memorySizeInMb": 1500}, {"serverlessConfig.memorySizeInMb": "is 1500; use a multiple of 1024"}),
        ({"memorySizeInMb": 7168}, {"serverlessConfig.memorySizeInMb": "is 7168; at most 6144 allowed"}),
        (
            {"provisionedConcurrency": 6},
            {"serverlessConfig.provisionedConcurrency": "is 6; at most maxConcurrency, 5"},
        ),
    ],
)
def test_serverless_bounds_are_checked(config: Properties, expected: dict[str, str]) -> None:
    """Memory in whole gibibytes up to six, provisioned concurrency within the maximum."""
    variant = {**SERVERLESS, "serverlessConfig": {**SERVERLESS["serverlessConfig"], **config}}
    assert refused(variant) == {f"{V}.{place}": reason for place, reason in expected.items()}


def test_serverless_takes_no_volume_and_no_queue() -> None:
    """What belongs to instances is refused beside a serverless configuration."""
    found = refused({**SERVERLESS, "volumeSizeInGb": 30}, asyncInferenceConfig=AROUND["asyncInferenceConfig"])
    assert set(found) == {f"{V}.volumeSizeInGb", f"{V}.serverlessConfig"}


@pytest.mark.parametrize(
    ("scaling", "place"),
    [
        ({"minInstanceCount": 3, "maxInstanceCount": 2}, "minInstanceCount"),
        ({"scaleInPolicy": {"strategy": "IDLE_RELEASE", "cooldownInMinutes": 5}}, "scaleInPolicy.cooldownInMinutes"),
    ],
)
def test_managed_scaling_is_checked(scaling: Properties, place: str) -> None:
    """Bounds in order; cooldown and step belong to consolidation."""
    variant = {**HOSTING, "managedInstanceScaling": {"status": "ENABLED", **scaling}}
    assert set(refused(variant, executionRoleArn=ROLE)) == {f"{V}.managedInstanceScaling.{place}"}


def test_names_of_variants_are_their_own() -> None:
    """Two variants of one name cannot be told apart."""
    assert refused(PLAIN, PLAIN) == {"productionVariants": "has more than one variant main; each needs its own name"}


def replaced(stage: Stage, variant: Properties, **around: Any) -> frozenset[str]:
    """What of a changed configuration makes a new version."""
    state = stage.configuration()
    changed = {**state.inputs["productionVariants"][0], **variant}
    news = {**state.inputs, "productionVariants": [changed], **around}
    return EndpointConfiguration().diff(stage.context(), state.id, state.inputs, state.outputs, news).replace


@pytest.mark.parametrize("variant", [{"initialInstanceCount": 5}, {"initialVariantWeight": 0.5}])
def test_counts_and_weights_alone_make_no_new_version(stage: Stage, variant: Properties) -> None:
    """The endpoint holds them; its configuration said how it began."""
    assert replaced(stage, variant) == frozenset()


def test_size_alone_makes_no_new_version(stage: Stage) -> None:
    """It is a tag, set and changed in place."""
    assert replaced(stage, {}, size=SMALL) == frozenset()
    state = stage.configuration()
    outputs = EndpointConfiguration().update(
        stage.context(), state.id, state.outputs, state.inputs, {**state.inputs, "size": SMALL}
    )
    assert read_tags(stage.client("sagemaker"), outputs["arn"])["modelhost:size"] == SMALL


def test_new_properties_make_a_new_version(stage: Stage) -> None:
    """Routing belongs to the version, and so does what stands around the variants."""
    assert replaced(stage, {"routingConfig": {"routingStrategy": "RANDOM"}}) == {"productionVariants"}
    assert replaced(stage, {}, dataCaptureConfig=AROUND["dataCaptureConfig"]) == {"dataCaptureConfig"}


def test_weight_of_a_shadow_makes_a_new_version(stage: Stage) -> None:
    """Its sample is part of the version: no endpoint call changes it."""
    model = stage.model()
    shadow = {**PLAIN, "variantName": "shadow", "modelName": model.id, "initialVariantWeight": 0.5}
    state = stage.configuration(model, around={"shadowProductionVariants": [shadow]})
    news = {**state.inputs, "shadowProductionVariants": [{**shadow, "initialVariantWeight": 0.1}]}
    diff = EndpointConfiguration().diff(stage.context(), state.id, state.inputs, state.outputs, news)
    assert diff.replace == {"shadowProductionVariants"}


def test_imported_configuration_of_a_size_equals_the_written_one(stage: Stage) -> None:
    """With size, capture and asynchronous output, spelt back as the program spells them."""
    known = {
        "size": SMALL,
        "dataCaptureConfig": {**AROUND["dataCaptureConfig"], "kmsKeyId": "key"},
        "asyncInferenceConfig": {"outputConfig": {"s3OutputPath": "s3://bucket/out", "kmsKeyId": "key"}},
    }
    state = stage.configuration(around=known)
    found = EndpointConfiguration().read(stage.context(), state.id, {}, {})
    assert found
    assert EndpointConfiguration().diff(stage.context(), state.id, found[1], found[2], state.inputs).changed == {}


def test_keys_inside_and_around_are_told_apart() -> None:
    """The configuration's own key is kmsKeyArn; those of capture and output keep SageMaker's word."""
    inputs = {"kmsKeyArn": "a", "dataCaptureConfig": {"kmsKeyId": "b"}, "productionVariants": [SERVERLESS]}
    request = configuration_request("c", inputs)
    assert request["DataCaptureConfig"] == {"KmsKeyId": "b"}
    assert request["ProductionVariants"][0]["ServerlessConfig"]["MemorySizeInMB"] == 2048
    assert properties(request, tuple(inputs)) == inputs
