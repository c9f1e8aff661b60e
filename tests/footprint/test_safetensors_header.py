"""Number and size of weights from the headers of their files."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.footprint.config_json import read
from modelhost.footprint.problem import FootprintError
from modelhost.footprint.safetensors_header import LARGEST_HEADER_BYTES, Weights, header, weights
from tests.footprint.test_config_json import LLAMA, written


def tensors(folder: Path, name: str = "model.safetensors", **found: Any) -> Path:
    """Write the header of a file that holds the tensors *found*, by name; return the file."""
    text = json.dumps({"__metadata__": {"format": "pt"}, **found}).encode()
    (folder / name).write_bytes(struct.pack("<Q", len(text)) + text)
    return folder / name


def test_weights_are_counted_without_reading_them(tmp_path: Path) -> None:
    """Shapes and formats are in the header."""
    matrix = {"dtype": "BF16", "shape": [4096, 1024], "data_offsets": [0, 8388608]}
    assert header(tensors(tmp_path, a=matrix, b={"dtype": "F32", "shape": []})) == Weights(
        8388612, 4096 * 1024 + 1, False, 1
    )


def test_all_files_of_a_model_count_once(tmp_path: Path) -> None:
    """Shards are added, and the same weights as `consolidated` are left out."""
    one = {"dtype": "F16", "shape": [10]}
    for name in ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "consolidated.safetensors"):
        tensors(tmp_path, name, a=one)
    assert weights(tmp_path) == Weights(40, 20, False, 2)


def test_a_folder_without_weights_has_none(tmp_path: Path) -> None:
    """The config.json alone is enough."""
    assert weights(tmp_path) is None


def test_the_files_go_before_the_widths(tmp_path: Path) -> None:
    """Size and number come from the headers, where there are any."""
    written(tmp_path, LLAMA)
    tensors(tmp_path, a={"dtype": "BF16", "shape": [9_000_000_000]})
    found = read(tmp_path)
    assert (found.parameters, found.active_parameters, found.measured_bytes) == (9 * 10**9, 9 * 10**9, 18 * 10**9)


def test_packed_weights_give_their_size_only(tmp_path: Path) -> None:
    """AWQ keeps eight weights in one number: the widths say how many there are."""
    written(tmp_path, {**LLAMA, "quantization_config": {"quant_method": "awq", "bits": 4}})
    tensors(tmp_path, a={"dtype": "I32", "shape": [1_000_000_000]}, b={"dtype": "F16", "shape": [10**9]})
    found = read(tmp_path)
    assert found.parameters == pytest.approx(8.03e9, rel=0.001)
    assert found.weights_bytes() == 6e9


def test_a_model_that_was_not_downloaded_tells_its_size(tmp_path: Path) -> None:
    """By the index of its files, or by the pointers that Git LFS leaves."""
    written(tmp_path, LLAMA)
    (tmp_path / "model.safetensors.index.json").write_text(
        '{"metadata": {"total_size": 16060522496}, "weight_map": {}}'
    )
    assert read(tmp_path).measured_bytes == 16060522496
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 4976698672\n"
    (tmp_path / "model-00001-of-00002.safetensors").write_text(pointer)
    (tmp_path / "model-00002-of-00002.safetensors").write_text(pointer)
    found = read(tmp_path)
    assert found.measured_bytes == 2 * 4976698672
    assert found.parameters == pytest.approx(8.03e9, rel=0.001)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"metadata": {"total_size": "much"}}', '{"metadata": 3}'])
def test_a_broken_index_is_told(tmp_path: Path, content: str) -> None:
    """With its name and what to do."""
    (tmp_path / "model.safetensors.index.json").write_text(content)
    with pytest.raises(FootprintError, match=r"index\.json: .*; download it again"):
        weights(tmp_path)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "has 0 bytes and no header"),
        (b"version 1", "is neither a safetensors file nor a pointer of Git LFS"),
        (struct.pack("<Q", 2**63), "its header claims 9,223,372,036,854,775,808 bytes, and at most"),
        (struct.pack("<Q", LARGEST_HEADER_BYTES) + b"{}", None),
        (struct.pack("<Q", 9) + b"[" * 9, "its header is not JSON"),
        (struct.pack("<Q", 2) + b"[]", "its header is not a block of tensors"),
        (struct.pack("<Q", 8) + b'{"a": 1}', "tensor 'a' has the unknown dtype"),
        (struct.pack("<Q", 22) + b'{"a": {"dtype": "F9"}}', "unknown dtype 'F9'"),
        (struct.pack("<Q", 23) + b'{"a": {"dtype": "F32"}}', "has no shape of whole numbers"),
    ],
)
def test_a_broken_header_is_told(tmp_path: Path, content: bytes, text: str | None) -> None:
    """Nothing is read on a header's word alone; a short file with a long claim is read as far as it goes."""
    file = tmp_path / "model.safetensors"
    file.write_bytes(content)
    if text is None:
        assert header(file).parameters == 0
        return
    with pytest.raises(FootprintError) as caught:
        header(file)
    assert text in str(caught.value)


def test_impossible_sizes_are_refused(tmp_path: Path) -> None:
    """A header that speaks of more than any disk holds is broken."""
    tensors(tmp_path, a={"dtype": "F32", "shape": [2**39, 2**39, 2**39]})
    with pytest.raises(FootprintError, match="the headers speak of"):
        weights(tmp_path)


ODD: list[Any] = [
    *(None, 0, -1, 2**62, 10**30, 0.5, "F32", "BF16", [], [3], [0], [-1], [2**39] * 16, [1] * 99, {}, {"dtype": "F32"}),
    *({"dtype": "F32", "shape": [4, 4]}, {"dtype": "I32", "shape": []}, {"dtype": ["F32"]}, {"shape": [[1]]}),
]
"""Values that stand where they should not."""


@settings(max_examples=300)
@given(
    st.dictionaries(st.sampled_from(["a", "b", "__metadata__", "dtype"]), st.sampled_from(ODD), max_size=3),
    st.integers(-9, 9),
)
def test_any_header_is_read_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, found: dict[str, Any], wrong: int
) -> None:
    """Whatever stands in it, and however long it claims to be."""
    folder = tmp_path_factory.getbasetemp() / "headers"
    folder.mkdir(exist_ok=True)
    text = json.dumps(found).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", max(0, len(text) + wrong)) + text)
    assert outcome(folder)


def outcome(folder: Path) -> bool:
    """Whether *folder* is read, or refused with what to do."""
    try:
        return weights(folder) is not None
    except FootprintError as error:
        return "; " in str(error)
