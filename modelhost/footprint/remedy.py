"""What to change so that a model fits: fewer bits, fewer requests, shorter ones, or another machine; cheapest first."""

from collections.abc import Iterator
from typing import NamedTuple

from modelhost.catalog.machine import Machine, machine, machines
from modelhost.catalog.price import BASE, usd_per_hour
from modelhost.catalog.region import offered
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.ladder import formats, runs
from modelhost.footprint.memory import Memory, memory
from modelhost.footprint.parallel import least, splits
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import BYTES

MOST = 3
CONTEXT_STEP = 256
"""Shorter contexts are proposed in such steps; below MIN_CONTEXT a model is of little use."""
MIN_CONTEXT = 1024


class Remedy(NamedTuple):
    """One change after which the model fits."""

    text: str
    """What to write, such as `dtype fp8`."""
    usd_per_hour: float
    """What it adds to the price of one replica; below 0 when it saves."""
    machine: str
    """The machine type it runs on then."""
    serving: Serving
    """What the server is told then."""


def remedies(
    architecture: Architecture, here: Machine, serving: Serving, region: str | None = None, split: bool = True
) -> list[Remedy]:
    """Return the MOST cheapest remedies, and the cheapest other machine when it is none of them.

    The price is that of *region*, us-east-1 when none is known. Without *split* the split stays as it is.
    """
    changed = list(_words(architecture, here, serving, split)) or _both(architecture, here, serving, split)
    others = _machines(architecture, here, serving, region or BASE, split)[: MOST - bool(changed)]
    ranked = sorted([*changed, *others], key=lambda each: each.usd_per_hour)
    chosen = ranked[:MOST]
    return chosen if any(each in others for each in chosen) else [*chosen, *others[:1]]


def _words(architecture: Architecture, here: Machine, serving: Serving, split: bool) -> Iterator[Remedy]:
    """Yield the changes of one word that let the model fit the same machine, at no price."""
    spread = None if split else least(architecture, here, serving)
    if spread is not None:
        stages = f" with pipeline_parallel {spread.pipeline_parallel}" if spread.pipeline_parallel > 1 else ""
        yield Remedy(f"tensor_parallel {spread.tensor_parallel}{stages}", 0.0, here.name, spread)
    own = serving.dtype or architecture.dtype
    for dtype in formats(here):
        tried = _fitted(architecture, here, serving._replace(dtype=dtype), split)
        if BYTES[dtype] < BYTES[own] and tried is not None:
            yield Remedy(f"dtype {dtype}", 0.0, here.name, tried)
            break
    fewer = _fewer(architecture, here, serving, split)
    if fewer is not None:
        yield Remedy(f"concurrency {fewer.concurrency}", 0.0, here.name, fewer)
    shorter = _shorter(architecture, here, serving, split)
    if shorter is not None:
        yield Remedy(f"context {shorter.context:,}", 0.0, here.name, shorter)
    small = serving._replace(kv_dtype="fp8")
    tried = None if serving.kv_dtype or not _small_cache(here) else _fitted(architecture, here, small, split)
    if tried is not None:
        yield Remedy("kv_dtype fp8", 0.0, here.name, tried)


def _fewer(architecture: Architecture, here: Machine, serving: Serving, split: bool) -> Serving | None:
    """Return *serving* with the most requests that fit; none when not even one does."""
    one = _fitted(architecture, here, serving._replace(concurrency=1), split)
    if one is None or serving.concurrency == 1:
        return None
    widest = _widest(architecture, here, one, split)
    return widest[0]._replace(concurrency=max(1, min(serving.concurrency - 1, widest[1].longest_requests)))


def _widest(architecture: Architecture, here: Machine, serving: Serving, split: bool) -> tuple[Serving, Memory]:
    """Return the split of *here* that holds most, with its memory."""
    tried = splits(architecture, here, serving) if split else iter([serving])
    return max(((each, memory(architecture, here, each)) for each in tried), key=lambda each: each[1].longest_requests)


def _shorter(architecture: Architecture, here: Machine, serving: Serving, split: bool) -> Serving | None:
    """Return *serving* with the longest context that fits, in steps; none when even a short one does not."""
    low, high = MIN_CONTEXT // CONTEXT_STEP, (serving.context - 1) // CONTEXT_STEP
    best: Serving | None = None
    while low <= high:
        middle = (low + high) // 2
        tried = _fitted(architecture, here, serving._replace(context=middle * CONTEXT_STEP), split)
        low, high = (low, middle - 1) if tried is None else (middle + 1, high)
        best = tried or best
    return best


def _both(architecture: Architecture, here: Machine, serving: Serving, split: bool) -> list[Remedy]:
    """Return the widest narrower format with the most requests that then fit the same machine; none when none do."""
    own = serving.dtype or architecture.dtype
    for dtype in formats(here):
        narrow = serving._replace(dtype=dtype)
        tried = _fewer(architecture, here, narrow, split) if BYTES[dtype] < BYTES[own] else None
        if tried is not None:
            return [Remedy(f"dtype {dtype} with concurrency {tried.concurrency}", 0.0, here.name, tried)]
    return []


def _machines(architecture: Architecture, here: Machine, serving: Serving, region: str, split: bool) -> list[Remedy]:
    """Return the cheapest machine types of the same kind on which the model fits as it is, MOST at most."""
    today = usd_per_hour(here.name, region) or 0.0
    found: dict[str, Remedy] = {}
    for usd, name in sorted(_priced(here, region)):
        other = machine(name)
        what = f"{other.accelerator_count} x {other.accelerator.name}" if other.accelerator else other.text
        tried = None if what in found else _fitted(architecture, other, serving, split)
        if tried is not None and runs(serving.dtype or architecture.dtype, other):
            found[what] = Remedy(f"{name} ({what}, {usd - today:+.2f} USD/h)", usd - today, name, tried)
        if len(found) == MOST:
            break
    return list(found.values())


def _priced(here: Machine, region: str) -> Iterator[tuple[float, str]]:
    """Yield price and name of the machine types that run the same container as *here* in *region*."""
    for name in machines():
        other = machine(name)
        alike = (other.architecture, other.gpu, other.accelerator is None) == (
            *(here.architecture, here.gpu),
            here.accelerator is None,
        )
        usd = usd_per_hour(name, region) if alike and name != here.name and offered(name, region) else None
        if usd is not None:
            yield usd, name


def _fitted(architecture: Architecture, here: Machine, serving: Serving, split: bool) -> Serving | None:
    """Return *serving*, split anew where *split* is allowed, when it fits *here*."""
    if split:
        return least(architecture, here, serving)
    enough = serving.devices <= max(1, here.accelerator_count)
    return serving if enough and memory(architecture, here, serving).fits else None


def _small_cache(here: Machine) -> bool:
    """Whether a cache in fp8 is worth proposing on *here*."""
    return here.accelerator is not None and bool(here.accelerator.fp8_tflops)
