"""Lengths of prompts and answers from a file of their quantiles, such as ServeGen's, that lies beside a trace."""

import re
from pathlib import Path

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.load.column import words
from modelhost.planner.load.csv_table import csv_table
from modelhost.planner.load.fault import fault
from modelhost.planner.load.limit import GREATEST_TOKENS
from modelhost.planner.load.table import Batch, Table, numbers
from modelhost.planner.load.trace import Tokens

ENDINGS = ("_tokens.csv.gz", "_tokens.csv")
MOST_ROWS = 256
"""Rows that stand for all, evenly chosen; each becomes 16 classes."""
PARTS = np.array([0.5, 0.45, 0.04, 0.01])
"""Share of the requests below the median, up to p95, up to p99, and above."""
BEYOND_P99 = 1.15
"""The last part's mean over p99; assumed."""
QUANTILES = ("mean", "p50", "p95", "p99")


def beside(trace: Path) -> Path | None:
    """Return `NAME_tokens.csv[.gz]` for a trace `NAME_anything.csv` in the same folder; none where there is none."""
    stem = re.sub(r"(\.csv|\.jsonl?|\.parquet)?(\.gz)?$", "", trace.name)
    while stem:
        for ending in ENDINGS:
            found = trace.with_name(stem + ending)
            if found.is_file() and found != trace:
                return found
        stem = stem.rpartition("_")[0]
    return None


def read_tokens(path: Path) -> tuple[Tokens, str]:
    """Return the lengths, and a note; every row counts the same, as the file does not say how much it asks.

    A row's mean, p50, p95 and p99 become four parts of its requests, for prompts and answers independently. Raise
    TraceError where a column is missing or no row is known.
    """
    table = csv_table(path)
    places = [_column(table, part, quantile) for part in ("input", "output") for quantile in QUANTILES]
    held = [_known(table, batch) for batch in table.batches(places)]
    rows = np.concatenate(held) if held else np.empty((0, 8))
    if not len(rows):
        raise fault(str(path), "has no row with all its quantiles", "give mean, p50, p95 and p99 of both")
    chosen = rows[np.linspace(0, len(rows) - 1, min(MOST_ROWS, len(rows))).astype(np.int64)]
    prompts, answers = _parts(chosen[:, :4]), _parts(chosen[:, 4:])
    share = np.outer(PARTS, PARTS)[None, :, :].repeat(len(chosen), axis=0) / len(chosen)
    shape = share.shape
    inputs = np.broadcast_to(prompts[:, :, None], shape).ravel() * (rows[:, 0].mean() / chosen[:, 0].mean())
    outputs = np.broadcast_to(answers[:, None, :], shape).ravel() * (rows[:, 4].mean() / chosen[:, 4].mean())
    note = (
        f"lengths from {path.name}: {len(rows):,} rows of quantiles, each counted the same, prompts and answers apart"
    )
    return Tokens(share.ravel(), inputs, outputs), note


def _column(table: Table, part: str, quantile: str) -> int:
    for place, name in enumerate(table.names):
        if words(name) == f"{part} tokens {quantile}":
            return place
    raise fault(table.place, f"has no column {part}_tokens_{quantile}", "give mean, p50, p95 and p99 of both")


def _known(table: Table, batch: Batch) -> Floats:
    """Return (rows, 8) the quantiles of the rows that have all of them."""
    columns = [numbers(table, batch, place, "a quantile", GREATEST_TOKENS, blank=True) for place in range(8)]
    values = np.stack(columns, axis=1)
    found: Floats = values[~np.isnan(values).any(axis=1) & (values[:, 0] > 0) & (values[:, 4] > 0)]
    return found


def _parts(quantiles: Floats) -> Floats:
    """Return (rows, 4) the mean length of each part, such that their mean is the row's."""
    mean, p50, p95, p99 = (np.maximum(quantiles[:, place], 1.0) for place in range(4))
    second, third, fourth = np.sqrt(p50 * p95), np.sqrt(p95 * p99), BEYOND_P99 * p99
    rest = PARTS[1] * second + PARTS[2] * third + PARTS[3] * fourth
    first = np.clip((mean - rest) / PARTS[0], 0.05 * p50, p50)
    parts = np.stack([first, second, third, fourth], axis=1)
    scaled: Floats = parts * (mean / (parts @ PARTS))[:, None]
    return scaled
