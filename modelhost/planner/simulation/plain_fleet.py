"""The replicas of the reference: who there is, and how they become as many as are wanted."""

from collections.abc import Callable
from itertools import count

from modelhost.planner.simulation.layout import Phase
from modelhost.planner.simulation.plain_balancer import PlainBalancer
from modelhost.planner.simulation.plain_replica import Replica
from modelhost.planner.simulation.run import Run

Later = Callable[[int, Callable[[Replica], None], Replica], None]
"""Does something with a replica after so many nanoseconds."""


class PlainFleet:
    """Replicas: all that were launched and have not ended, and of them in `serving` those that take requests."""

    def __init__(self, run: Run, later: Later) -> None:
        """Begin with the first replicas in service; *later* plans what happens to a replica."""
        self._run, self._later = run, later
        self._launches = 0
        self.balancer = PlainBalancer(run.policy.balancer)
        self.replicas: list[Replica] = []
        self.serving: list[Replica] = []
        self.size, self.updating = run.size, False
        self.zones_lost: set[int] = set()
        for number in range(run.count):
            replica = self._new(number - run.count)
            replica.zone = number % run.zones
            self._serve(replica)

    def settle(self, wanted: int) -> bool:
        """Launch or take away replicas until as many stand as are wanted; say whether an update ended."""
        ladder = self._run.policy.ladder
        if ladder and not self.updating and self.size != wanted - 1:
            self.updating, self.size = True, wanted - 1
        goal = ladder or wanted
        for _ in range(len(self._standing()) - goal):
            self._take_away()
        for _ in range(goal - len(self._standing())):
            replica = self._new(self._launches)
            self._launches += 1
            failing_ns = self._run.failing_ns[replica.launched % len(self._run.failing_ns)]
            if failing_ns:
                self._later(int(failing_ns), self._start, replica)
            else:
                self._start(replica)
        if self.updating and len(self._in(Phase.WAITING)) == goal:
            self._shift()
            return True
        return False

    def end(self, replica: Replica) -> None:
        """End a replica at once, with all that it holds."""
        if replica in self.serving:
            self._leave_service(replica)
        self.replicas.remove(replica)

    def emptied(self, replica: Replica) -> None:
        """Note that a replica holds nothing; a draining one ends."""
        if replica.phase == Phase.DRAINING:
            self.replicas.remove(replica)

    def _in(self, *phases: Phase) -> list[Replica]:
        return [replica for replica in self.replicas if replica.phase in phases]

    def _standing(self) -> list[Replica]:
        """Return the replicas that count towards what is wanted."""
        return self._in(Phase.ASKED, Phase.STARTING, Phase.WAITING if self.updating else Phase.SERVING)

    def _new(self, launched: int) -> Replica:
        taken = {replica.place for replica in self.replicas}
        place = next(place for place in count() if place not in taken)
        service = self._run.services[self.size]
        replica = Replica(place, launched, self.size, service.slots, service.slots + service.queue_limit)
        self.replicas.append(replica)
        return replica

    def _start(self, replica: Replica) -> None:
        """Start a replica for which there is a machine now, in the emptiest zone that has not failed."""
        if replica not in self.replicas:
            return
        zones = [each.zone for each in self.replicas if each.paid]
        open_zones = [zone for zone in range(self._run.zones) if zone not in self.zones_lost]
        replica.zone = min(open_zones, key=zones.count)
        replica.phase = Phase.STARTING
        self._later(int(self._run.startup_ns[replica.launched % len(self._run.startup_ns)]), self._ready, replica)

    def _ready(self, replica: Replica) -> None:
        if replica not in self.replicas:
            return
        if self.updating:
            replica.phase = Phase.WAITING
        else:
            self._serve(replica)

    def _serve(self, replica: Replica) -> None:
        replica.phase = Phase.SERVING
        self.serving.append(replica)

    def _shift(self) -> None:
        """Drain the replicas of the old size, and let those of the new one serve."""
        for replica in list(self.serving):
            self._drain(replica)
        for replica in sorted(self._in(Phase.WAITING), key=lambda each: each.launched):
            self._serve(replica)
        self.updating = False

    def _take_away(self) -> None:
        """Stop the youngest of those that start, then of those that wait, else drain one of the least busy."""
        candidates = self._in(Phase.ASKED, Phase.STARTING) or (self._in(Phase.WAITING) if self.updating else [])
        if candidates:
            self.replicas.remove(max(candidates, key=lambda replica: replica.launched))
        else:
            self._drain(min(self.serving, key=lambda replica: (replica.outstanding, -replica.launched)))

    def _drain(self, replica: Replica) -> None:
        self._leave_service(replica)
        replica.phase = Phase.DRAINING
        if not replica.outstanding:
            self.replicas.remove(replica)

    def _leave_service(self, replica: Replica) -> None:
        self.balancer.struck(self.serving.index(replica))
        self.serving.remove(replica)
