"""Who runs on a replica: entering, leaving and losing one's place."""

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.batching.queue import prepend
from modelhost.planner.batching.state import (
    BASE,
    CACHED,
    CLOCK,
    CONTEXT,
    ENDING,
    FINISH,
    FIRST,
    LAST,
    MADE,
    ORDER,
    OUTPUT,
    OUTSTANDING,
    PARTIAL,
    PROMPT,
    PUT_BACK,
    REQUEST,
    RUNNING,
    SERIAL,
    STEPS,
    USED,
)
from modelhost.planner.compiled import compiled


@compiled
def finish(row: Counts, flow: Counts, request: int) -> None:
    """Note that *request* has its last token."""
    flow[FINISH, request] = row[CLOCK]
    row[OUTSTANDING] -= 1
    row[ENDING] += 1


@compiled
def enter(row: Counts, slots: Counts, flow: Counts, request: int) -> None:
    """Let *request*, whose prompt is computed and whose next token is made, run on; or finish, if that was its last."""
    held = flow[PROMPT, request] + flow[MADE, request]
    if flow[FIRST, request] < 0:
        flow[FIRST, request] = row[CLOCK]
    remaining = flow[OUTPUT, request] - flow[MADE, request] - 1
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


@compiled
def leave(row: Counts, slots: Counts, slot: int) -> None:
    """Free *slot* and its cache; the last one takes its place."""
    held = slots[BASE, slot] + row[STEPS]
    row[CONTEXT] -= held
    row[USED] -= held
    row[RUNNING] -= 1
    for field in range(slots.shape[0]):
        slots[field, slot] = slots[field, row[RUNNING]]


@compiled
def put_back(row: Counts, slots: Counts, flow: Counts) -> None:
    """Take the cache of the youngest request, which goes to the front of the queue to be computed anew."""
    request = row[PARTIAL]
    if request >= 0:
        row[PARTIAL] = -1
        row[USED] -= flow[PROMPT, request] + flow[MADE, request]
    else:
        slot = int(np.argmax(slots[ORDER, : row[RUNNING]]))
        request = slots[REQUEST, slot]
        flow[MADE, request] = flow[OUTPUT, request] - (slots[LAST, slot] - row[STEPS])
        leave(row, slots, slot)
    flow[CACHED, request] = 0
    prepend(row, flow, request)
    row[PUT_BACK] += 1
