"""A language model's fleet token by token, with the replicas that a request-level simulation had in service."""

from dataclasses import dataclass

import numpy as np

from modelhost.planner.array import Counts
from modelhost.planner.batching.engine import FAR
from modelhost.planner.batching.run import Served, ran
from modelhost.planner.batching.state import PS_PER_NS
from modelhost.planner.batching.step import Step
from modelhost.planner.clock import SECOND_NS
from modelhost.planner.load.trace import Requests
from modelhost.planner.outcome import Outcome
from modelhost.planner.service.slo import Slo


@dataclass(frozen=True, eq=False)
class Replayed:
    """What came of the requests after the warm-up."""

    offered: int
    """Requests that arrived."""
    within: int
    """Requests that kept the promise."""
    served: Served
    """Every request, those of the warm-up included."""

    @property
    def attainment(self) -> float:
        """Share of the offered requests that kept the promise; 1 when none was offered."""
        return self.within / self.offered if self.offered else 1.0


def replay(
    requests: Requests, step: Step, outcome: Outcome, slo: Slo, cached: Counts | None = None, copies: int = 1
) -> Replayed:
    """Return what *requests* meet on as many replicas as *outcome* had in service at each time, least busy first.

    A replica is *copies* of the server side by side.
    What scaled was decided by the request-level simulation, whose times agree; this proves them token by token.
    ValueError when the requests have no lengths.
    """
    if requests.input_tokens is None or requests.output_tokens is None:
        raise ValueError("trace: tells no lengths of prompts and answers; give a trace with tokens")
    which = np.full(1, -1, np.int64)
    service_ps = in_service(outcome.changed_ns, outcome.serving * copies)
    served = ran(requests.arrival_ns, requests.input_tokens, requests.output_tokens, step, which, service_ps, cached)
    counted = requests.arrival_ns >= outcome.warmup_seconds * SECOND_NS
    kept = within(served, slo)
    return Replayed(int(counted.sum()), int((kept & counted).sum()), served)


def within(served: Served, slo: Slo) -> "np.typing.NDArray[np.bool_]":
    """Return (requests,) whether each kept the promise; one that was never served did not."""
    limits = (
        (served.total_seconds, slo.latency_ms),
        (served.total_seconds, slo.timeout_ms),
        (served.first_seconds, slo.ttft_ms),
        (served.token_seconds, slo.itl_ms),
    )
    kept = ~np.isnan(served.total_seconds)
    for seconds, limit_ms in limits:
        if limit_ms is not None:
            kept &= np.nan_to_num(seconds, nan=np.inf) * 1_000 <= limit_ms
    return kept


def in_service(changed_ns: Counts, serving: Counts) -> Counts:
    """Return the (replicas, 2) picoseconds from and to which each takes requests; who came last leaves first."""
    spans: list[list[int]] = []
    open_now: list[int] = []
    for time_ns, count in zip(changed_ns.tolist(), serving.tolist(), strict=True):
        while len(open_now) < count:
            open_now.append(len(spans))
            spans.append([time_ns * PS_PER_NS, FAR])
        while len(open_now) > count:
            spans[open_now.pop()][1] = time_ns * PS_PER_NS
    return np.array(spans, np.int64).reshape(-1, 2)
