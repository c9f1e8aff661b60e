"""Rollouts, shadows, challengers, pools, routing, capture and sizes reach SageMaker in its own words."""

import pytest

from tests.components.kind.hosting import GPU_MODEL, MODEL, endpoint

OTHER = {**MODEL, "version": "1.2-1"}


def made(build, args=None, **spec):
    """Return what is registered for a real-time endpoint."""
    return build(lambda: endpoint("realtime", args, **spec))


def configuration(build, **spec):
    """Return its configuration."""
    return made(build, **spec).one("modelhost:index:EndpointConfiguration")


def test_a_rollout_is_guarded_by_the_endpoints_own_alarms(build):
    """The policy of the stack file, and the alarms that tell a bad version from a good one."""
    rollout = {"strategy": "canary", "step": 0.25, "bake_seconds": 600, "termination_wait_seconds": 300}
    deployment = made(build, rollout=rollout).one("modelhost:index:Endpoint")["deploymentConfig"]
    routing = deployment["blueGreenUpdatePolicy"]["trafficRoutingConfiguration"]
    assert (routing["type"], routing["canarySize"]["value"]) == ("CANARY", 25)
    assert deployment["autoRollbackConfiguration"] == {"alarms": [{"alarmName": "dev-digits-rollout-errors"}]}


def test_a_rollout_without_rollback_names_no_alarm(build):
    """Where the stack file gives rollback up."""
    found = made(build, {"guarding_alarm_names": None})
    assert "autoRollbackConfiguration" not in found.one("modelhost:index:Endpoint")["deploymentConfig"]


def test_a_shadow_is_a_variant_that_copies_are_sent_to(build):
    """Its weight is the fraction, its model another, and it scales with nobody."""
    shadow = {"model": OTHER, "machine": "ml.m7i.2xlarge", "sample": 0.5, "count": 2}
    found = made(build, shadow=shadow)
    made_configuration = found.one("modelhost:index:EndpointConfiguration")
    [variant] = made_configuration["shadowProductionVariants"]
    assert (variant["variantName"], variant["modelName"]) == ("shadow", "digits-model-shadow")
    assert (variant["instanceType"], variant["initialInstanceCount"]) == ("ml.m7i.2xlarge", 2)
    assert variant["initialVariantWeight"] == 0.5
    assert len(made_configuration["productionVariants"]) == 1
    assert "variantWeights" not in found.one("modelhost:index:Endpoint")


def test_challengers_answer_their_share(build):
    """Each is a variant with a model, weight and count of its own; weights change without a new version."""
    found = made(build, weight=9, challengers={"wide": {"model": OTHER, "weight": 1, "count": 2}})
    variants = found.one("modelhost:index:EndpointConfiguration")["productionVariants"]
    assert [(each["variantName"], each["initialVariantWeight"]) for each in variants] == [("primary", 9), ("wide", 1)]
    assert [each["modelName"] for each in variants] == ["digits-model", "digits-model-wide"]
    made_endpoint = found.one("modelhost:index:Endpoint")
    assert made_endpoint["variantWeights"] == {"primary": 9, "wide": 1}
    assert made_endpoint["variantCounts"] == {"wide": 2}


def test_one_variant_has_no_weights(build):
    """Nothing to share."""
    assert not {"variantWeights", "variantCounts"} & set(made(build).one("modelhost:index:Endpoint"))


def test_pools_are_tried_in_the_order_of_the_file(build):
    """They replace the instance type; a volume is left out where a type of the ladder brings local disks."""
    sizes = ["ml.g6e.xlarge", "ml.g6e.2xlarge", "ml.g6.12xlarge"]
    words = {"model": GPU_MODEL, "machine": sizes[0], "environment": {"SM_VLLM_MODEL": "/opt/ml/model"}}
    capacity = {"sizes": sizes, "provision_timeout_seconds": 900}
    [variant] = configuration(build, **words, capacity=capacity)["productionVariants"]
    assert variant["instancePools"] == [
        {"instanceType": size, "priority": place} for place, size in enumerate(sizes, start=1)
    ]
    assert variant["variantInstanceProvisionTimeoutInSeconds"] == 900
    assert not {"instanceType", "volumeSizeInGb"} & set(variant)


@pytest.mark.parametrize(
    ("prefer", "only"),
    [
        (["reserved"], {"capacityReservationPreference": "capacity-reservations-only"}),
        (["reserved", "on-demand"], {}),
    ],
)
def test_a_reservation_is_named(build, prefer, only):
    """Instances come from it alone only where nothing else is preferred after it."""
    arn = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/reserved"
    capacity = {"prefer": prefer, "reservation_arn": arn}
    [variant] = configuration(build, capacity=capacity)["productionVariants"]
    assert variant["capacityReservationConfig"] == {**only, "mlReservationArn": arn}


@pytest.mark.parametrize(
    ("routing", "configured"),
    [
        (None, None),
        ({"strategy": "random"}, {"routingStrategy": "RANDOM"}),
        (
            {"strategy": "prefix-aware", "prefix_length": 2048},
            {"routingStrategy": "PREFIX_AWARE", "prefixAwareRoutingConfig": {"prefixLength": 2048}},
        ),
    ],
)
def test_requests_are_routed_as_asked(build, routing, configured):
    """And by SageMaker's own choice otherwise."""
    [variant] = configuration(build, routing=routing)["productionVariants"]
    assert variant.get("routingConfig") == configured


def test_captures_are_sampled_encrypted_and_kept_in_the_endpoints_own_prefix(build):
    """A tenth of requests and answers, under the environment's key."""
    assert configuration(build, capture={"sample": 0.1})["dataCaptureConfig"] == {
        "enableCapture": True,
        "initialSamplingPercentage": 10,
        "destinationS3Uri": "s3://dev-traffic/capture/dev-digits",
        "kmsKeyId": "arn:key",
        "captureOptions": [{"captureMode": "Input"}, {"captureMode": "Output"}],
    }


def test_nothing_is_captured_unasked(build):
    """Requests are the callers' own."""
    assert "dataCaptureConfig" not in configuration(build)


def test_a_size_that_the_clock_owns_has_its_own_configuration(build):
    """All stand side by side and share the model; the endpoint knows which is which."""
    sizes = ["ml.m7i.large", "ml.m7i.2xlarge"]
    found = made(build, {"sizes": sizes})
    made_configurations = found.of("modelhost:index:EndpointConfiguration")
    assert [each.inputs["size"] for each in made_configurations] == sizes
    assert [each.inputs["productionVariants"][0]["instanceType"] for each in made_configurations] == sizes
    assert len(found.of("modelhost:index:Model")) == 1
    assert found.one("modelhost:index:Endpoint")["configNamesBySize"] == {
        "ml.m7i.large": "digits-configuration",
        "ml.m7i.2xlarge": "digits-configuration-ml-m7i-2xlarge",
    }


def test_a_size_that_needs_another_image_has_its_own_model(build):
    """A CPU and a GPU of one ladder take two containers."""
    sizes = ["ml.m7i.large", "ml.g6.xlarge"]
    found = made(build, {"sizes": sizes}, model={**MODEL, "framework": "pytorch"})
    names = [each.inputs["productionVariants"][0]["modelName"] for each in found.of("EndpointConfiguration")]
    assert names == ["digits-model", "digits-model-ml-g6-xlarge"]


def test_one_size_needs_no_choice(build):
    """The configuration is the endpoint's, as before."""
    found = made(build)
    assert "configNamesBySize" not in found.one("modelhost:index:Endpoint")
    assert "size" not in found.one("modelhost:index:EndpointConfiguration")


def test_an_earlier_version_is_served_by_its_name(build):
    """`modelhost rollback` writes it; the newer model is kept, and served by nobody."""
    found = made(build, version="dev-digits-0a1b2c3")
    [variant] = found.one("modelhost:index:EndpointConfiguration")["productionVariants"]
    assert variant["modelName"] == "dev-digits-0a1b2c3"


def test_an_endpoint_with_hours_sleeps(build):
    """Its absence is then no reason to make it again."""
    assert made(build, {"sleeps": True}).one("modelhost:index:Endpoint")["sleeps"] is True
    assert "sleeps" not in made(build, {"sleeps": False}).one("modelhost:index:Endpoint")


def test_what_stands_is_told_in_one_way(build):
    """Scaling and outputs build on the same facts whatever the kind."""
    found = build(lambda: endpoint("realtime").hosted.endpoint_name)
    assert found.value == "dev-digits"
