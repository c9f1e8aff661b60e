"""An assumption is marked as such, and one that cannot be is refused."""

import numpy as np
import pytest

from modelhost.planner.service.assume import UNMEASURED_BAND, assumed
from modelhost.planner.service.service import Shape


def test_an_assumed_service_says_so() -> None:
    """Its basis says that nobody measured it, and the band is 30 % either way."""
    service = assumed("ml.m5.xlarge", 120, cv=0.5, slots=3, slowest=2.0)
    assert service.basis.endswith("never measured")
    assert service.band == UNMEASURED_BAND
    assert list(service.slowdown) == [1.0, 1.5, 2.0]


def test_no_spread_is_constant() -> None:
    """With cv 0 every request takes the mean."""
    work = assumed("ml.m5.xlarge", 120, cv=0).work
    assert work.shape is Shape.CONSTANT
    assert list(work.draw(np.random.default_rng(1), 2)) == [0.12, 0.12]


def test_all_that_cannot_be_is_told_at_once() -> None:
    """Four wrong numbers make four lines."""
    with pytest.raises(ValueError, match="mean_ms is 0; give a positive time") as caught:
        assumed("ml.m5.xlarge", 0, cv=-1, slots=0, slowest=0.5)
    assert len(str(caught.value).splitlines()) == 4
