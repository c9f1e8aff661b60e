"""An endpoint registers a known number of resources, so that previews of many endpoints stay bearable."""

import pytest

from infra.hosting import MAX_RESOURCES_PER_ENDPOINT, MAX_RESOURCES_WITH_EVERYTHING, MAX_RESOURCES_WITH_LADDER
from tests.infra.conftest import DIGITS, of_digits

LARGE = {
    **DIGITS,
    "machine": "ml.g6.12xlarge",
    "alarms": {"quiet_minutes": 30},
    "model": {"artifact": "./model", "framework": "pytorch"},
    "scaling": {**DIGITS["scaling"], "sizes": []},
}
SIZES = ["ml.g6.12xlarge", "ml.g6.24xlarge", "ml.g6.48xlarge"]
CLIMBING = {
    **LARGE,
    "scaling": {
        "strategy": "vertical",
        "replicas": {"count": 2},
        "sizes": SIZES,
        "ladder": {"metric": "gpu", "up_above": 0.8, "down_below": 0.2},
        "schedule": [{"at": "weekdays 08:30", "size": SIZES[1]}, {"at": "weekdays 19:30", "size": SIZES[0]}],
        "hours": {"at": "weekdays 07-21"},
    },
}
CHALLENGER = {"model": {"artifact": "./model", "framework": "pytorch"}, "weight": 0.1}
CLOCKED = [
    {"at": "weekdays 08:30", "size": SIZES[1], "count": 3},
    {"at": "weekdays 19:30", "size": SIZES[0], "count": 2},
]
EVERYTHING = {
    **CLIMBING,
    "capture": {"sample": 0.1},
    "scaling": {**{key: value for key, value in CLIMBING["scaling"].items() if key != "hours"}, "schedule": CLOCKED},
}


def test_the_largest_endpoint_has_the_stated_number(run):
    """A GPU endpoint with an SLO that follows demand: previews of many endpoints stay bearable."""
    found = run(endpoints={"digits": LARGE})
    assert len(of_digits(found)) == MAX_RESOURCES_PER_ENDPOINT


def test_the_largest_ladder_has_the_stated_number(run):
    """State machine, roles, rules and schedules come on top, and a configuration per size."""
    found = run(endpoints={"digits": CLIMBING})
    assert len(of_digits(found)) == MAX_RESOURCES_WITH_LADDER


@pytest.mark.parametrize(("challengers", "more"), [(["second"], 0), (["second", "third"], 4)])
def test_every_word_at_once_has_the_stated_number(run, challengers, more):
    """Counts by the clock, which exclude hours, and challengers with models and alarms of their own come on top."""
    block = {**EVERYTHING, "challengers": dict.fromkeys(challengers, CHALLENGER)}
    found = run(endpoints={"digits": block})
    assert len(of_digits(found)) == MAX_RESOURCES_WITH_EVERYTHING + more
