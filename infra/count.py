"""Who owns the number of an endpoint's replicas, and who its machine type."""

from collections.abc import Sequence

from modelhost.spec.strategy import Auto, Horizontal, Vertical

Strategy = Horizontal | Vertical | Auto


def owned_count(strategy: Strategy) -> int | None:
    """Return the replicas that Pulumi keeps; none when demand or a schedule owns their number."""
    if isinstance(strategy, Auto) or any(entry.numbers() for entry in strategy.schedule):
        return None
    return strategy.count


def bounds(strategy: Strategy) -> tuple[int, int]:
    """Return the fewest and the most replicas, but for what a schedule says."""
    return (strategy.min, strategy.max) if isinstance(strategy, Auto) else (strategy.count, strategy.count)


def chosen_sizes(strategy: Strategy) -> Sequence[str]:
    """Return the machine types that a clock or an alarm chooses from, the stack file's first; else none."""
    if not isinstance(strategy, Vertical) or not strategy.clock_owned_size:
        return []
    return list(dict.fromkeys([strategy.size, *strategy.sizes]))
