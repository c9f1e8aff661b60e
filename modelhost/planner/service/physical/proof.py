"""A plan's fleet proved token by token: what the fleet's simulator decided, served by continuous batching."""

import numpy as np

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.batching.replay import Replayed, replay
from modelhost.planner.load.trace import Trace
from modelhost.planner.outcome import Outcome
from modelhost.planner.service.physical.estimate import split
from modelhost.planner.service.physical.llm import server
from modelhost.planner.service.slo import Slo

MOST_REQUESTS = 4_000_000
"""The first so many are replayed: a second or two and 100 MB."""


def replayed(
    architecture: Architecture,
    target: Machine,
    serving: Serving,
    trace: Trace,
    outcome: Outcome,
    slo: Slo,
    cached_share: float = 0.0,
    copies: int = 1,
    may_split: bool = False,
) -> Replayed | None:
    """Return what the requests of *trace* meet on *target* machines, as many as *outcome* had in service at each time.

    None where the trace does not tell single requests with their lengths. *outcome* is that of `simulate` with the
    service that `estimate` gave for the same words; its warm-up is left out here too. The requests go to the least busy
    of all copies. LookupError where the model does not fit or no data sheet is known, as `estimate` says it.
    """
    requests = trace.requests
    if requests is None or requests.input_tokens is None or requests.output_tokens is None:
        return None
    some = requests.part(0, min(MOST_REQUESTS, len(requests.arrival_ns)))
    assert some.input_tokens is not None
    step = server(architecture, target, split(architecture, target, serving, may_split))
    cached = (some.input_tokens * cached_share).astype(np.int64) if cached_share else None
    return replay(some, step, outcome, slo, cached, copies)
