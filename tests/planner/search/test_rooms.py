"""What is refused because no fleet that is planned for bears it."""

from __future__ import annotations

import pytest

from modelhost.planner.load.scale import scaled
from modelhost.planner.search.rooms import LARGEST, LoadError, check_load
from tests.planner.question import offer, question, trace


def test_a_load_beyond_the_largest_fleet_is_refused_with_what_it_needs() -> None:
    """Also where no request keeps the promise; the machine that bears most decides."""
    offers = [offer(), offer("ml.m5.xlarge", 0.2, 1.0)]
    asked = question(trace=scaled(trace(1, swing=0.0), 1e6), offers=tuple(offers))
    with pytest.raises(LoadError, match=r"a second needs [0-9,]{9} replicas of ml.m5.xlarge .* up to 2,000"):
        check_load(asked, offers, [1.0, 2.0])
    with pytest.raises(LoadError, match="xlarge"):
        check_load(asked, offers, [0.0, 0.0])
    check_load(asked, offers, [1.0, 1.7e6 * 1.5 / LARGEST])
