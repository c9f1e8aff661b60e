"""An endpoint: machine and region, model and machine, isolation, secrets."""

from typing import Any

import pytest

from modelhost.spec.endpoint import EndpointSpec
from tests.spec.stack import DIGITS, endpoint, loaded, told

HERE = "environment.endpoints.digits"
LADDER = {"strategy": "vertical", "replicas": {"count": 1}}
EMBEDDINGS: dict[str, Any] = {"artifact": "s3://b/m/", "framework": "huggingface-tei"}


def test_a_machine_that_the_region_lacks_names_its_nearest() -> None:
    """Alternatives with the same accelerator, then of the same size, are named with the snapshot's date."""
    lines = told(endpoint(machine="ml.g6e.xlarge", model=EMBEDDINGS), region="eu-west-3")
    text = "ml.g6e.xlarge is not offered in eu-west-3 (as of 2026-11-22); nearest there: "
    assert lines == [f"{HERE}.machine: {text}ml.g6.2xlarge, ml.g6.xlarge, ml.g4dn.2xlarge"]


def test_a_step_of_the_ladder_that_the_region_lacks_is_named() -> None:
    """The ladder is checked step by step, whatever the strategy."""
    config = endpoint(
        machine="ml.g6.xlarge",
        model=EMBEDDINGS,
        scaling={**LADDER, "sizes": ["ml.g6.xlarge", "ml.g6e.xlarge"]},
    )
    assert [line.split(" (")[0] for line in told(config, region="eu-west-3")] == [
        f"{HERE}.scaling.sizes[1]: ml.g6e.xlarge is not offered in eu-west-3"
    ]


@pytest.mark.parametrize("machine", ["ml.g6.xlarge", "ml.inf2.xlarge", "ml.m6g.large"])
def test_a_container_that_the_machine_cannot_run_is_refused(machine: str) -> None:
    """Neither a GPU, nor an AWS chip, nor an ARM machine runs an image made for x86 cores."""
    kind = {"ml.g6.xlarge": "gpu", "ml.inf2.xlarge": "neuron", "ml.m6g.large": "cpu-arm64"}[machine]
    lines = told(endpoint(machine=machine, model={**DIGITS["model"], "version": "1.9-0"}))
    assert len(lines) == 1
    assert lines[0].startswith(f"{HERE}.model.version: sklearn ")
    assert f"for {machine} ({kind})" in lines[0]


def test_a_model_that_fits_no_step_is_told_for_each() -> None:
    """The arithmetic stands in the message, for the machine and for the steps."""
    big = {**EMBEDDINGS, "parameters": 30_000_000_000, "dtype": "bf16"}
    config = endpoint(
        machine="ml.g6.xlarge",
        model=big,
        scaling={**LADDER, "sizes": ["ml.g6.xlarge", "ml.g6e.xlarge", "ml.g6.12xlarge"]},
    )
    assert told(config) == [
        f"{HERE}.machine: weights of 55.9 GiB exceed the 20.2 GiB usable of 1 x L4 (0.90 of 22.4); "
        "take a larger machine than ml.g6.xlarge, or a smaller dtype",
        f"{HERE}.scaling.sizes[1]: weights of 55.9 GiB exceed the 40.2 GiB usable of 1 x L40S (0.90 of 44.7); "
        "take a larger machine than ml.g6e.xlarge, or a smaller dtype",
    ]


def test_an_isolated_container_is_not_told_to_fetch() -> None:
    """Without network a model id of the hub would fail at start; a path inside the container is fine."""
    place = f"{HERE}.environment.HF_MODEL_ID"
    text = "'BAAI/bge-m3' would be fetched at start, and the container has no network"
    remedy = "point it at /opt/ml/model, or set network_isolation: false"
    hub = {"HF_MODEL_ID": "BAAI/bge-m3"}
    assert told(endpoint(environment=hub)) == [f"{place}: {text}; {remedy}"]
    assert told(endpoint(environment=hub, network_isolation=False)) == []
    assert told(endpoint(environment={"HF_MODEL_ID": "/opt/ml/model"})) == []


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("A-B", "x", "is not the name of a variable; use letters, digits and underscores"),
        ("LONG", "x" * 1025, "has 1025 characters, and SageMaker takes 1024"),
        (
            "DB_PASSWORD",
            "hunter2",
            "looks like a secret in clear text; take it out, and set it with `pulumi config set --secret --path "
            "'modelhost:secrets.<endpoint>.DB_PASSWORD'`, or keep it in Secrets Manager",
        ),
    ],
)
def test_variables_are_well_formed_and_public(name: str, value: str, text: str) -> None:
    """What SageMaker would refuse, and what must not stand in a file, is refused."""
    assert told(endpoint(environment={name: value})) == [f"{HERE}.environment.{name}: {text}"]


def test_a_named_endpoint_is_adopted() -> None:
    """An endpoint made elsewhere is taken over by its name."""
    assert loaded(endpoint(adopt=True, name="old-one")).endpoint_name("digits") == "old-one"


def test_a_component_may_check_an_endpoint_without_a_region() -> None:
    """Rules that need no region hold for a block on its own; those that do are left to the whole file."""
    spec = EndpointSpec.model_validate({**DIGITS, "machine": "ml.m8g.large"})
    assert spec.in_force().count == 2


@pytest.mark.parametrize(
    ("scaling", "most"),
    [
        ({"strategy": "horizontal", "replicas": {"count": 2}}, 2),
        ({"strategy": "auto", "replicas": {"min": 1, "max": 6}}, 6),
        (
            {
                "strategy": "horizontal",
                "replicas": {"count": 2},
                "schedule": [{"at": "mon 08:00", "count": 9}, {"at": "mon 20:00", "count": 2}],
            },
            9,
        ),
    ],
)
def test_the_most_replicas_count_the_schedule(scaling: dict[str, Any], most: int) -> None:
    """What a quota has to cover is the highest number at any hour."""
    assert loaded(endpoint(scaling=scaling)).endpoints["digits"].most_replicas == most
