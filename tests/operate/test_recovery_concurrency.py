"""Provisioned concurrency that an interrupted update had lost."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.operate.recovery.concurrency import fallen


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        ({"MaxConcurrency": 10}, {"main": 4}),
        ({"MaxConcurrency": 10, "ProvisionedConcurrency": 5}, {}),
        ({"MaxConcurrency": 3, "ProvisionedConcurrency": 1}, {"main": 3}),
        (None, {}),
    ],
)
def test_what_fell_is_raised(live: dict[str, Any] | None, expected: dict[str, int]) -> None:
    """Never above the ceiling of what is live, never lower than now, and of serverless variants only."""
    assert fallen({"main": 4}, {"main": live}) == expected
