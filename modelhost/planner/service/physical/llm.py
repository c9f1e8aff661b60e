"""The service of a language model from its widths and the machine's data sheet, where nobody measured it."""

import math

import numpy as np

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.memory import memory
from modelhost.footprint.serving import Serving
from modelhost.planner.batching.step import Step
from modelhost.planner.load.trace import Tokens
from modelhost.planner.service.assume import UNMEASURED_BAND
from modelhost.planner.service.copies import side_by_side
from modelhost.planner.service.physical.cost import step
from modelhost.planner.service.physical.scalar import FITTED, FITTED_BAND, FITTED_ON, Scalars
from modelhost.planner.service.physical.spread import kept_by
from modelhost.planner.service.physical.steady import held_tokens, lone_seconds, steady
from modelhost.planner.service.service import Service, Shape, Work

QUANTILES = 201
UNLIMITED_TOKENS = 10**12
"""What a model holds that keeps no cache, such as an encoder."""


def llm(
    architecture: Architecture,
    machine: Machine,
    serving: Serving,
    tokens: Tokens,
    cached_share: float = 0.0,
    scalars: Scalars = FITTED,
    copies: int | None = None,
    share: float = 0.99,
) -> Service:
    """Return the service of *architecture* on one *machine* with so many *copies* side by side, all that fit when none.

    Requests have the lengths of *tokens*; *cached_share* of each prompt is found in the cache (0 to 1). LookupError
    when the machine has no data sheet or no room for one request. The times of tokens are those that *share* of the
    requests keep, as a promise is about single requests and not about their mean.
    """
    cost = server(architecture, machine, serving, scalars)
    prompt, output = (max(1.0, float(tokens.share @ of)) for of in (tokens.input_tokens, tokens.output_tokens))
    held = held_tokens(tokens)
    slots = min(cost.sequences, math.floor(cost.cache_tokens / held))
    if slots < 1 or prompt + output > cost.cache_tokens:
        raise LookupError(
            f"{machine.name}: its cache holds {cost.cache_tokens:,} tokens, one request needs {prompt + output:,.0f}; "
            "use a larger machine or a narrower dtype"
        )
    met = steady(cost, prompt, prompt * (1 - cached_share), output, slots, held)
    seconds = met.first_seconds + (output - 1) * met.token_seconds
    kept = kept_by(cost, tokens, cached_share, met, share)
    one = Service(
        machine=machine.name,
        work=work(cost, tokens, cached_share),
        slowdown=seconds / seconds[0],
        first_seconds=kept.first_seconds,
        token_seconds=kept.token_seconds,
        basis=basis(machine, serving, scalars),
        band=band(machine),
    )
    return side_by_side(one, copies or memory(architecture, machine, serving).replicas)


def server(architecture: Architecture, machine: Machine, serving: Serving, scalars: Scalars = FITTED) -> Step:
    """Return what a step costs on one copy of the model on *machine*, for the engine of continuous batching."""
    if machine.accelerator is None or not machine.gpu:
        raise LookupError(
            f"{machine.name}: has no NVIDIA GPU, which the physical model is about; measure the model there"
        )
    room = memory(architecture, machine, serving)
    held = room.kv_tokens if room.request_gib else UNLIMITED_TOKENS
    if room.replicas < 1 or held < 1 or room.cache_gib < 0:
        raise LookupError(
            f"{machine.name}: {room.weights_gib * serving.devices:.1f} GiB of weights on {serving.devices} devices "
            f"leave no cache on {machine.text}; use a larger machine, more accelerators or a narrower dtype"
        )
    return step(architecture, machine.accelerator, serving, scalars, held)


def work(cost: Step, tokens: Tokens, cached_share: float = 0.0) -> Work:
    """Return the time of a lone request, spread as the lengths of prompts and answers are."""
    lone = lone_seconds(cost, tokens.input_tokens, tokens.input_tokens * (1 - cached_share), tokens.output_tokens)
    mean = float(tokens.share @ lone)
    if len(lone) == 1:
        return Work(mean, Shape.CONSTANT, 0.0)
    order = np.argsort(lone)
    places = np.cumsum(tokens.share[order]) - tokens.share[order] / 2
    quantiles = np.interp(np.linspace(0, 1, QUANTILES), places, lone[order])
    return Work(mean, Shape.EMPIRICAL, float(np.sqrt(tokens.share @ (lone - mean) ** 2) / mean), quantiles)


def band(machine: Machine) -> tuple[float, float]:
    """Return the factors of 80 of 100 cases: from the fit where that accelerator was measured, else 30 % or more."""
    if machine.accelerator is not None and machine.accelerator.name in FITTED_ON:
        return FITTED_BAND
    return min(FITTED_BAND[0], UNMEASURED_BAND[0]), max(FITTED_BAND[1], UNMEASURED_BAND[1])


def basis(machine: Machine, serving: Serving, scalars: Scalars) -> str:
    """Return in words where the times come from."""
    chip = machine.accelerator.name if machine.accelerator else "no accelerator"
    known = "measured" if chip in FITTED_ON else "never measured"
    return (
        f"physical model: data sheet of {chip} ({known}), TP {serving.tensor_parallel}, {scalars.bandwidth:.0%} of the "
        f"bandwidth, {scalars.layer_seconds * 1e6:.0f} us a layer, {scalars.intake_seconds * 1e3:.0f} ms of intake"
    )
