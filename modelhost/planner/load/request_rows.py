"""A trace whose rows are single requests."""

import re
from datetime import UTC, datetime, timedelta

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.clock import DAY_SECONDS, SECOND_NS
from modelhost.planner.load.column import Column, Role, words
from modelhost.planner.load.fault import fault
from modelhost.planner.load.gathered import FINE_SECONDS, Gathered
from modelhost.planner.load.limit import GREATEST_TOKENS, MOST_WINDOWS
from modelhost.planner.load.prompt import block_tokens, blocks, prompts
from modelhost.planner.load.scale import POISSON_CV, sampled
from modelhost.planner.load.table import Batch, Table, numbers
from modelhost.planner.load.timestamp import Times
from modelhost.planner.load.trace import Requests, Trace

COARSE_SECONDS = 60.0
"""Width of a window of a trace longer than `FINE_DAYS`."""
FINE_DAYS = 2
NUMBERS = {Role.INPUT: "input_tokens", Role.OUTPUT: "output_tokens", Role.REUSED: "reused_blocks"}
"""Columns of whole numbers, and the array that each becomes."""


def per_request(table: Table, roles: dict[Role, Column], name: str) -> Trace:
    """Return the trace; requests that do not come in order are sorted, and too many are counted into windows."""
    order = [role for role in Role if role in roles]
    times = Times(table, roles[Role.TIME])
    gathered = Gathered()
    for batch in table.batches([roles[role].place for role in order]):
        far = gathered.add(_rows(table, batch, roles, order, times))
        if far is not None:
            wrong = f"its time lies before the first request or {MOST_WINDOWS:,} windows of 10 s after it"
            raise table.fault(int(batch.lines[min(far, len(batch.lines) - 1)]), wrong, "sort the file by time")
    if not gathered.total:
        raise fault(table.place, "has no rows", "give a row per request")
    used = ", ".join(f"{role} from {roles[role].name!r}" for role in order if role is not Role.TIME)
    notes = (times.words, f"{gathered.total:,} rows, each a request" + (f"; {used}" if used else ""))
    if gathered.counted is not None:
        return _counted(gathered, times, name, notes)
    return _kept(table, gathered, times, name, notes)


def _rows(table: Table, batch: Batch, roles: dict[Role, Column], order: list[Role], times: Times) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for place, role in enumerate(order):
        if role is Role.TIME:
            found["arrival_ns"] = times.read(batch, place)
        elif role in NUMBERS:
            column = roles[role].name
            found[NUMBERS[role]] = np.rint(numbers(table, batch, place, column, GREATEST_TOKENS)).astype(np.int64)
        elif role is Role.PROMPT:
            found["prompt"] = prompts(batch.cells[place])
        elif role is Role.BLOCKS:
            found["blocks"], found["sizes"] = blocks(table, batch, place, roles[role].name)
    return found


def _kept(table: Table, gathered: Gathered, times: Times, name: str, notes: tuple[str, ...]) -> Trace:
    arrival = gathered.part("arrival_ns")
    assert arrival is not None
    back = int((np.diff(arrival) < 0).sum())
    order = np.argsort(arrival, kind="stable") if back else None
    arrival = arrival if order is None else arrival[order]
    fine_ns = int(FINE_SECONDS * SECOND_NS)
    origin = int(arrival[0]) // fine_ns * fine_ns
    seconds = (int(arrival[-1]) - origin) / SECOND_NS
    width = FINE_SECONDS if seconds <= FINE_DAYS * DAY_SECONDS else COARSE_SECONDS
    windows = int(seconds // width) + 1
    if windows > MOST_WINDOWS:
        wrong = f"its requests span {seconds / DAY_SECONDS:,.0f} days ({times.words})"
        raise fault(table.place, wrong, "say the unit of the times with columns time=NAME:ms")
    requests = _requests(table, gathered, arrival - origin, order)
    counts = np.bincount((requests.arrival_ns // int(width * SECOND_NS)), minlength=windows).astype(np.float64)
    sorted_note = (f"{back:,} requests came before an earlier row; sorted",) if back else ()
    return Trace(name, _start(origin, times), width, counts, requests=requests, notes=(*notes, *sorted_note))


def _requests(table: Table, gathered: Gathered, arrival_ns: Counts, order: Counts | None) -> Requests:
    def part(name: str) -> Counts | None:
        values = gathered.part(name)
        return values if values is None or order is None else values[order]

    sizes, held = gathered.part("sizes"), gathered.part("blocks")
    if sizes is not None and held is not None and order is not None:
        held, sizes = _reordered(held, sizes, order), sizes[order]
    inputs = part("input_tokens")
    width = _said_block_tokens(table)
    if not width and sizes is not None and inputs is not None:
        width = block_tokens(inputs, sizes)
    ends = None if sizes is None else np.cumsum(sizes)
    outputs, prompt, reused = part("output_tokens"), part("prompt"), part("reused_blocks")
    return Requests(arrival_ns, inputs, outputs, prompt, held, ends, reused, width)


def _reordered(held: Counts, sizes: Counts, order: Counts) -> Counts:
    """Return the blocks in the new order of their requests."""
    starts = np.cumsum(sizes) - sizes
    shifts = np.repeat(starts[order] - (np.cumsum(sizes[order]) - sizes[order]), sizes[order])
    moved: Counts = held[np.arange(len(held)) + shifts]
    return moved


def _said_block_tokens(table: Table) -> int:
    """Return the tokens of a block where a column's name says them, such as `blocks512`; else 0."""
    for name in table.names:
        match = re.fullmatch(r"blocks ?(\d{1,6})", words(name))
        if match:
            return int(match.group(1))
    return 0


def _counted(gathered: Gathered, times: Times, name: str, notes: tuple[str, ...]) -> Trace:
    assert gathered.counted is not None
    counts = np.trim_zeros(gathered.counted, "b")
    width = FINE_SECONDS
    if len(counts) * FINE_SECONDS > FINE_DAYS * DAY_SECONDS:
        joined = round(COARSE_SECONDS / FINE_SECONDS)
        counts = np.pad(counts, (0, -len(counts) % joined)).reshape(-1, joined).sum(axis=1)
        width = COARSE_SECONDS
    poisson = POISSON_CV[0] <= gathered.cv <= POISSON_CV[1]
    inputs, outputs = gathered.part("input_tokens"), gathered.part("output_tokens")
    tokens = sampled(Requests(np.zeros(0, dtype=np.int64), inputs, outputs))
    note = f"too many to keep one by one: counted, with a cv of gaps of {gathered.cv:.2f} and a sample of lengths"
    cv = None if poisson else np.full(len(counts), gathered.cv)
    start = _start(gathered.origin_ns, times)
    return Trace(name, start, width, counts, cv, tokens=tokens, notes=(*notes, note))


def _start(origin_ns: int, times: Times) -> datetime | None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + timedelta(microseconds=origin_ns // 1_000) if times.dated else None
