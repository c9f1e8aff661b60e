"""Prompts in pieces: what the running requests leave of a step goes to the oldest prompts."""

from modelhost.planner.array import Counts
from modelhost.planner.batching.queue import pop, ready_ps
from modelhost.planner.batching.state import (
    BEFORE,
    CLOCK,
    HEAD,
    LEFT,
    PARTIAL,
    RUNNING,
    USED,
    Flow,
)
from modelhost.planner.batching.step import Step
from modelhost.planner.compiled import leaf


@leaf
def seen(row: Counts, flow: Flow, step: Step) -> bool:
    """Whether the first of the queue had come when the next step was scheduled."""
    scheduled = row[BEFORE] if step.ahead else row[CLOCK]
    return bool(ready_ps(flow, row[HEAD]) <= scheduled)


@leaf
def fits(row: Counts, flow: Flow, step: Step, joined: int) -> bool:
    """Whether there is a first of the queue, and room for it in a step that *joined* others joined already."""
    request = row[HEAD]
    if request < 0 or row[PARTIAL] >= 0 or row[RUNNING] + joined >= step.sequences:
        return False
    return bool(row[USED] + flow.prompt[request] + flow.made[request] <= step.cache_tokens)


@leaf
def admit(row: Counts, flow: Flow) -> None:
    """Begin with the prompt of the first of the queue; what it had made before it was put back is computed as well."""
    request = pop(row, flow)
    length = flow.prompt[request] + flow.made[request]
    row[PARTIAL] = request
    row[LEFT] = length - min(max(0, -1 - flow.first_ps[request]), length - 1)
    row[USED] += length


@leaf
def take_prompts(row: Counts, flow: Flow, step: Step, done: Counts) -> tuple[int, int, int]:
    """Spend what the running requests leave of a step on prompts.

    Returns tokens, pairs of tokens that look at each other, and how many prompts are complete, which *done* lists.
    """
    budget = step.linear_ps.size - 1 - row[RUNNING]
    tokens, pairs, complete = 0, 0, 0
    while tokens < budget:
        if row[PARTIAL] < 0:
            if not fits(row, flow, step, complete) or not seen(row, flow, step):
                break
            admit(row, flow)
        request = row[PARTIAL]
        piece = min(row[LEFT], budget - tokens)
        before = flow.prompt[request] + flow.made[request] - row[LEFT]
        pairs += piece * before + piece * (piece + 1) // 2
        tokens += piece
        row[LEFT] -= piece
        if row[LEFT] == 0:
            done[complete] = request
            complete += 1
            row[PARTIAL] = -1
    return tokens, pairs, complete
