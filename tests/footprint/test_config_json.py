"""Reading config.json files of models."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.catalog.machine import machine
from modelhost.footprint import published
from modelhost.footprint.architecture import Architecture, Window
from modelhost.footprint.config_json import LARGEST_BYTES, parse, read
from modelhost.footprint.memory import memory
from modelhost.footprint.problem import FootprintError
from tests.footprint.build import serving

LLAMA: dict[str, Any] = published.words("Llama-3.1-8B-Instruct")
WORDS = sorted({word for name in published.names() for word in published.words(name)})
JUNK: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2,
        7,
        10**6,
        10**9,
        10**30,
        -(10**30),
        0.5,
        1e308,
        4096.0,
        float("nan"),
        float("inf"),
    ),
    *("", "bf16", "float16", "x" * 100, [], [None], [1, 2], ["sliding_attention"] * 9, ["linear_attention"] * 99, {}),
    *({"quant_method": "fp8"}, {"quant_method": None, "bits": "4"}, {"config_groups": {"a": None}}, {"bits": True}),
    *(
        {"config_groups": {"a": {"weights": {"num_bits": 3}}}},
        {"config_groups": []},
        {"hidden_size": 1},
        {"kv_n_heads": 3},
    ),
    *({"moe_num_experts": 8, "moe_top_k": 99}, {"ffn_hidden_size": -1}, [[[[]]]], {"a": {"b": {"c": []}}}),
]
"""Values that stand where they should not."""
MORE = ["attn_config", "ffn_config", "multi_query", "moe_topk", "max_window_layers", "mlp_only_layers", "q_lora_rank"]


def written(folder: Path, content: Any) -> Path:
    """Write *content* as the config.json of *folder*, which is returned."""
    (folder / "config.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def outcome(words: dict[str, Any]) -> Architecture | str:
    """Return what *words* describe, or what is said of them."""
    try:
        return parse(words, "x")
    except FootprintError as error:
        return str(error)


def test_a_folder_or_its_file_is_read(tmp_path: Path) -> None:
    """Both are the same model."""
    written(tmp_path, LLAMA)
    assert read(tmp_path)[:12] == read(tmp_path / "config.json")[:12] == parse(LLAMA, "x")[:12]


@pytest.mark.parametrize(
    ("block", "dtype"),
    [
        ({"quant_method": "fp8"}, "fp8"),
        ({"quant_method": "awq", "bits": 4}, "int4"),
        ({"quant_method": "gptq", "bits": 8}, "int8"),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True}, "int4"),
        ({"quant_method": "mxfp4"}, "fp4"),
        ({"quant_method": "modelopt", "quant_algo": "NVFP4"}, "fp4"),
        ({"quant_method": "compressed-tensors", "config_groups": {"a": {"weights": {"num_bits": 4}}}}, "int4"),
        (
            {
                "quant_method": "compressed-tensors",
                "config_groups": {"a": {"weights": {"num_bits": 8, "type": "float"}}},
            },
            "fp8",
        ),
    ],
)
def test_quantised_weights_are_recognised(block: dict[str, Any], dtype: str) -> None:
    """By method, by bits, or by the groups of compressed-tensors."""
    assert parse({**LLAMA, "quantization_config": block}, "x").dtype == dtype


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ({"model_type": "mistral", "sliding_window": 4096}, Window(4096, 32)),
        ({"model_type": "qwen2", "sliding_window": 4096, "use_sliding_window": False}, None),
        (
            {"model_type": "qwen2", "sliding_window": 4096, "use_sliding_window": True, "max_window_layers": 20},
            Window(4096, 12),
        ),
        ({"model_type": "gemma2", "sliding_window": 4096}, Window(4096, 16)),
        ({"sliding_window": 4096, "layer_types": ["sliding_attention", "full_attention"] * 16}, Window(4096, 16)),
        ({"sliding_window": 10**6}, None),
        ({"sliding_window": None}, None),
    ],
)
def test_windows_are_found(words: dict[str, Any], window: Window | None) -> None:
    """Layers are listed, follow the kind's pattern, or are all alike; a window beyond the context is none."""
    assert parse({**LLAMA, **words}, "x").window == window


def test_linear_layers_keep_no_cache() -> None:
    """Three of four layers are linear, as in Qwen3-Next."""
    words = {**LLAMA, "layer_types": ["linear_attention"] * 24 + ["full_attention"] * 8}
    assert parse(words, "x").cache_layers == 8


def test_an_encoder_keeps_no_cache() -> None:
    """BERT answers in one step."""
    assert published.architecture("bert-base-uncased").cache_layers == 0


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("", "is not JSON"),
        ("[]", "is not a block of names and values"),
        ("[" * 200_000, "is not JSON"),
        ('{"hidden_size": ' + "9" * 5000 + "}", "is not JSON"),
        ({}, "hidden_size is missing; add it, or describe the model in the stack file"),
        ({**LLAMA, "num_hidden_layers": -3}, "num_hidden_layers is -3; it has to be a whole number from 1 to"),
        ({**LLAMA, "num_hidden_layers": "many"}, "num_hidden_layers is 'many'"),
        ({**LLAMA, "num_hidden_layers": 10**30}, "num_hidden_layers is 1000"),
        ({**LLAMA, "num_hidden_layers": True}, "num_hidden_layers is True"),
        ({**LLAMA, "num_key_value_heads": 64}, "64 heads of keys are more than 32 of queries"),
        ({**LLAMA, "is_encoder_decoder": True}, "has an encoder beside the decoder"),
        ({**LLAMA, "quantization_config": {"quant_method": "odd"}}, "quant_method 'odd' and no known number of bits"),
    ],
)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, content: Any, text: str) -> None:
    """One message with the file, what is wrong, and what to do."""
    with pytest.raises(FootprintError) as caught:
        read(written(tmp_path, content))
    assert str(caught.value).startswith(f"{tmp_path / 'config.json'}: ")
    assert text in str(caught.value)
    assert "; " in str(caught.value)


def test_a_missing_or_huge_file_is_told(tmp_path: Path) -> None:
    """Without the file there is no model, and a file beyond the limit is not read whole."""
    with pytest.raises(FootprintError, match="there is no such file; give the model's folder"):
        read(tmp_path)
    with (tmp_path / "config.json").open("wb") as stream:
        stream.truncate(LARGEST_BYTES * 1000)
    with pytest.raises(FootprintError, match="is larger than"):
        read(tmp_path)


@settings(max_examples=2000)
@given(
    st.sampled_from(published.names()),
    st.dictionaries(st.sampled_from(WORDS + MORE), st.sampled_from(JUNK), max_size=4),
)
def test_any_description_is_read_or_refused_in_words(name: str, changes: dict[str, Any]) -> None:
    """Known files with junk in them: an architecture whose memory can be told, or this room's own error."""
    found = outcome({**published.words(name), **changes})
    if isinstance(found, str):
        assert "; " in found
    else:
        assert memory(found, machine("ml.p5.48xlarge"), serving(min(found.context, 10**6))).weights_gib > 0


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """A file of anything."""
    folder = tmp_path_factory.getbasetemp() / "bytes"
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_bytes(content)
    with pytest.raises(FootprintError):
        read(folder)
