"""The arrays that a simulated fleet lives in; compiled functions read and write them."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from modelhost.planner.array import Counts, Floats

REJECTED, EXPIRED = -1, -2
"""Instead of a latency: turned away; or gone from the queue uncomputed, its caller having given up."""
Ids = npt.NDArray[np.uint32]
"""Places in other arrays; unsigned, because compiled code asks of each signed one whether it is negative."""

NEVER = 1 << 62
"""A time in nanoseconds that no simulation reaches."""
WORD_BITS = 5
"""Binary logarithm of the replicas that one word of the ranking holds: so few that no number in it becomes negative."""


class Phase(IntEnum):
    """What a replica is doing."""

    NONE = 0
    STARTING = 1
    SERVING = 2
    DRAINING = 3


class At(IntEnum):
    """Places of the whole numbers that are the simulation's memory."""

    PRESENT = 0
    """Requests waiting or being computed."""
    PEAK = 1
    """Highest number of them since the last tick."""
    AREA = 2
    """Correction of the sum of present requests over time since the last tick, in request-nanoseconds."""
    BUSY = 3
    """Slots of serving replicas that compute."""
    BUSY_AREA = 4
    """Like AREA, of busy slots."""
    SLOTS = 5
    """Slots of serving replicas."""
    SLOT_AREA = 6
    """Like AREA, of slots in service."""
    TICK_BEGAN = 7
    """When the last tick was."""
    ARRIVED = 8
    """Requests since the last tick."""
    REFUSED = 9
    """Requests turned away since the last tick."""
    SERVING = 10
    """Replicas in service."""
    STARTING = 11
    """Replicas that were launched and do not serve yet."""
    DRAINING = 12
    """Replicas that finish what they hold."""
    WANTED = 13
    """Replicas that the fleet is to have."""
    LOW = 14
    """Fewest replicas now."""
    HIGH = 15
    """Most replicas now."""
    BOUND = 16
    """Next row of the bounds."""
    NEXT_READY = 17
    """When the next starting replica serves."""
    NEXT_GONE = 18
    """When the next draining replica ends."""
    NEXT_BOUND = 19
    """When the bounds move next."""
    NEXT_TICK = 20
    """When the autoscaler is asked next."""
    COUNTED = 21
    """1 once the warm-up is over."""
    CURSOR = 22
    """Bucket of the wheel up to which departures are done."""
    SHIFT = 23
    """Binary logarithm of a bucket's width in nanoseconds."""
    FREE = 24
    """First unused node of the wheel, 0 for none."""
    LOWEST = 25
    """No serving replica has fewer outstanding requests."""
    TURN = 26
    """Whose turn it is, for the round robin."""
    LAUNCHES = 27
    """Replicas launched so far."""
    LINES = 28
    """Lines of the timeline."""
    BALANCER = 29
    """Who gets the next request."""
    LATENCY_NS = 30
    """Longest latency that keeps the promise."""
    TIMEOUT_NS = 31
    """When a caller gives up."""
    KIND = 32
    """Kind of the autoscaler."""
    WARMUP_NS = 33
    """When counting begins."""
    UNSETTLED = 34
    """1 while the fleet waits for larger arrays."""
    SETTLE_NS = 35
    """When it began to wait."""


class Tally(IntEnum):
    """Columns of the counted requests."""

    OFFERED = 0
    WITHIN = 1
    REJECTED = 2
    TIMED_OUT = 3
    STARTED = 4
    WAITED_NS = 5


class Sizes(NamedTuple):
    """What replicas are like, one row per machine type."""

    slots: Counts
    """(sizes,) requests computed at once."""
    room: Counts
    """(sizes,) requests computed and waiting at most."""
    slowdown: Floats
    """(sizes, slots) time of a request that starts as the k-th, over that of a lone one."""
    patience_ns: Counts
    """(sizes, slots) longest wait with which a request that starts as the k-th keeps a promise about tokens."""


class Fleet(NamedTuple):
    """Replicas, one place each; a place is used again after its replica has ended."""

    phase: Counts
    """(places,) a `Phase`."""
    size: Ids
    """(places,) row of `Sizes`."""
    held: Ids
    """(places,) outstanding requests: waiting or being computed."""
    slots: Ids
    """(places,) requests computed at once."""
    room: Ids
    """(places,) requests computed and waiting at most."""
    launched: Counts
    """(places,) how many launches were before."""
    ready_ns: Counts
    """(places,) when it serves."""
    last_ns: Counts
    """(places,) when the last of its requests leaves."""
    free_ns: Counts
    """(places, slots) a heap: when each slot has finished all that is assigned to it."""
    levels: Counts
    """(words, requests) bits of the serving replicas that hold so many outstanding requests."""
    roster: Ids
    """(places,) the serving replicas in the order in which they came into service."""


class Nodes(NamedTuple):
    """Outstanding requests, each in a list of those that leave about then; place 0 is none."""

    following: Ids
    """(nodes,) the next in its list."""
    replica: Ids
    """(nodes,) who holds it."""
    leaves_ns: Counts
    """(nodes,) when it leaves."""
    came_ns: Counts
    """(nodes,) when it arrived."""


class World(NamedTuple):
    """Everything that a simulation remembers from one chunk of requests to the next."""

    now: Counts
    """(At,) its memory."""
    sizes: Sizes
    """The machine types."""
    fleet: Fleet
    """The replicas."""
    heads: Ids
    """(buckets,) first node of each bucket of the wheel, 0 for none."""
    nodes: Nodes
    """Outstanding requests."""
    latency_ns: Counts
    """(requests,) of those that the loop has just handled: `REJECTED`, `EXPIRED`, or from arrival to end."""
    waited_ns: Counts
    """(requests,) from arrival to start; its complement where the wait breaks a promise about tokens."""
    tally: Counts
    """(2, Tally) requests of the warm-up, and after it."""
    histogram: Counts
    """(2, BUCKETS) finished requests by latency, of the warm-up, and after it."""
    hours: Counts
    """(2, hours) offered and kept, by hour of arrival."""
    timeline: Counts
    """(3, lines) when the numbers changed, replicas serving, replicas paid for."""
    bounds: Counts
    """(3, changes) since when, fewest and most replicas."""
    startup_ns: Counts
    """(draws,) time from launch to service, used one after the other, then again from the first."""
    parameters: Floats
    """The autoscaler's numbers."""
    memory: Floats
    """The autoscaler's memory."""
    sample: Floats
    """(SAMPLES,) what the autoscaler sees."""


class Chunk(NamedTuple):
    """Requests that arrive one after the other."""

    arrival_ns: Counts
    """(requests,) ascending."""
    work_seconds: Floats
    """(requests,) time of each alone on an idle replica."""
    dice: Counts
    """(requests,) random numbers below 2**62 for the balancer; empty where it needs none."""
