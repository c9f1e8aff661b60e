"""Who runs on a replica: entering, leaving and losing one's place."""

from modelhost.planner.array import Counts
from modelhost.planner.batching.queue import prepend
from modelhost.planner.batching.state import (
    BASE,
    CLOCK,
    CONTEXT,
    ENDING,
    LAST,
    ORDER,
    OUTSTANDING,
    PARTIAL,
    PUT_BACK,
    REQUEST,
    RUNNING,
    SERIAL,
    STEPS,
    USED,
    Flow,
)
from modelhost.planner.compiled import leaf


@leaf
def finish(row: Counts, flow: Flow, request: int) -> None:
    """Note that *request* has its last token."""
    flow.finish_ps[request] = row[CLOCK]
    row[OUTSTANDING] -= 1
    row[ENDING] += 1


@leaf
def enter(row: Counts, slots: Counts, flow: Flow, request: int) -> None:
    """Let *request*, whose prompt is computed and whose next token is made, run on; or finish, if that was its last."""
    held = flow.prompt[request] + flow.made[request]
    if flow.first_ps[request] < 0:
        flow.first_ps[request] = row[CLOCK]
    remaining = flow.output[request] - flow.made[request] - 1
    if remaining == 0:
        row[USED] -= held
        finish(row, flow, request)
        return
    slot = row[RUNNING]
    slots[REQUEST, slot] = request
    slots[LAST, slot] = row[STEPS] + remaining
    slots[BASE, slot] = held - row[STEPS]
    slots[ORDER, slot] = row[SERIAL]
    row[SERIAL] += 1
    row[RUNNING] += 1
    row[CONTEXT] += held


@leaf
def leave(row: Counts, slots: Counts, slot: int) -> None:
    """Free *slot* and its cache; the last one takes its place."""
    held = slots[BASE, slot] + row[STEPS]
    row[CONTEXT] -= held
    row[USED] -= held
    row[RUNNING] -= 1
    for field in range(slots.shape[0]):
        slots[field, slot] = slots[field, row[RUNNING]]


@leaf
def youngest(slots: Counts, running: int) -> int:
    """Return the slot of the request that began to run last; somebody must run."""
    found = 0
    for slot in range(1, running):
        if slots[ORDER, slot] > slots[ORDER, found]:
            found = slot
    return found


@leaf
def put_back(row: Counts, slots: Counts, flow: Flow) -> None:
    """Take the cache of the youngest request, which goes to the front of the queue to be computed anew."""
    request = row[PARTIAL]
    if request >= 0:
        row[PARTIAL] = -1
        row[USED] -= flow.prompt[request] + flow.made[request]
    else:
        slot = youngest(slots, row[RUNNING])
        request = slots[REQUEST, slot]
        flow.made[request] = flow.output[request] - (slots[LAST, slot] - row[STEPS])
        leave(row, slots, slot)
    flow.first_ps[request] = max(-1, flow.first_ps[request])
    prepend(row, flow, request)
    row[PUT_BACK] += 1
