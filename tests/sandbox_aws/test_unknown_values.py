"""A preview does not know everything yet: any value of any resource may be missing, at any depth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from modelhost.provider.wire import UNKNOWN
from tests.sandbox_aws.cases import CASES, Case
from tests.sandbox_aws.world import RESOURCES, World

BY_TYPE = [pytest.param(case, id=f"{case.type.split(':')[-1]}-{index}") for index, case in enumerate(CASES)]


def _with_one_unknown(value: Any) -> Iterator[Any]:
    """Yield the value once for each place in it, with UNKNOWN there."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield {**value, key: UNKNOWN}
            yield from ({**value, key: other} for other in _with_one_unknown(each))
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield [*value[:index], UNKNOWN, *value[index + 1 :]]
            yield from ([*value[:index], other, *value[index + 1 :]] for other in _with_one_unknown(each))


@pytest.mark.parametrize("case", BY_TYPE)
def test_a_value_that_is_not_known_yet_is_neither_refused_nor_fatal(case: Case, empty_world: World) -> None:
    """Check and diff take UNKNOWN for right wherever it stands."""
    given = case.given(empty_world)
    known = empty_world.check(case.type, given, name="own")
    for news in _with_one_unknown(given):
        inputs, failures = empty_world.failures(case.type, news, name="own")
        assert failures == [], news
        RESOURCES[case.type].diff(empty_world.context, "id", known, known, inputs)
