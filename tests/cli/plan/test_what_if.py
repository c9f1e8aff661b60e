"""`--what-if` as people write it."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.cli.plan.what_if import WhatIf, read
from modelhost.operate.problem import OperateError


def test_the_words_of_the_manual_are_read():
    """Factors, times and prices, in any order."""
    assert read("load=2x, startup=300,price=spot") == WhatIf(load=2.0, startup=300.0, price="spot")
    assert read("load=150%,startup=5m,service=0.9,zones=3") == WhatIf(1.5, 300.0, None, 0.9, 3)
    assert read("price=spot,interruptions=0.02").interruptions == 0.02
    assert read("price=spot,interruptions=0").interruptions == 0.0
    assert read(None) == read("") == WhatIf()


def test_what_is_changed_is_said():
    """With its unit."""
    assert read("load=2x,startup=300s,price=spot").said == {"load": "2x", "startup": "300 s", "price": "spot"}
    assert read("price=spot,interruptions=.02").said == {"price": "spot", "interruptions": "0.02 an hour"}


def test_everything_wrong_is_named_at_once():
    """What is not known, and what is not a number."""
    with pytest.raises(OperateError) as refused:
        read("speed=2,load=much,price=free")
    assert str(refused.value) == (
        "--what-if: 'speed' is not known; use load, startup, price, service, zones, interruptions, failures; "
        "load='much' is not a factor such as 2x; price='free' is not one of on-demand, spot, committed"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("interruptions=0.02", "interruptions are those of spot; add price=spot"),
        ("price=spot,interruptions=-1", "interruptions='-1' is not a number per hour such as 0.02"),
        ("price=spot,interruptions=inf", "is not a number per hour"),
    ],
)
def test_interruptions_are_those_of_spot(text: str, says: str):
    """A rate that does not belong, or is none, is refused."""
    with pytest.raises(OperateError, match=says):
        read(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("service=1e300x", "service='1e300x' is more than the 1e+06x that are planned for"),
        ("startup=1e300", "startup='1e300' is more than the 86400 s that are planned for"),
        ("load=1e300x", "load='1e300x' is more than the 1e+12x that are planned for"),
        ("price=spot,interruptions=1e9", "interruptions='1e9' is more than the 60 an hour that are planned for"),
    ],
)
def test_what_is_too_much_is_refused_with_the_most_there_may_be(text: str, says: str):
    """Before anything is counted in nanoseconds or allocated."""
    with pytest.raises(OperateError, match=re.escape(says)):
        read(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str):
    """Never a traceback."""
    with contextlib.suppress(OperateError):
        assert read(text).load != 0
