"""Made-up loads are what their words say."""

import numpy as np
import pytest

from modelhost.planner.load.fault import TraceError
from modelhost.planner.load.read import read
from modelhost.planner.load.synthetic import SHAPES, synthetic


def test_the_wave_has_the_mean_and_the_peak_that_were_asked() -> None:
    """A diurnal load of mean 20 and peak 60 has them, exactly without chance."""
    rate = read("synthetic:diurnal,mean=20,peak=60,days=14,poisson=0").rate_per_second
    assert abs(rate.mean() - 20.0) < 0.01
    assert abs(rate.max() - 60.0) < 0.1
    assert rate.min() > 0.0


def test_the_wave_is_highest_at_its_hour() -> None:
    """`hour` says when."""
    rate = synthetic("diurnal,hour=9,days=1,poisson=0").rate_per_second
    assert abs(rate.argmax() / 60.0 - 9.0) < 0.05


def test_a_weekend_is_quieter() -> None:
    """The sixth and seventh day have `weekend` times as much."""
    days = synthetic("weekly,weekend=0.5,days=7,poisson=0").counts.reshape(7, -1).sum(axis=1)
    assert np.allclose(days[5:] / days[0], 0.5)


def test_counts_vary_as_a_poisson_process() -> None:
    """Variance over mean of a constant load is one."""
    counts = synthetic("constant,mean=5,days=14").counts
    assert abs(counts.var() / counts.mean() - 1.0) < 0.05


def test_bursts_take_their_share_of_the_time() -> None:
    """A tenth of the time in bursts of five times the rest, with the mean that was asked."""
    rate = synthetic("bursty,mean=10,burst=5,share=0.1,days=200,poisson=0").rate_per_second
    assert len(np.unique(rate.round(6))) == 2
    assert abs((rate > rate.mean()).mean() - 0.1) < 0.02
    assert abs(rate.mean() - 10.0) < 0.5


def test_a_crowd_comes_once() -> None:
    """The load is steady before, at its peak after the rise, and halved after `half` seconds."""
    rate = synthetic("flash,mean=10,peak=110,at=1,rise=60,half=600,days=2,window=10,poisson=0").rate_per_second
    assert np.allclose(rate[:8_640], 10.0)
    assert abs(rate.max() - 110.0) < 1.0
    assert abs(rate[8_640 + 66] - 60.0) < 1.0


def test_a_ramp_grows_evenly() -> None:
    """From `low` to `peak`."""
    rate = synthetic("ramp,low=1,peak=50,days=1,poisson=0").rate_per_second
    assert np.allclose(np.diff(rate), np.diff(rate)[0])
    assert abs(rate[-1] - 50.0) < 1e-6


@pytest.mark.parametrize("shape", SHAPES)
def test_a_seed_makes_a_load(shape: str) -> None:
    """The same words and seed give the same load, another seed another."""
    assert np.array_equal(synthetic(shape).counts, synthetic(shape).counts)
    assert not np.array_equal(synthetic(shape, 1).counts, synthetic(shape, 2).counts)


def test_lengths_can_be_asked_for() -> None:
    """`input` and `output` are tokens of every request."""
    tokens = synthetic("constant,input=512,output=128").tokens
    assert tokens is not None
    assert (tokens.input_tokens.tolist(), tokens.output_tokens.tolist()) == ([512.0], [128.0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("synthetic:wave", "'wave' is not a shape; use one of constant"),
        ("synthetic:ramp,mean=3", "'mean' is not a word of it; use days, window"),
        ("synthetic:ramp,peak=x", "peak='x' is not a number"),
        ("synthetic:ramp,peak=-1", "peak='-1' is not a number"),
        ("synthetic:ramp,days=0", "0 windows are not 1 to"),
        ("synthetic:ramp,days=1e9", "windows are not 1 to"),
        ("synthetic:ramp,window=0", "windows are not 1 to"),
        ("synthetic:ramp,peak=1e9,window=86400", "is too much"),
        ("synthetic:", "'' is not a shape"),
    ],
)
def test_what_is_not_understood_is_said(text: str, message: str) -> None:
    """The message names the word, its value and what to use."""
    with pytest.raises(TraceError) as failure:
        read(text)
    assert message in str(failure.value)
