"""Every strategy with what it needs and reads: a new one is a file beside this one, and a line here."""

from typing import NamedTuple

from modelhost.spec.strategy import auto, horizontal, vertical
from modelhost.spec.strategy_name import Strategy


class Plan(NamedTuple):
    """What a strategy needs and reads of the scaling block."""

    needs: tuple[str, ...]
    """Fields that it cannot do without."""
    uses: tuple[str, ...]
    """Fields that it reads."""


STRATEGIES = {
    Strategy.HORIZONTAL: Plan(horizontal.NEEDS, horizontal.USES),
    Strategy.VERTICAL: Plan(vertical.NEEDS, vertical.USES),
    Strategy.AUTO: Plan(auto.NEEDS, auto.USES),
}
"""The strategies by their word."""
