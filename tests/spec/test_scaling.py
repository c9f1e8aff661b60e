"""One word picks the strategy; the fields of the others are kept, and checked too."""

from typing import Any

import pytest

from modelhost.spec.scaling import ScalingSpec
from modelhost.spec.schedule import ScheduleSpec
from modelhost.spec.strategy import STRATEGIES, Auto, Horizontal, Vertical
from modelhost.spec.target import Target, TargetMetric
from tests.spec.stack import endpoint, scaling, told

HERE = "environment.endpoints.digits.scaling"
MACHINE = "ml.m7i.large"
SIZES = [MACHINE, "ml.m7i.2xlarge"]
WHOLE: dict[str, Any] = {
    "replicas": {"count": 3, "min": 1, "max": 6},
    "sizes": SIZES,
    "target": {"metric": "concurrency", "value": 8},
    "schedule": [
        {"at": "weekdays 08:00", "min": 2},
        {"at": "weekdays 20:00", "min": 1},
        {"at": "sat 08:00", "count": 4},
        {"at": "sat 20:00", "count": 3},
        {"at": "sun 00:00", "min": 1, "max": 6},
    ],
}


def block(strategy: str, **changes: Any) -> ScalingSpec:
    """Return a block with the fields of all strategies."""
    return ScalingSpec.model_validate({**WHOLE, "strategy": strategy, **changes})


@pytest.mark.parametrize("strategy", list(STRATEGIES))
def test_changing_strategy_is_changing_one_word(strategy: str) -> None:
    """A block with the fields of all strategies is sound under each of them."""
    assert told(scaling(strategy, **WHOLE)) == []


def test_horizontal_takes_the_count_and_the_scheduled_counts() -> None:
    """A chosen number of replicas, changed by the clock."""
    counts = [ScheduleSpec(at="sat 08:00", count=4), ScheduleSpec(at="sat 20:00", count=3)]
    assert block("horizontal").in_force(MACHINE) == Horizontal(count=3, schedule=counts)


def test_vertical_takes_the_machine_and_its_ladder() -> None:
    """A chosen size, with the chosen number of replicas."""
    chosen = block("vertical", schedule=[]).in_force(MACHINE)
    assert chosen == Vertical(size=MACHINE, sizes=SIZES, count=3)


def test_auto_takes_bounds_target_and_the_whole_schedule() -> None:
    """Demand decides between bounds that the clock moves."""
    chosen = block("auto").in_force(MACHINE)
    assert isinstance(chosen, Auto)
    assert (chosen.min, chosen.max, chosen.count, len(chosen.schedule)) == (1, 6, 3, 5)
    assert chosen.targets == [
        Target(
            name="concurrency",
            metric=TargetMetric.CONCURRENCY,
            predefined="SageMakerVariantConcurrentRequestsPerModelHighResolution",
            value=8,
            scale_in_cooldown_seconds=300,
            scale_out_cooldown_seconds=60,
        )
    ]


@pytest.mark.parametrize(
    ("strategy", "kept"),
    [
        (
            "horizontal",
            ["replicas.max", "replicas.min", "sizes", "target", "schedule[0]", "schedule[1]", "schedule[4]"],
        ),
        ("vertical", ["replicas.max", "replicas.min", "target", "schedule[0]", "schedule[1]", "schedule[4]"]),
        ("auto", ["sizes"]),
    ],
)
def test_fields_of_other_strategies_are_shown_as_kept(strategy: str, kept: list[str]) -> None:
    """What stands in the block but is not in force is named."""
    assert block(strategy).kept() == kept


@pytest.mark.parametrize(
    ("strategy", "fields", "text"),
    [
        ("horizontal", {}, "strategy horizontal lacks replicas.count; add it"),
        ("vertical", {}, "strategy vertical lacks sizes and replicas.count; add them"),
        ("auto", {"replicas": {"count": 2, "max": 3}}, "strategy auto lacks replicas.min; add it"),
    ],
)
def test_a_strategy_without_its_fields_is_refused(strategy: str, fields: dict[str, Any], text: str) -> None:
    """A switch of the word names the fields that are still to be written."""
    assert told(scaling(strategy, **fields)) == [f"{HERE}: {text}"]


def test_the_fields_of_other_strategies_are_checked_too() -> None:
    """A ladder with a typo is refused while the strategy is another."""
    lines = told(scaling("horizontal", replicas={"count": 1}, sizes=["ml.m7i.large", "ml.m7i.large", "ml.nope"]))
    assert lines == [
        f"{HERE}.sizes[1]: ml.m7i.large stands in the ladder twice; leave one",
        f"{HERE}.sizes[2]: 'ml.nope' is not a machine type that the catalogue knows; "
        "write one such as ml.m7i.large or ml.g6.xlarge",
    ]


def test_the_machine_stands_on_its_ladder() -> None:
    """With a ladder in force the machine is one of its steps."""
    ladder = {"strategy": "vertical", "sizes": ["ml.m7i.xlarge", "ml.m7i.2xlarge"], "replicas": {"count": 1}}
    text = "'ml.m7i.large' is not on the ladder; use ml.m7i.xlarge, ml.m7i.2xlarge, or add it to sizes"
    assert told(endpoint(scaling=ladder)) == [f"environment.endpoints.digits.machine: {text}"]


@pytest.mark.parametrize(
    ("replicas", "text"),
    [
        ({"count": 1, "min": 2, "max": 3}, "count 1 is below min 2; raise count or lower min"),
        ({"count": 4, "min": 2, "max": 3}, "count 4 exceeds max 3; lower count or raise max"),
    ],
)
def test_the_start_lies_between_the_bounds(replicas: dict[str, int], text: str) -> None:
    """A number of replicas outside its own bounds is refused."""
    assert told(scaling("auto", replicas=replicas)) == [f"{HERE}.replicas.count: {text}"]


@pytest.mark.parametrize(("machine", "value"), [("ml.m7i.2xlarge", 8), ("ml.g6.xlarge", 8), ("ml.g6.12xlarge", 32)])
def test_the_target_is_derived_from_the_machine(machine: str, value: float) -> None:
    """Without a target each core, or eight requests for each GPU, is aimed at."""
    chosen = block("auto", target=None).in_force(machine)
    assert isinstance(chosen, Auto)
    assert chosen.targets[0].value == value


def test_invocations_need_a_number() -> None:
    """How many requests a minute a replica bears cannot be guessed."""
    config = scaling("auto", replicas={"min": 1, "max": 2}, target={"metric": "invocations"})
    text = "missing; invocations per minute depend on the model, so write how many a replica bears"
    assert told(config) == [f"{HERE}.target.value: {text}"]


def test_a_size_is_idle_where_nothing_climbs() -> None:
    """Under `auto` a scheduled size fires nothing, rather than an action without bounds."""
    schedule = [{"at": "daily 08:00", "size": SIZES[1]}, {"at": "daily 20:00", "size": SIZES[0], "min": 1}]
    spec = block("auto", schedule=schedule)
    assert [spec.in_use(entry) for entry in spec.schedule] == [False, True]
    assert spec.kept() == ["sizes", "schedule[0]"]


def test_the_fewest_and_the_most_count_the_schedule() -> None:
    """What holds at any hour, for quotas and rollouts."""
    spec = block("auto", schedule=[{"at": "daily 08:00", "count": 6}, {"at": "daily 20:00", "min": 1, "max": 6}])
    assert (spec.fewest, spec.most) == (1, 6)
    assert (block("horizontal").fewest, block("horizontal").most) == (3, 4)


def test_every_strategy_reads_what_it_needs() -> None:
    """What it cannot do without is among its fields, so that no other strategy shows it as kept."""
    assert all(set(each.needs) <= set(each.uses) for each in STRATEGIES.values())
