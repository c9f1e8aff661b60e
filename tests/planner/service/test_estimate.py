"""A language model on any machine, with the lengths of the trace, held to what was measured."""

import numpy as np
import pytest

from modelhost.catalog import machine
from modelhost.footprint.published import architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.load.trace import Requests, Tokens, Trace
from modelhost.planner.service.physical.estimate import estimate
from modelhost.planner.service.physical.length import classes, lengths
from modelhost.planner.service.service import Service

LLAMA = architecture("meta-llama/Llama-3.1-8B-Instruct")
LARGE = architecture("meta-llama/Llama-2-70b-hf")
SERVING = Serving(context=8_192)


def trace(**known: object) -> Trace:
    """Return a trace of one window that knows what is given."""
    return Trace("chat.csv", None, 60.0, np.ones(1), **known)  # type: ignore[arg-type]


def on(name: str, measured: Service | None = None, **words: int) -> Service:
    """Return the estimate on the machine *name*."""
    return estimate(LLAMA, machine(name), SERVING._replace(**words), trace(), measured=measured)


def test_lengths_come_from_the_requests_of_the_trace() -> None:
    """Both means and the longest prompts survive the joining into classes."""
    random = np.random.default_rng(1)
    prompt, answer = random.integers(1, 4_000, 5_000), random.integers(1, 800, 5_000)
    found, told = lengths(trace(requests=Requests(np.arange(5_000), prompt, answer)))
    assert len(found.share) <= 1_024
    assert found.share @ found.input_tokens == pytest.approx(prompt.mean())
    assert found.share @ found.output_tokens == pytest.approx(answer.mean())
    assert np.quantile(found.input_tokens, 0.99) == pytest.approx(np.quantile(prompt, 0.99), rel=0.03)
    assert told == "lengths of chat.csv"


def test_few_classes_stay_as_they_are() -> None:
    """Nothing is joined that need not be."""
    two = Tokens(np.array([0.3, 0.7]), np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    assert classes(two) is two


def test_unknown_lengths_are_assumed_and_said() -> None:
    """A trace of counts gets the means of a public one, and the basis says so."""
    assert "lengths assumed" in on("ml.g6e.xlarge").basis


def test_a_measurement_elsewhere_moves_by_the_model_and_not_by_one_figure_of_a_data_sheet() -> None:
    """Measured at twice the model's time on an L4, it is at twice the model's time on an L40S as well."""
    slow = on("ml.g6.2xlarge").scaled(2.0)
    moved, plain = on("ml.g6e.xlarge", measured=slow), on("ml.g6e.xlarge")
    assert moved.work.mean_seconds == pytest.approx(2 * plain.work.mean_seconds)
    assert "x 2.00, as measured on ml.g6.2xlarge" in moved.basis
    assert moved.band[0] <= 0.7


def test_the_measured_machine_stays_as_measured() -> None:
    """Where it was measured nothing is modelled."""
    known = on("ml.g6.2xlarge").scaled(1.7)
    assert on("ml.g6.2xlarge", measured=known) is known


def test_a_server_that_splits_by_itself_takes_all_accelerators() -> None:
    """70 billion weights go over all eight L40S, which the basis says."""
    found = estimate(LARGE, machine("ml.g6e.48xlarge"), Serving(context=4_096), trace(), may_split=True)
    assert "TP 8" in found.basis


def test_a_server_that_splits_only_when_told_is_told() -> None:
    """What one accelerator does not hold is not split in secret; the message says what to write."""
    with pytest.raises(LookupError, match=r"one accelerator does not hold the model; write .*tensor_parallel: [48]"):
        estimate(LARGE, machine("ml.g6e.48xlarge"), Serving(context=4_096), trace())


def test_a_split_that_the_heads_do_not_bear_is_refused() -> None:
    """Thirty-two heads do not split over three accelerators."""
    with pytest.raises(LookupError, match=r"ml.g6.12xlarge: 32 heads do not split over 3 accelerators"):
        on("ml.g6.12xlarge", tensor_parallel=3)


def test_one_copy_uses_one_accelerator() -> None:
    """A server that is told of no split uses one of four accelerators, unless copies stand side by side."""
    four = estimate(LLAMA, machine("ml.g6.12xlarge"), SERVING, trace(), copies=None)
    assert four.slots == 4 * on("ml.g6.12xlarge").slots


def test_machines_with_the_same_accelerators_are_modelled_once() -> None:
    """Two sizes of one GPU share their arrays and differ in their names."""
    small, large = on("ml.g6e.xlarge"), on("ml.g6e.8xlarge")
    assert small.slowdown is large.slowdown
    assert (small.machine, large.machine) == ("ml.g6e.xlarge", "ml.g6e.8xlarge")
