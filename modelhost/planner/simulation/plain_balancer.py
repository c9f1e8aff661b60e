"""The balancers of the reference; each says in Python what the compiled one says in arrays."""

from modelhost.planner.policy import Balancer
from modelhost.planner.simulation.plain_replica import Replica

HALF_BITS = 31


class PlainBalancer:
    """Chooses who gets the next request, and remembers whose turn it is."""

    def __init__(self, balancer: Balancer) -> None:
        """Choose as *balancer* says."""
        self._balancer = balancer
        self._turn = 0

    def choose(self, serving: list[Replica], dice: int) -> Replica:
        """Return one of *serving*, which stand in the order in which they came into service."""
        match self._balancer:
            case Balancer.LEAST_OUTSTANDING:
                return min(serving, key=lambda replica: (replica.outstanding, replica.place))
            case Balancer.ROUND_ROBIN:
                place = self._turn if self._turn < len(serving) else 0
                self._turn = place + 1
                return serving[place]
            case Balancer.RANDOM:
                return serving[_spread(dice, len(serving))]
            case Balancer.POWER_OF_TWO:
                return _less_busy(serving, dice)
        return _by_slots(serving, dice)

    def struck(self, place: int) -> None:
        """Note that the replica at *place* of those serving has left."""
        if self._turn > place:
            self._turn -= 1


def _spread(dice: int, count: int) -> int:
    return (dice % (1 << HALF_BITS)) * count >> HALF_BITS


def _less_busy(serving: list[Replica], dice: int) -> Replica:
    first = _spread(dice, len(serving))
    if len(serving) == 1:
        return serving[0]
    second = (first + 1 + _spread(dice >> HALF_BITS, len(serving) - 1)) % len(serving)
    return min(serving[first], serving[second], key=lambda replica: replica.outstanding)


def _by_slots(serving: list[Replica], dice: int) -> Replica:
    left = _spread(dice, sum(replica.slots for replica in serving))
    for replica in serving:
        left -= replica.slots
        if left < 0:
            return replica
    return serving[-1]
