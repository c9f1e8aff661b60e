"""Every strategy by its word: a new one is a file beside this one, and a line in the table."""

from modelhost.spec.strategy import auto, horizontal, vertical
from modelhost.spec.strategy.auto import Auto
from modelhost.spec.strategy.horizontal import Horizontal
from modelhost.spec.strategy.plan import Plan
from modelhost.spec.strategy.vertical import Vertical
from modelhost.spec.strategy_name import Strategy

InForce = Horizontal | Vertical | Auto
"""A strategy with every value decided."""

STRATEGIES: dict[Strategy, Plan[Horizontal] | Plan[Vertical] | Plan[Auto]] = {
    Strategy.HORIZONTAL: horizontal.PLAN,
    Strategy.VERTICAL: vertical.PLAN,
    Strategy.AUTO: auto.PLAN,
}
"""The strategies by their word."""
