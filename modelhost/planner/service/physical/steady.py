"""What requests meet on a server that keeps a number of them running, from the cost of its steps."""

from typing import NamedTuple

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.batching.step import PICOSECOND, Step
from modelhost.planner.load.trace import Tokens


class Steady(NamedTuple):
    """Times by the number of requests at once, with the lone one first."""

    first_seconds: Floats
    """(slots,) from arrival to the first token."""
    token_seconds: Floats
    """(slots,) between two tokens, the steps that others' prompts lengthen among them."""


def held_tokens(tokens: Tokens) -> float:
    """Return the tokens of the cache that a running request holds on average; who answers long is there longer."""
    stay = tokens.share * np.maximum(1.0, tokens.output_tokens)
    return float(stay @ (tokens.input_tokens + tokens.output_tokens / 2) / stay.sum())


def steady(step: Step, prompt: float, computed: float, output: float, slots: int, held: float | None = None) -> Steady:
    """Return the times with 1 to *slots* requests at once, each of which holds *held* tokens of the cache.

    A request has *prompt* tokens, *computed* of which are not in the cache, and *output* tokens of answer. While it
    makes its tokens each of the others is replaced once, so as many steps carry a prompt. Who arrives waits for the
    rest of the step under way, for the next one where the server schedules ahead, and beside other prompts.
    """
    running = np.arange(1.0, slots + 1)
    decode = _linear(step, running) + step.cache_ps * running * (held or prompt + output / 2)
    prefill = prefill_ps(step, running, prompt, computed)
    carrying = np.minimum(1.0, (running - 1) / output)
    mean = decode + carrying * prefill
    square = (1 - carrying) * decode**2 + carrying * (decode + prefill) ** 2
    waiting = np.where(running > 1, square / (2 * mean) + step.ahead * mean + carrying * prefill, 0.0)
    own = np.where(running > 1, decode, _linear(step, np.ones(1))[0]) + prefill
    token = np.maximum.accumulate(decode + (running - 1) / output * prefill)
    first = np.maximum.accumulate(step.intake_ps + waiting + own)
    return Steady(first * PICOSECOND, token * PICOSECOND)


def lone_seconds(step: Step, prompt: Floats, computed: Floats, output: Floats) -> Floats:
    """Return (requests,) whole times of requests on an idle server, by the lengths of each."""
    one = np.ones(1)
    first = step.intake_ps + _linear(step, one) + prefill_ps(step, one, prompt, computed)
    further = np.maximum(0.0, output - 1)
    each = _linear(step, one) + step.cache_ps * (prompt + output / 2)
    return np.asarray((first + further * each) * PICOSECOND)


def prefill_ps(step: Step, running: Floats, prompt: Floats | float, computed: Floats | float) -> Floats:
    """Return by how much a prompt lengthens the steps that carry it in pieces beside *running* requests."""
    room = np.maximum(1.0, step.batched_tokens - running)
    pieces, rest = np.divmod(np.maximum(1.0, computed), room)
    alone = _linear(step, running)
    full = pieces * (_linear(step, running + room) - alone)
    pairs = computed * (prompt - computed) + computed * (computed + 1) / 2
    return full + _linear(step, running + rest) - alone + step.pair_ps * pairs


def _linear(step: Step, tokens: Floats) -> Floats:
    """Return the time of steps of *tokens*, between whole numbers by a straight line."""
    return np.interp(tokens, np.arange(len(step.linear_ps)), step.linear_ps)
