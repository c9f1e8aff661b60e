"""What is registered with Application Auto Scaling has to be there at any hour, on machines that AWS scales."""

from typing import Any

import pytest

from modelhost.catalog.machine import machine, machines
from tests.spec.kind import HERE, of
from tests.spec.stack import told

AUTO = {"strategy": "auto", "replicas": {"min": 1, "max": 3}, "target": {"metric": "invocations", "value": 60}}
COUNTS = [{"at": "weekdays 08:00", "count": 3}, {"at": "weekdays 20:00", "count": 2}]
SIZES = ["ml.t2.large", "ml.m7i.large"]
FIXED = {"strategy": "horizontal", "replicas": {"count": 2}}
COUNTED = {**FIXED, "schedule": COUNTS}
VERTICAL = {"strategy": "vertical", "replicas": {"count": 2}, "sizes": SIZES}
MOVED = [{"at": "weekdays 08:00", "size": SIZES[1]}, {"at": "weekdays 20:00", "size": SIZES[0]}]
OTHER = "take another family, such as ml.m5.large, or write strategy horizontal without counts in the schedule"


def slow(name: str, what: str) -> str:
    """Return what is told of a burstable machine."""
    return f"{name} is burstable, which AWS does not scale automatically, and {what} does; {OTHER}"


@pytest.mark.parametrize("kind", ["realtime", "components", "multi-model", "async"])
def test_demand_scales_no_burstable_machine(kind: str) -> None:
    """Application Auto Scaling refuses to register one."""
    scaling = {**AUTO, "target": {"metric": "cpu", "value": 0.5}}
    text = slow("ml.t2.medium", "strategy auto")
    assert told(of(kind, machine="ml.t2.medium", scaling=scaling)) == [f"{HERE}.machine: {text}"]


def test_the_clock_scales_no_burstable_machine() -> None:
    """Counts by the clock are registered too."""
    text = slow("ml.t2.large", "schedule[0].count")
    assert told(of("realtime", machine="ml.t2.large", scaling=COUNTED)) == [f"{HERE}.machine: {text}"]


def test_no_burstable_machine_stands_in_for_another() -> None:
    """A machine type that may come where the first is short is registered as well."""
    capacity = {"sizes": ["ml.m7i.large", "ml.t2.large"]}
    text = slow("ml.t2.large", "strategy auto")
    assert told(of("realtime", scaling=AUTO, capacity=capacity)) == [f"{HERE}.capacity.sizes[1]: {text}"]


def test_no_clock_moves_a_counted_endpoint_to_a_burstable_size() -> None:
    """What is registered anew after the move would be refused, at night."""
    both = [{**moved, **counted} for moved, counted in zip(MOVED, COUNTS, strict=True)]
    block = of("realtime", scaling={**VERTICAL, "schedule": both})
    text = slow("ml.t2.large", "schedule[0].count")
    assert told(block) == [f"{HERE}.scaling.sizes[0]: {text}"]


@pytest.mark.parametrize(
    ("machine_type", "scaling"),
    [("ml.t2.large", FIXED), ("ml.m7i.large", {**VERTICAL, "schedule": MOVED}), ("ml.m7i.large", VERTICAL)],
)
def test_a_burstable_machine_that_nothing_scales_is_taken(machine_type: str, scaling: dict[str, Any]) -> None:
    """A count of one's own, and sizes alone, register nothing."""
    assert told(of("realtime", machine=machine_type, scaling=scaling)) == []


def test_the_catalogue_knows_which_machines_are_burstable() -> None:
    """All of the t2 family, and no Trainium, whose names begin alike."""
    assert [name for name in machines() if machine(name).burstable] == [
        "ml.t2.2xlarge",
        "ml.t2.large",
        "ml.t2.medium",
        "ml.t2.xlarge",
    ]


@pytest.mark.parametrize("kind", ["realtime", "multi-model"])
@pytest.mark.parametrize(
    ("scaling", "what", "instead"),
    [
        (
            AUTO,
            "strategy auto",
            "write strategy horizontal or vertical without counts in the schedule, or leave hours out and have kind "
            "async or components rest at replicas.min 0",
        ),
        (COUNTED, "schedule[0].count", "take the counts out of the schedule, or leave hours out"),
    ],
)
def test_what_is_registered_does_not_go_at_night(kind: str, scaling: dict[str, Any], what: str, instead: str) -> None:
    """The target would go with the endpoint, and `pulumi up` would look for it in vain."""
    config = of(kind, scaling={**scaling, "hours": "weekdays 07-20"})
    text = f"'weekdays 07-20' deletes the endpoint every evening, and what {what} registers for scaling goes with it"
    assert told(config) == [
        f"{HERE}.scaling.hours: {text}, so that `pulumi up` and refresh fail until the morning; {instead}"
    ]


@pytest.mark.parametrize(
    "scaling",
    [
        FIXED,
        {"strategy": "vertical", "replicas": {"count": 1}, "sizes": ["ml.m7i.large", "ml.m7i.xlarge"]},
        {**FIXED, "schedule": [{"at": "weekdays 08:00", "min": 2}, {"at": "weekdays 20:00", "min": 1}]},
    ],
)
def test_hours_stand_beside_what_registers_nothing(scaling: dict[str, Any]) -> None:
    """A chosen count or size, and entries that are idle under the strategy."""
    assert told(of("realtime", scaling={**scaling, "hours": "weekdays 07-20"})) == []
