"""The cache of keys and values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.footprint.architecture import Mla, Window
from modelhost.footprint.kv_cache import model_token_bytes, request_bytes, token_bytes
from tests.footprint.build import llama, serving


@pytest.mark.parametrize(
    ("tensor", "each", "together"),
    [(1, 131072, 131072), (2, 65536, 131072), (8, 16384, 131072), (16, 16384, 262144)],
)
def test_heads_are_shared_and_repeated_where_there_are_too_few(tensor: int, each: int, together: int) -> None:
    """2 x layers x ceil(kv_heads / TP) x TP x head_dim x bytes, in total."""
    told = serving(tensor_parallel=tensor)
    assert (token_bytes(llama(), told), model_token_bytes(llama(), told)) == (each, together)


@pytest.mark.parametrize("tensor", [1, 2, 8])
def test_latent_attention_is_whole_on_every_accelerator(tensor: int) -> None:
    """DeepSeek-V3: 61 layers x (512 + 64) x 2 bytes, however it is split."""
    deepseek = llama(layers=61, kv_heads=128, mla=Mla(512, 64))
    assert token_bytes(deepseek, serving(tensor_parallel=tensor)) == 61 * 576 * 2


def test_stages_share_the_layers() -> None:
    """The largest stage counts: 33 layers over 2 are 17."""
    assert token_bytes(llama(layers=33), serving(pipeline_parallel=2)) == 17 * 4096


@pytest.mark.parametrize(
    ("dtype", "kv_dtype", "size"), [("bf16", None, 2), ("fp8", None, 2), ("fp32", None, 4), ("bf16", "fp8", 1)]
)
def test_the_cache_has_a_format_of_its_own(dtype: str, kv_dtype: str | None, size: int) -> None:
    """Quantised weights leave the cache in 16 bits unless told."""
    assert token_bytes(llama(dtype=dtype), serving(kv_dtype=kv_dtype)) == 65536 * size


@pytest.mark.parametrize(("tokens", "held"), [(1, 16), (16, 16), (17, 32), (8192, 8192)])
def test_a_request_takes_whole_blocks(tokens: int, held: int) -> None:
    """Blocks of 16 tokens."""
    assert request_bytes(llama(), serving(), tokens) == held * 131072


def test_a_window_keeps_its_last_tokens_only() -> None:
    """Half of the layers see 4,096 tokens: a long request takes those and one block more of them."""
    windowed = llama(window=Window(4096, 16))
    assert request_bytes(windowed, serving(), 1024) == 1024 * 131072
    assert request_bytes(windowed, serving(), 32768) == (32768 + 4112) * 65536


def test_layers_without_a_cache_take_nothing() -> None:
    """Linear attention keeps nothing by token, and an encoder has no cache at all."""
    assert token_bytes(llama(stateless_layers=24), serving()) == 8 * 4096
    assert request_bytes(llama(stateless_layers=32), serving(), 512) == 0


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 5000), st.integers(0, 32))
def test_more_tokens_never_take_less(tokens: int, more: int, window: int, layers: int) -> None:
    """Whatever the window."""
    model = llama(window=Window(window, layers))
    assert request_bytes(model, serving(), tokens) <= request_bytes(model, serving(), tokens + more)
