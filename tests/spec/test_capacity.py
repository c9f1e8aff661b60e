"""Machine types in order of preference, and reservations."""

from typing import Any

import pytest

from tests.spec.kind import HERE, LLM, of
from tests.spec.stack import told

PLACE = f"{HERE}.capacity"
ARN = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/spring"
SIZES = ["ml.m7i.large", "ml.m7i.xlarge"]


def refused(region: str = "us-west-2", **fields: Any) -> list[str]:
    """Return what is told of an endpoint with such a capacity."""
    return told(of("realtime", capacity=fields), region)


@pytest.mark.parametrize(
    "fields",
    [
        {"sizes": SIZES},
        {"sizes": SIZES, "provision_timeout_seconds": 3600},
        {"prefer": ["reserved"], "reservation_arn": ARN},
        {"sizes": SIZES, "prefer": ["reserved", "on-demand"], "reservation_arn": ARN},
        {"provision_timeout_seconds": 300},
    ],
)
def test_a_choice_is_taken(fields: dict[str, Any]) -> None:
    """Types, a reservation, or patience."""
    assert refused(**fields) == []


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        (
            {"sizes": SIZES[:1]},
            ".sizes",
            "ml.m7i.large alone is no choice; write two to five, or leave sizes out",
        ),
        (
            {"sizes": SIZES[::-1]},
            ".sizes[0]",
            "ml.m7i.xlarge stands first, and the endpoint's machine is ml.m7i.large; "
            "put ml.m7i.large first, or change machine",
        ),
        ({"sizes": [*SIZES, SIZES[1]]}, ".sizes[2]", "ml.m7i.xlarge stands there twice; leave one"),
        (
            {"sizes": [SIZES[0], "ml.m7i.xlrge"]},
            ".sizes[1]",
            "'ml.m7i.xlrge' is not a machine type that the catalogue knows; did you mean ml.m7i.xlarge?",
        ),
        (
            {"sizes": [SIZES[0], "ml.m6g.large"]},
            ".sizes[1]",
            "ml.m6g.large (2 cores, 8 GiB, arm64) runs another container than ml.m7i.large (2 cores, 8 GiB, x86_64), "
            "and the endpoint has one; take machines of one kind",
        ),
        (
            {"sizes": SIZES, "prefer": ["on-demand", "reserved"], "reservation_arn": ARN},
            ".prefer",
            "[on-demand, reserved] would leave what is paid for anyway unused; write [reserved, on-demand]",
        ),
        ({"sizes": SIZES, "prefer": ["on-demand"] * 2}, ".prefer[1]", "on-demand stands there twice; leave one"),
        (
            {"sizes": SIZES, "prefer": ["reserved"], "reservation_arn": ARN},
            ".prefer",
            "[reserved] leaves every size but the reservation's own without room; "
            "write [reserved, on-demand], or leave sizes out",
        ),
        (
            {"prefer": ["reserved"]},
            ".reservation_arn",
            "missing beside prefer reserved; write the ARN of the reservation",
        ),
        (
            {"sizes": SIZES, "reservation_arn": ARN},
            ".reservation_arn",
            "stands beside prefer [on-demand], so nothing is taken from it; write prefer: [reserved, on-demand]",
        ),
        (
            {"prefer": ["reserved"], "reservation_arn": ARN.replace("us-west-2", "us-east-1")},
            ".reservation_arn",
            f"{ARN.replace('us-west-2', 'us-east-1')!r} is in us-east-1 but the stack is in us-west-2; "
            "name one of us-west-2",
        ),
        (
            {"sizes": SIZES, "provision_timeout_seconds": 60},
            ".provision_timeout_seconds",
            "60 is too small; write 300 or more",
        ),
        ({"sizes": [SIZES[0], *["ml.m7i.xlarge"] * 5]}, ".sizes", "a list is too long; write at most 5"),
        ({"prefer": ["spot"]}, ".prefer[0]", "'spot' is not a choice; use reserved or on-demand"),
    ],
)
def test_a_choice_that_is_none_is_refused(fields: dict[str, Any], place: str, text: str) -> None:
    """Each type may stand in for the first, and each purchase is clear."""
    assert f"{PLACE}{place}: {text}" in refused(**fields)


def test_a_type_that_the_region_lacks_is_refused() -> None:
    """The snapshot of offers is asked for each type."""
    config = of("realtime", machine="ml.m5.large", capacity={"sizes": ["ml.m5.large", "ml.m7i.large"]})
    assert [line.split(" (")[0] for line in told(config, "eu-west-3")] == [
        f"{PLACE}.sizes[1]: ml.m7i.large is not offered in eu-west-3"
    ]


def test_either_capacity_or_the_ladder_chooses_the_type() -> None:
    """Two owners of one field would undo each other."""
    scaling = {"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 1}}
    text = "would choose the machine type, and so does strategy vertical; "
    text += "use horizontal or auto, or leave sizes out here"
    assert told(of("realtime", scaling=scaling, capacity={"sizes": SIZES})) == [f"{PLACE}.sizes: {text}"]


def test_a_sum_over_cores_means_nothing_across_types() -> None:
    """200 % are all of two cores and half of four."""
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 3}, "target": {"metric": "cpu"}}
    text = "cpu: AWS sums it over cores or GPUs, of which the sizes in capacity have different numbers; "
    assert told(of("realtime", scaling=scaling, capacity={"sizes": SIZES})) == [
        f"{HERE}.scaling.target.metric: {text}use concurrency or invocations"
    ]
    same = {"sizes": ["ml.m7i.large", "ml.c7i.large"]}
    assert told(of("realtime", scaling=scaling, capacity=same)) == []


def test_a_sum_over_gpus_means_the_same_where_their_number_does() -> None:
    """One GPU each, whatever the cores; four are another matter."""
    scaling = {"strategy": "auto", "replicas": {"min": 1, "max": 3}, "target": {"metric": "gpu"}}
    same, other = ({"sizes": ["ml.g6.xlarge", size]} for size in ("ml.g6.2xlarge", "ml.g6.12xlarge"))
    assert told(of("realtime", **{**LLM, "scaling": scaling}, capacity=same)) == []
    assert len(told(of("realtime", **{**LLM, "scaling": scaling}, capacity=other))) == 1
