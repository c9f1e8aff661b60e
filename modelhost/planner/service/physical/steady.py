"""What requests meet on a server that keeps a number of them running, from the cost of its steps."""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.batching.step import PICOSECOND, Step


class Steady(NamedTuple):
    """Times by the number of requests at once, with the lone one first."""

    first_seconds: Floats
    """(slots,) from arrival to the first token."""
    token_seconds: Floats
    """(slots,) between two tokens, the steps that others' prompts lengthen among them."""


def steady(step: Step, prompt: float, computed: float, output: float, slots: int) -> Steady:
    """Return the times with 1 to *slots* requests at once.

    A request has *prompt* tokens, *computed* of which are not in the cache, and *output* tokens of answer. While it
    makes its tokens each of the others is replaced once, so as many steps carry a prompt. Who arrives waits for the
    rest of the step under way, for the next one where the server schedules ahead, and beside other prompts.
    """
    running = np.arange(1.0, slots + 1)
    decode = _linear(step, running) + step.cache_ps * running * (prompt + output / 2)
    prefill = prefill_ps(step, running, prompt, computed)
    carrying = np.minimum(1.0, (running - 1) / output)
    mean = decode + carrying * prefill
    square = (1 - carrying) * decode**2 + carrying * (decode + prefill) ** 2
    waiting = np.where(running > 1, square / (2 * mean) + step.ahead * mean + carrying * prefill, 0.0)
    own = np.where(running > 1, decode, _linear(step, np.ones(1))[0]) + prefill
    token = np.maximum.accumulate(decode + (running - 1) / output * prefill)
    first = np.maximum.accumulate(step.intake_ps + waiting + own)
    return Steady(first * PICOSECOND, token * PICOSECOND)


def prefill_ps(step: Step, running: Floats, prompt: float, computed: float) -> Floats:
    """Return by how much a prompt lengthens the steps that carry it in pieces beside *running* requests."""
    room = np.maximum(1.0, step.batched_tokens - running)
    pieces, rest = np.divmod(max(1.0, computed), room)
    alone = _linear(step, running)
    full = pieces * (_linear(step, running + room) - alone)
    pairs = computed * (prompt - computed) + computed * (computed + 1) / 2
    return full + _linear(step, running + rest) - alone + step.pair_ps * pairs


def _linear(step: Step, tokens: Floats) -> Floats:
    """Return the time of steps of *tokens*, between whole numbers by a straight line."""
    return np.interp(tokens, np.arange(len(step.linear_ps)), step.linear_ps)
