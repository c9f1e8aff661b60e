"""What `modelhost sandbox coverage` tells a reader."""

from __future__ import annotations

from modelhost.sandbox.coverage import WIDTH_CHARACTERS, lines

NAMES = [f"DescribeThing{number}" for number in range(20)]
PARTS = {"extension": NAMES, "ledger": [], "guarded": ["PutThing"], "mended": [], "moto": ["PutThing"], "missing": []}


def test_operations_are_told_by_who_answers_them() -> None:
    """Counts come first, then our own names in words, on lines that a terminal holds."""
    told = lines({"operations": {"things": PARTS}, "resource_types": ["aws:things/thing:Thing"]})
    assert "things: 20 by us, 1 by moto, 0 by nobody" in told
    assert "  by moto, after a check of ours: PutThing" in told
    assert max(map(len, told)) <= WIDTH_CHARACTERS
    assert all(any(name in line for line in told) for name in NAMES)
