"""The strategies, one file each: its own fields, what it needs, how it is decided, and what follows from it."""

from modelhost.spec.strategy.auto import Auto
from modelhost.spec.strategy.horizontal import Horizontal
from modelhost.spec.strategy.strategy import Strategy
from modelhost.spec.strategy.table import DEFAULT, STRATEGIES, Word, one_of
from modelhost.spec.strategy.vertical import Vertical

__all__ = ["DEFAULT", "STRATEGIES", "Auto", "Horizontal", "Strategy", "Vertical", "Word", "one_of"]
