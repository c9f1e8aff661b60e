"""How many requests a second continuous batching simulates, beside the step-by-step reference and published rivals.

Run it as `python -m benchmarks.llm_batching [--rounds 5]`; it prints JSON. The Azure conversation trace, 19,366
requests, goes to the least busy of four H100 with Llama-3.1-8B. The data are read from MODELHOST_DATA, or
../shared/data beside the repository. Warm: the compiling, or taking the code from the disk, is measured apart.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

from modelhost.catalog import machine
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.batching.reference import stepped
from modelhost.planner.batching.run import always, batched, chosen, served
from modelhost.planner.batching.step import Step
from modelhost.planner.load.read import read
from modelhost.planner.policy import Balancer
from modelhost.planner.service.physical.llm import server

REPLICAS = 4
PROVEN = 2_000
PUBLISHED = {"BLIS": 172.0, "Vidur": 161.0, "SplitwiseSim": 1_383.0}
"""Requests per second on the same trace with 4 replicas, on 2 cores (performance.md); not run here."""
BLIS_MB = 743.0
AIM = 1_000
MAXIMUM_SPREAD = 0.15
IMPORTED_MB = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def trace() -> Path:
    """Return the place of the Azure conversation trace."""
    folder = Path(os.environ.get("MODELHOST_DATA") or Path(__file__).parents[2] / "shared" / "data")
    return folder / "AzureLLMInferenceTrace_conv.csv"


def cost() -> Step:
    """Return a step of Llama-3.1-8B on one H100 of ml.p5.48xlarge."""
    serving = Serving(context=16_384, batched_tokens=2_048, sequences=256)
    return server(architecture("meta-llama/Llama-3.1-8B-Instruct"), machine("ml.p5.48xlarge"), serving)


def seconds(action: Callable[[], object]) -> float:
    """Return the processor time of *action*, which runs on one thread: neighbours on the machine do not count."""
    start = time.process_time()
    action()
    return time.process_time() - start


def equal(arrival: np.ndarray, prompt: np.ndarray, output: np.ndarray, step: Step) -> bool:
    """Whether both say the same of the first requests, to the picosecond."""
    first = slice(0, PROVEN)
    which = chosen(PROVEN, REPLICAS, Balancer.LEAST_OUTSTANDING, None)
    slow = served(stepped(arrival[first], prompt[first], output[first], step, which, always(REPLICAS)), 0)
    fast = batched(arrival[first], prompt[first], output[first], step, REPLICAS)
    pairs = ((slow.first_seconds, fast.first_seconds), (slow.total_seconds, fast.total_seconds))
    return all(np.array_equal(*pair, equal_nan=True) for pair in pairs)


def measured(rounds: int) -> dict[str, object]:
    """Return the speed of both, alternating, and what the fast one says."""
    requests, step = read(str(trace())).requests, cost()
    assert requests is not None
    assert requests.input_tokens is not None
    assert requests.output_tokens is not None
    load = (requests.arrival_ns, requests.input_tokens, requests.output_tokens)
    count = len(requests.arrival_ns)
    cold = seconds(lambda: batched(*load, step, REPLICAS))
    few = tuple(values[:PROVEN] for values in load)
    which = chosen(PROVEN, REPLICAS, Balancer.LEAST_OUTSTANDING, None)
    fast, slow = [], []
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        fast.append(min(seconds(lambda: batched(*load, step, REPLICAS)) for _ in range(5)))
        slow.append(seconds(lambda: stepped(*few, step, which, always(REPLICAS))))
    spread = max((max(times) - min(times)) / min(times) for times in (fast, slow))
    ours, reference = count / min(fast), PROVEN / min(slow)
    result = batched(*load, step, REPLICAS)
    return {
        "requests": count,
        "replicas": REPLICAS,
        "compile_or_load_seconds": round(cold - min(fast), 2),
        "requests_per_processor_second": {"ours": round(ours), "reference": round(reference)},
        "times_faster_than": {"reference": round(ours / reference)}
        | {f"{name} (published)": round(ours / rate) for name, rate in PUBLISHED.items()},
        "aim_times_blis": AIM,
        "spread": round(spread, 3),
        "trustworthy": spread <= MAXIMUM_SPREAD,
        "equal_to_reference_on": PROVEN if equal(*load, step) else 0,
        "memory": memory(load, step),
        "ttft_ms": {name: round(float(np.nanquantile(result.first_seconds, q)) * 1e3, 1) for name, q in QUANTILES},
        "e2e_s": {name: round(float(np.nanquantile(result.total_seconds, q)), 3) for name, q in QUANTILES},
        "put_back": result.put_back,
    }


def memory(load: tuple[np.ndarray, ...], step: Step) -> dict[str, float]:
    """Return what the process takes, of which the imports, and what a run allocates at its peak for each request.

    BLIS is published to take 743 MB for this trace, with everything; so is ours, whole, beside it.
    """
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    tracemalloc.start()
    batched(*load, step, REPLICAS)
    traced = tracemalloc.get_traced_memory()[1] / len(load[0])
    tracemalloc.stop()
    return {
        "peak_mb": round(whole),
        "imports_mb": round(IMPORTED_MB),
        "bytes_per_request_beside_the_trace": round(traced),
        "times_below_blis_by_peak": round(BLIS_MB / whole, 1),
        "times_below_blis_by_request": round(BLIS_MB * 1e6 / len(load[0]) / traced),
    }


QUANTILES = (("p50", 0.5), ("p90", 0.9), ("p99", 0.99))


def main() -> None:
    """Measure and print JSON; nothing but a message where the trace is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not trace().is_file():
        print(f"llm_batching: {trace()} is absent; set MODELHOST_DATA", file=sys.stderr)
        return
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(json.dumps(measured(options.rounds), indent=2))


if __name__ == "__main__":
    main()
