"""Inference components: what a copy takes, the instances beneath, and adapters."""

from typing import Any

import pytest

from modelhost.spec.component import InstanceRangeSpec
from tests.spec.kind import CPU, HERE, LLM, of
from tests.spec.stack import loaded, told

AUTO = {"strategy": "auto", "replicas": {"min": 0, "max": 4}}
ADAPTER = {"artifact": "s3://models/legal.tar.gz"}


def copy_of(machine: str, **component: Any) -> tuple[int, int | None, float | None, int]:
    """Return memory, accelerators and cores of a copy, and how many fit."""
    base = LLM if machine.startswith("ml.g") else CPU
    spec = loaded(of("components", **{**base, "machine": machine, "component": component})).endpoints["it"]
    share = spec.share()
    return *share, share.copies(spec.image_machine)


def test_a_copy_takes_all_accelerators_and_little_memory() -> None:
    """A large reservation of main memory was refused on such a machine; weights live on the GPU."""
    assert copy_of("ml.g6.xlarge") == (1024, 1, None, 1)
    assert copy_of("ml.g6.12xlarge") == (12 * 1024, 4, None, 1)


def test_copies_share_a_machine_by_accelerators() -> None:
    """One of four GPUs, and a quarter of the memory."""
    assert copy_of("ml.g6.12xlarge", accelerators=1) == (3 * 1024, 1, None, 4)


def test_a_copy_without_accelerators_takes_half_the_cores() -> None:
    """Two copies share a machine that has no GPU."""
    assert copy_of("ml.m7i.xlarge") == (1024, None, 2, 2)


def test_what_is_written_is_kept() -> None:
    """Memory and cores as the stack file says."""
    assert copy_of("ml.m7i.xlarge", memory_gib=3.5, cpus=1) == (3584, None, 1, 4)


@pytest.mark.parametrize(
    ("scaling", "bounds"),
    [
        (AUTO, (0, 4)),
        ({"strategy": "auto", "replicas": {"min": 1, "max": 3}}, (1, 3)),
        ({"strategy": "horizontal", "replicas": {"count": 2}}, (1, 2)),
        (
            {
                "strategy": "horizontal",
                "replicas": {"count": 2},
                "schedule": [{"at": "daily 20:00", "count": 0}, {"at": "daily 07:00", "count": 2}],
            },
            (0, 2),
        ),
    ],
)
def test_instances_follow_from_the_replicas(scaling: dict[str, Any], bounds: tuple[int, int]) -> None:
    """As many instances as copies at most, and none where there may be no copy."""
    spec = loaded(of("components", **{**LLM, "scaling": scaling})).endpoints["it"]
    low, high = bounds
    assert spec.instance_range == InstanceRangeSpec(min=low, max=high)


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"component": {"memory_gib": 17}},
            "component.memory_gib",
            "17 GiB exceed the 16 GiB of ml.g6.xlarge; lower it, or take a larger machine",
        ),
        (
            {"component": {"cpus": 8}},
            "component.cpus",
            "8 exceed the 4 cores of ml.g6.xlarge; lower it, or take a larger machine",
        ),
        (
            {"component": {"accelerators": 2}},
            "component.accelerators",
            "2 exceed the 1 of ml.g6.xlarge; lower it, or take a larger machine",
        ),
        (
            {**CPU, "component": {"accelerators": 1}},
            "component.accelerators",
            "1: ml.m7i.large has no accelerators; leave it out, or take a machine with them",
        ),
        (
            {"scaling": AUTO, "instances": {"min": 0, "max": 2}},
            "instances.max",
            "2 x ml.g6.xlarge hold 2 copies, and scaling may ask for 4; write 4, or lower replicas.max",
        ),
        ({"instances": {"min": 3, "max": 2}}, "instances.min", "min 3 exceeds max 2; lower min or raise max"),
        (
            {"instances": {"min": 1, "max": 2, "max_step": 2}},
            "instances.max_step",
            "belongs to release consolidation, and release is idle; leave one of the two",
        ),
        (
            {"instances": {"min": 1, "max": 2, "release": "consolidation", "cooldown_minutes": 4}},
            "instances.cooldown_minutes",
            "4 is too small; write 5 or more",
        ),
        (
            {**CPU, "adapters": {"legal": ADAPTER}},
            "adapters",
            "sklearn loads no adapters; use framework djl-lmi or vllm, or an image by digest",
        ),
        (
            {"adapters": {"base": ADAPTER}},
            "adapters.base",
            "'base' is the component of the model itself; choose another name",
        ),
        (
            {"adapters": {"Legal": ADAPTER}},
            "adapters.Legal",
            "'Legal' is not a name of lower-case letters, digits and single hyphens, starting with a letter, "
            "of 40 characters or fewer",
        ),
        (
            {"adapters": {"legal": {"artifact": "./legal"}}},
            "adapters.legal.artifact",
            "'./legal' is not an archive in S3, s3://<bucket>/<key>.tar.gz",
        ),
    ],
)
def test_a_component_that_does_not_fit_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Copies fit their machine, instances hold all copies, containers load adapters."""
    assert told(of("components", **{**LLM, **fields})) == [f"{HERE}.{place}: {text}"]


def test_shared_instances_hold_more_copies() -> None:
    """Two instances of four GPUs hold eight copies of one GPU each."""
    many = {"strategy": "auto", "replicas": {"min": 1, "max": 8}}
    fields = {**LLM, "machine": "ml.g6.12xlarge", "scaling": many, "instances": {"min": 1, "max": 2}}
    assert told(of("components", **fields, component={"accelerators": 1})) == []
    assert len(told(of("components", **fields))) == 1


def test_a_copy_fits_each_machine_that_may_stand_in() -> None:
    """Four accelerators on the first type are too many for the second."""
    capacity = {"sizes": ["ml.g6.12xlarge", "ml.g6.xlarge"]}
    fields = {**LLM, "machine": "ml.g6.12xlarge", "capacity": capacity}
    text = "4 exceed the 1 of ml.g6.xlarge; lower it, or take a larger machine"
    assert told(of("components", **fields, component={"accelerators": 4})) == [f"{HERE}.component.accelerators: {text}"]
    assert told(of("components", **fields)) == []
