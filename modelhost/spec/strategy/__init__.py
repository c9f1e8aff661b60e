"""The strategies, one file each: its own fields, what it needs, and how it is decided."""

from modelhost.spec.strategy.auto import Auto
from modelhost.spec.strategy.horizontal import Horizontal
from modelhost.spec.strategy.table import STRATEGIES, InForce
from modelhost.spec.strategy.vertical import Vertical
from modelhost.spec.strategy_name import Strategy

__all__ = ["STRATEGIES", "Auto", "Horizontal", "InForce", "Strategy", "Vertical"]
