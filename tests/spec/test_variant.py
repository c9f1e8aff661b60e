"""Further variants: a shadow beside one model, or challengers that share its requests."""

from typing import Any

import pytest

from tests.spec.kind import HERE, of
from tests.spec.stack import told

MODEL = {"artifact": "./other", "framework": "sklearn"}
SHADOW = {"model": MODEL, "sample": 0.5}
CHALLENGER = {"model": MODEL, "weight": 0.5}


def test_a_shadow_stands_beside_one_model() -> None:
    """AWS takes exactly one production variant and one shadow."""
    text = "AWS takes a shadow beside one model only, and there are challengers (a, b); leave one of the two out"
    config = of("realtime", shadow=SHADOW, challengers={"a": CHALLENGER, "b": CHALLENGER})
    assert told(config) == [f"{HERE}.shadow: {text}"]


@pytest.mark.parametrize("name", ["primary", "shadow"])
def test_our_own_names_are_taken(name: str) -> None:
    """The model itself and the shadow have names already."""
    text = f"{name!r} is the name of a variant of ours; choose another"
    assert told(of("realtime", challengers={name: CHALLENGER})) == [f"{HERE}.challengers.{name}: {text}"]


@pytest.mark.parametrize("name", ["Big", "a_b", "x" * 41])
def test_a_variant_has_a_name_that_aws_takes(name: str) -> None:
    """Lower-case letters, digits and hyphens, 40 or fewer."""
    text = "is not a name of lower-case letters, digits and single hyphens, starting with a letter, of 40 or fewer"
    assert told(of("realtime", challengers={name: CHALLENGER})) == [f"{HERE}.challengers.{name}: {name!r} {text}"]


def test_there_are_ten_variants_at_most() -> None:
    """AWS takes ten variants in one configuration."""
    names = [f"v{number}" for number in range(10)]
    text = "10 beside the model itself, and AWS takes 10 variants; leave some out"
    assert told(of("realtime", challengers=dict.fromkeys(names, CHALLENGER))) == [f"{HERE}.challengers: {text}"]
    assert told(of("realtime", challengers=dict.fromkeys(names[:9], CHALLENGER))) == []


@pytest.mark.parametrize(
    ("variant", "place", "text"),
    [
        (
            {"machine": "ml.m7i.lrge"},
            "machine",
            "'ml.m7i.lrge' is not a machine type that the catalogue knows; did you mean ml.m7i.large?",
        ),
        (
            {"machine": "ml.g6.xlarge"},
            "model.framework",
            "sklearn has no known image for ml.g6.xlarge (gpu); use another machine, or an image",
        ),
        (
            {"model": {**MODEL, "size_gib": 9}},
            "model",
            "weights of 9.0 GiB exceed the 7.2 GiB usable of 8 GiB of memory (0.90 of 8); "
            "take a larger machine than ml.m7i.large, or a smaller dtype",
        ),
        (
            {"machine": "ml.m7i.large", "model": {**MODEL, "size_gib": 9}},
            "machine",
            "weights of 9.0 GiB exceed the 7.2 GiB usable of 8 GiB of memory (0.90 of 8); "
            "take a larger machine than ml.m7i.large, or a smaller dtype",
        ),
        (
            {"count": 0},
            "count",
            "0 is too small; write 1 or more; strategy auto with min 0 rests at nothing, with kind components or async",
        ),
    ],
)
def test_a_variant_runs_on_its_machine(variant: dict[str, Any], place: str, text: str) -> None:
    """What holds of the endpoint's machine holds of every variant's."""
    assert told(of("realtime", shadow={**SHADOW, **variant})) == [f"{HERE}.shadow.{place}: {text}"]
    challengers = {"other": {**CHALLENGER, **variant}}
    assert told(of("realtime", challengers=challengers)) == [f"{HERE}.challengers.other.{place}: {text}"]


@pytest.mark.parametrize(
    ("fields", "place", "text"),
    [
        ({"shadow": {**SHADOW, "sample": 0}}, "shadow.sample", "0 is not above 0; write a larger number"),
        ({"shadow": {**SHADOW, "sample": 20}}, "shadow.sample", "20 is too large; write 1 or less (a fraction: 0.2)"),
        (
            {"challengers": {"b": {**CHALLENGER, "weight": 0}}},
            "challengers.b.weight",
            "0 is not above 0; write a larger number",
        ),
        ({"weight": -1}, "weight", "-1 is not above 0; write a larger number"),
    ],
)
def test_a_share_is_above_nothing(fields: dict[str, Any], place: str, text: str) -> None:
    """A variant without requests would be paid for nothing."""
    assert told(of("realtime", **fields)) == [f"{HERE}.{place}: {text}"]


@pytest.mark.parametrize(
    ("count", "others", "problem"),
    [
        (1, "1 of 1 instance of {name}", True),
        (2, "", False),
    ],
)
@pytest.mark.parametrize("name", ["challengers.b", "shadow"])
def test_a_step_is_half_of_each_variant_at_most(name: str, count: int, others: str, problem: bool) -> None:
    """AWS measures the step by every variant, however many instances the model itself has."""
    variant = {"model": {"artifact": "s3://models/other/", "framework": "sklearn"}, "count": count}
    words = (
        {"shadow": {**variant, "sample": 0.5}} if name == "shadow" else {"challengers": {"b": {**variant, "weight": 1}}}
    )
    text = f"{others.format(name=name)} is more than the half that AWS takes for canary"
    expected = [f"{HERE}.rollout.step_count: {text}; write a fraction as step, or a count of 2 there"]
    config = of("realtime", **words, rollout={"strategy": "canary", "step_count": 1})
    assert told(config) == (expected if problem else [])
