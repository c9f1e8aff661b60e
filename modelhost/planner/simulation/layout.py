"""The arrays that a simulated fleet lives in; compiled functions read and write them."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from modelhost.planner.array import Counts, Floats

NEVER = 1 << 62
"""A time in nanoseconds that no simulation reaches."""
WORD_BITS = 6
"""Binary logarithm of the replicas that one word of the ranking holds."""
REJECTED, EXPIRED = -1, -2
"""Instead of a latency: turned away; or gone from the queue uncomputed, its caller having given up."""
Ids = npt.NDArray[np.uint32]
"""Places in other arrays; unsigned, because compiled code asks of each signed one whether it is negative."""


Bits = npt.NDArray[np.uint64]
"""Words of bits."""


class Phase(IntEnum):
    """What a replica is doing."""

    NONE = 0
    ASKED = 1
    """No machine was found for it yet; not paid for."""
    STARTING = 2
    WAITING = 3
    """Ready, and waiting until all of its new size are."""
    SERVING = 4
    DRAINING = 5


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
    """Replicas that were launched, or should be, and are not ready."""
    DRAINING = 12
    """Replicas that finish what they hold."""
    WANTED = 13
    """Replicas that the fleet is to have; with a ladder the place of its size, from 1."""
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
    ASKED = 36
    """Of the starting replicas, those that no machine was found for."""
    WAITING = 37
    """Replicas of a new size that are ready."""
    LADDER = 38
    """Replicas of a fleet whose size moves instead of their number; 0 where the number moves."""
    SIZE = 39
    """Row of the machine type that is launched."""
    UPDATING = 40
    """1 while replicas of a new size start beside those of the old one."""
    NEXT_MISHAP = 41
    """When something goes wrong next."""
    MISHAP = 42
    """Next row of the mishaps."""
    ZONES = 43
    """Zones that launches are spread over."""
    ZONES_LOST = 44
    """Bits of the zones that have failed."""
    COUNTED_NS = 45
    """When counting began, or will."""
    ALIKE = 46
    """1 if no request is ever slower in company or on another size, and none was promised tokens in time."""


MOST = (1 << 31) - 1
"""No place in an array is higher; compiled code that is told so does not ask whether it is negative."""
WIDTH_BITS = 3
"""Binary logarithm of the columns of a replica and of a node, so that the place of a number is a shift away."""


class Row(IntEnum):
    """Columns of a replica, of 8."""

    PHASE = 0
    HELD = 1
    """Outstanding requests: waiting or being computed."""
    SLOTS = 2
    """Requests computed at once."""
    ROOM = 3
    """Requests computed and waiting at most."""
    SIZE = 4
    """Row of the machine type."""
    DUE_NS = 5
    """When it is ready, and then when the last of its requests leaves."""
    LAUNCHED = 6
    """How many launches were before."""
    ZONE = 7


class Node(IntEnum):
    """Columns of an outstanding request, of 8; row 0 is none."""

    FOLLOWING = 0
    """The next that leaves about then."""
    REPLICA = 1
    LEAVES_NS = 2
    CAME_NS = 3
    WAITED_NS = 4
    """As in `Score`; `NEVER` for one that leaves uncomputed."""


class Tally(IntEnum):
    """Columns of the counted requests."""

    OFFERED = 0
    WITHIN = 1
    REJECTED = 2
    TIMED_OUT = 3
    STARTED = 4
    LOST = 5
    WAITED_NS = 6


class Mishap(IntEnum):
    """What goes wrong."""

    TAKEN = 0
    """The machine with that number, the oldest first, is taken back, if there are so many."""
    ZONE_LOST = 1
    ZONE_BACK = 2


class Fleet(NamedTuple):
    """Replicas, one place each; a place is used again after its replica has ended."""

    now: Counts
    """(At,) the simulation's memory."""
    rows: Counts
    """(places, 8) the replicas, columns as in `Row`."""
    flat: Counts
    """(8 * places,) the same memory."""
    free_ns: Counts
    """(places, slots) a heap: when each slot has finished all that is assigned to it."""
    levels: Bits
    """(words, requests) bits of the serving replicas that hold so many outstanding requests."""
    roster: Counts
    """(places,) the serving replicas in the order in which they came into service."""
    sizes: Counts
    """(sizes, 2) slots and room of each machine type."""
    startup_ns: Counts
    """(draws,) time from launch to service, used one after the other, then again from the first."""
    failing_ns: Counts
    """(draws,) time until a machine is found, likewise."""


class Wheel(NamedTuple):
    """Outstanding requests by the time when they leave."""

    heads: Ids
    """(buckets,) first node of each bucket, 0 for none."""
    filled: Bits
    """(words,) bits of the buckets that may have a node; all others have none."""
    nodes: Counts
    """(8 * nodes,) the requests, one after the other, columns as in `Node`."""


class Speed(NamedTuple):
    """How fast a replica computes."""

    slowdown: Floats
    """(sizes, slots) time of a request that starts as the k-th, over that of a lone one on the first size."""
    patience_ns: Counts
    """(sizes, slots) longest wait with which a request that starts as the k-th keeps a promise about tokens."""


class Score(NamedTuple):
    """What became of requests."""

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


class Plan(NamedTuple):
    """What moves the fleet."""

    bounds: Counts
    """(3, changes) since when, fewest and most replicas."""
    mishaps: Counts
    """(3, mishaps) when, a `Mishap`, and the number of the machine or the zone."""
    parameters: Floats
    """The autoscaler's numbers."""
    memory: Floats
    """The autoscaler's memory."""
    fresh: Floats
    """That memory as it was at first."""
    sample: Floats
    """(SAMPLES,) what the autoscaler sees."""
    timeline: Counts
    """(3, lines) when the numbers changed, replicas serving, paid for; then a row of those paid for of each size."""


class World(NamedTuple):
    """Everything that a simulation remembers from one chunk of requests to the next."""

    fleet: Fleet
    wheel: Wheel
    speed: Speed
    score: Score
    plan: Plan


class Chunk(NamedTuple):
    """Requests that arrive one after the other."""

    arrival_ns: Counts
    """(requests,) ascending."""
    work_seconds: Floats
    """(requests,) time of each alone on an idle replica."""
    dice: Counts
    """(requests,) random numbers below 2**62 for the balancer; empty where it needs none."""
