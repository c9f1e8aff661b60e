"""The collected traces are read with the right meaning, by detection alone; figures are those of their README."""

from datetime import UTC, datetime

import numpy as np

from modelhost.planner.load.read import read
from tests.planner.data import path


def test_azure() -> None:
    """19,366 requests with tokens in 3,502 s."""
    trace = read(path("AzureLLMInferenceTrace_conv.csv"))
    requests = trace.requests
    assert requests is not None
    assert trace.start == datetime(2023, 11, 16, 18, 15, 40, tzinfo=UTC)
    assert len(requests.arrival_ns) == trace.total == 19_366
    assert requests.arrival_ns[0] == 6_680_590_000
    assert round((requests.arrival_ns[-1] - requests.arrival_ns[0]) / 1e9) == 3_502
    assert requests.input_tokens is not None
    assert requests.output_tokens is not None
    assert (round(requests.input_tokens.mean()), round(requests.output_tokens.mean())) == (1_155, 211)


def test_mooncake() -> None:
    """12,031 requests in 3,537 s, of whose 512-token blocks 36.6 % are reusable."""
    trace = read(path("mooncake_fast25_conversation.csv"))
    requests = trace.requests
    assert requests is not None
    assert trace.start is None
    assert len(requests.arrival_ns) == 12_031
    assert requests.arrival_ns[-1] == 3_536_999_000_000
    assert requests.block_tokens == 512
    assert requests.reused_blocks is not None
    assert requests.input_tokens is not None
    blocks = -(-requests.input_tokens // 512)
    assert round(requests.reused_blocks.sum() / blocks.sum(), 3) == 0.366


def test_servegen_fourteen_days() -> None:
    """Rates become counts of 600-s windows, with the clients' cv and the lengths from the file beside it."""
    trace = read(path("servegen_m-mid_10min.csv"))
    assert trace.window_seconds == 600
    assert trace.seconds == 14 * 86_400
    assert trace.counts[0] == 986.565 * 600
    assert round(trace.total / trace.seconds) == 1_790
    assert trace.cv is not None
    assert trace.cv[0] == 3.105
    assert trace.tokens is not None
    assert abs(trace.tokens.share.sum() - 1.0) < 1e-9
    assert abs((trace.tokens.share * trace.tokens.input_tokens).sum() / 1_915.2 - 1) < 1e-3


def test_servegen_one_day() -> None:
    """16 requests per second in mean, nothing masked."""
    trace = read(path("servegen_deepseek-r1_10min.csv"))
    assert (trace.windows, round(trace.total / trace.seconds)) == (144, 16)
    assert trace.known.all()


def test_twitter() -> None:
    """Minutes since the start with their requests, not their greatest second."""
    trace = read(path("twitter_2021-08_per_minute.csv"))
    assert trace.window_seconds == 60
    assert trace.counts[:2].tolist() == [2_786, 2_711]
    assert round(trace.total / trace.seconds, 1) == 63.6


def test_nab() -> None:
    """Counts of five minutes, of which eight are missing and stay unknown."""
    trace = read(path("nab_elb_request_count_8c0756.csv"))
    assert trace.start == datetime(2014, 4, 10, 0, 4, tzinfo=UTC)
    assert trace.window_seconds == 300
    assert np.isnan(trace.counts).sum() == 8
    assert trace.counts[:3].tolist() == [94, 56, 187]


def test_every_trace_says_what_was_detected() -> None:
    """The notes name the columns that were used, so that a wrong guess is seen."""
    notes = " ".join(read(path("mooncake_fast25_conversation.csv")).notes)
    for column in ("timestamp_ms", "input_tokens", "output_tokens", "prefix_hit_blocks_infinite_cache"):
        assert column in notes
