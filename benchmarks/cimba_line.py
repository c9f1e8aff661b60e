"""The queue with ten servers on the C engine cimba, whose compiler wants its models at the top of a module."""

import cimba as cb
from cimba import inputs

SERVERS, UTILISATION = 10, 0.8


class Line(cb.Model):
    """Arrivals put into a container, ten servers take from it."""

    interarrival: cb.Input[float] = inputs.dist.exponential(mean=1.0 / (SERVERS * UTILISATION))
    service_time: cb.Input[float] = inputs.dist.exponential(mean=1.0)
    queue: cb.Container
    mean_queue: cb.Output[float]

    @cb.process
    def arrivals(self) -> None:
        """Let customers come."""
        while True:
            cb.hold(self.interarrival.next())
            self.queue.put(1)

    @cb.process(copies=SERVERS)
    def server(self) -> None:
        """Serve one after the other."""
        while True:
            self.queue.get(1)
            cb.hold(self.service_time.next())

    @cb.on_end
    def measure(self) -> None:
        """Keep the mean length of the queue."""
        self.mean_queue = self.queue.mean_level()
