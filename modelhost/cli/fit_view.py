"""What `modelhost fit` prints."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from modelhost.cli.table import grid
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.comparison import Placed
from modelhost.footprint.kv_cache import model_token_bytes
from modelhost.footprint.serving import Serving
from modelhost.footprint.size import BYTES
from modelhost.footprint.verdict import parameters

NARROW = ("fp8", "int4")
COLUMNS = (("machine", "left"), ("accelerators", "left"), ("split", "left"), ("cache", "right"))
NUMBERS = (("KV tokens", "right"), ("requests", "right"))
MEAN, PRICE = ("at mean", "right"), ("USD/h", "right")


def present(console: Console, architecture: Architecture, serving: Serving, rows: list[Placed], region: str) -> None:
    """Print the model, a row for each machine type, and the cheapest that holds it."""
    console.print(escape(headline(architecture, serving)), soft_wrap=True)
    console.print(escape(saving(architecture, serving)), soft_wrap=True)
    console.print()
    console.print(table(rows, serving.mean_context is not None))
    console.print()
    for row in rows:
        for text in row.refusals if len(rows) == 1 else ():
            console.print(escape(f"{row.machine.name}: {text}"), soft_wrap=True)
    console.print(escape(verdict(rows, region)), soft_wrap=True)


def table(rows: list[Placed], mean: bool) -> Table:
    """Return a row for each machine type: GiB of cache on one accelerator, requests that one replica holds.

    With *mean* also the requests of mean length.
    """
    found = grid(*COLUMNS, *NUMBERS, *([MEAN] if mean else []), PRICE)
    for column in found.columns:
        column.no_wrap = True
    for row in rows:
        found.add_row(*map(escape, [*place(row), *counts(row, mean), price(row)]))
    return found


def headline(architecture: Architecture, serving: Serving) -> str:
    """Return what the model is, in one line."""
    dtype = serving.dtype or architecture.dtype
    total = parameters(architecture.parameters)
    asleep = architecture.active_parameters < architecture.parameters
    active = f" ({parameters(architecture.active_parameters)} active)" if asleep else ""
    kib = model_token_bytes(architecture, serving) / 1024
    size = architecture.weights_gib(serving.dtype)
    return (
        f"{total} parameters{active} in {dtype}: {size:.1f} GiB; {kib:g} KiB of cache a token; "
        f"{serving.concurrency} x {serving.context:,} tokens wanted ({architecture.source})"
    )


def saving(architecture: Architecture, serving: Serving) -> str:
    """Return what fewer bits would save."""
    own = serving.dtype or architecture.dtype
    size = architecture.weights_gib(own)
    found = {each: architecture.weights_gib(each) for each in NARROW if BYTES[each] < BYTES[own]}
    texts = [f"{dtype} {gib:.1f} GiB (saves {size - gib:.1f})" for dtype, gib in found.items()]
    return f"with fewer bits: {', '.join(texts)}" if texts else "fewer bits are not known"


def place(row: Placed) -> list[str]:
    """Return the machine, its accelerators, over how many a replica goes, and what weights leave for the cache."""
    chip = row.machine.accelerator
    return [
        row.machine.name,
        f"{row.machine.accelerator_count} x {chip.name}" if chip else row.machine.text,
        split(row),
        f"{max(0.0, row.memory.cache_gib):.1f}",
    ]


def counts(row: Placed, mean: bool) -> list[str]:
    """Return how much the cache holds, or in which format the model would fit."""
    taken = row.memory
    if not row.fits:
        return ["-", f"in {row.narrower}" if row.narrower else "no", *(["-"] if mean else [])]
    if not taken.request_gib:
        return ["none", "any", *(["any"] if mean else [])]
    return [f"{each:,}" for each in (taken.kv_tokens, taken.longest_requests, *([taken.mean_requests] if mean else []))]


def price(row: Placed) -> str:
    """Return the price of the machine."""
    return "unknown" if row.usd_per_hour is None else f"{row.usd_per_hour:.2f}"


def split(row: Placed) -> str:
    """Return how many replicas of how many accelerators the machine holds."""
    told = row.serving
    stages = f" PP {told.pipeline_parallel}" if told.pipeline_parallel > 1 else ""
    beside = f"{row.memory.replicas} x " if row.memory.replicas > 1 else ""
    return f"{beside}TP {told.tensor_parallel}{stages}"


def verdict(rows: list[Placed], region: str) -> str:
    """Return the cheapest that fits, in a sentence."""
    fitting = [row for row in rows if row.fits and row.usd_per_hour is not None]
    if not fitting:
        return f"none of these types in {region} holds it as it is"
    best = min(fitting, key=lambda row: row.usd_per_hour or 0.0)
    must = "it need not be split" if best.serving.devices == 1 else f"it must be split over {best.serving.devices}"
    text = f"cheapest in {region}: {best.machine.name} at {best.usd_per_hour:.2f} USD/h; {must} there"
    return f"{text}{cheaper(rows, best.usd_per_hour or 0.0)}"


def cheaper(rows: list[Placed], usd: float) -> str:
    """Return which machine below *usd* would hold it with fewer bits, and what that saves; empty when none."""
    known = [(row.usd_per_hour, row) for row in rows if row.narrower and row.usd_per_hour is not None]
    found = min(known, key=lambda each: each[0], default=None)
    if found is None or found[0] >= usd:
        return ""
    return f"; in {found[1].narrower} {found[1].machine.name} would hold it for {usd - found[0]:.2f} USD/h less"


def document(architecture: Architecture, serving: Serving, rows: list[Placed], region: str) -> dict[str, Any]:
    """Return the same for scripts."""
    return {
        "region": region,
        "model": {**_plain(architecture), "weights_gib": architecture.weights_gib(serving.dtype)},
        "serving": {**serving._asdict(), "share": serving.share},
        "machines": [_row(row) for row in rows],
        "verdict": verdict(rows, region),
    }


def _row(row: Placed) -> dict[str, Any]:
    """Return one machine type."""
    taken = row.memory
    return {
        "machine": row.machine.name,
        "fits": row.fits,
        "tensor_parallel": row.serving.tensor_parallel,
        "pipeline_parallel": row.serving.pipeline_parallel,
        **taken._asdict(),
        "usable_gib": taken.usable_gib,
        "cache_gib": taken.cache_gib,
        "free_gib": taken.free_gib,
        "usd_per_hour": row.usd_per_hour,
        "narrower": row.narrower,
        "refusals": list(row.refusals),
    }


def _plain(architecture: Architecture) -> dict[str, Any]:
    """Return the architecture with its parts as blocks."""
    parts = architecture._asdict()
    return {name: part._asdict() if hasattr(part, "_asdict") else part for name, part in parts.items()}
