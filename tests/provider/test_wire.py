"""Values cross to the engine and back unharmed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct, Value
from hypothesis import given
from hypothesis import strategies as st

from modelhost.provider.wire import (
    OUTPUT,
    RESOURCE,
    SECRET,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_TEXT,
    Archive,
    Asset,
    contains_unknown,
    decode,
    encode,
    secret_keys,
    secret_texts,
)

KEYS = st.text(max_size=8).filter(lambda key: key != SIGNATURE)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.booleans() | NUMBERS | st.text(max_size=12).filter(lambda text: text != UNKNOWN_TEXT) | st.just(UNKNOWN)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3))
PROPERTIES = st.dictionaries(KEYS, VALUES, max_size=4)


def _signed(signature: str, **fields: Value) -> Struct:
    sealed = Struct(fields={SIGNATURE: Value(string_value=signature), **fields})
    return Struct(fields={"it": Value(struct_value=sealed)})


@given(PROPERTIES)
def test_plain_values_come_back_as_they_went(properties: dict[str, Any]) -> None:
    """Whatever a program can say survives the way to the engine and back."""
    assert decode(encode(properties)) == properties


def test_whole_numbers_are_integers() -> None:
    """No whole number comes back as a float, which AWS would refuse."""
    back = decode(encode({"n": 3.0, "b": True}))
    assert (type(back["n"]), type(back["b"])) == (int, bool)


@given(st.dictionaries(KEYS, LEAVES, min_size=1, max_size=4))
def test_secrets_are_opened_and_named_and_sealed_again(properties: dict[str, Any]) -> None:
    """A secret property is plain inside the provider and sealed outside."""
    key = sorted(properties)[0]
    sealed = encode(properties, {key})
    assert secret_keys(sealed) == {key}
    assert decode(sealed) == properties
    assert sealed.fields[key].struct_value.fields[SIGNATURE].string_value == SECRET


def test_a_secret_deep_inside_makes_its_property_secret() -> None:
    """What holds a secret is treated as one."""
    inner = encode({"token": "hush"}, {"token"})
    properties = Struct(fields={"environment": Value(struct_value=inner), "name": Value(string_value="a")})
    assert secret_keys(properties) == {"environment"}
    assert secret_texts(properties) == {"hush"}


def test_nulls_are_left_out() -> None:
    """A null property is the same as one that is not there."""
    assert decode(encode({"a": None, "b": {"c": None}})) == {"b": {}}


@pytest.mark.parametrize("files", [Asset("1", path="a.txt"), Asset("2", text="x"), Archive("3", path="folder")])
def test_assets_are_equal_when_their_content_is(files: Asset | Archive) -> None:
    """The engine's hash decides, because it leaves paths out of what it keeps."""
    assert decode(encode({"source": files})) == {"source": type(files)(files.hash)}


def test_an_archive_of_assets_keeps_its_parts() -> None:
    """A bundle comes back with its files."""
    back = decode(encode({"code": Archive("h", assets={"a.py": Asset("1", path="a.py")})}))["code"]
    assert back.assets["a.py"].path == "a.py"


def test_a_resource_reference_is_its_id() -> None:
    """A resource given as a value stands for its id."""
    assert decode(_signed(RESOURCE, urn=Value(string_value="urn"), id=Value(string_value="i-1"))) == {"it": "i-1"}


def test_a_component_reference_is_its_urn() -> None:
    """A component has no id and stands for its name in the state."""
    assert decode(_signed(RESOURCE, urn=Value(string_value="urn"))) == {"it": "urn"}


def test_an_output_without_value_is_unknown() -> None:
    """An output value that is not known yet is UNKNOWN, one that is known is itself."""
    assert decode(_signed(OUTPUT))["it"] is UNKNOWN
    assert decode(_signed(OUTPUT, value=Value(string_value="a")))["it"] == "a"


def test_an_unknown_signature_is_refused() -> None:
    """A value of a kind that this engine does not know is not guessed at."""
    with pytest.raises(ValueError, match="unknown signature 'new'"):
        decode(_signed("new"))


def test_what_cannot_cross_is_refused_by_type() -> None:
    """An output of the wrong Python type is named."""
    with pytest.raises(TypeError, match="object cannot cross to the engine"):
        encode({"a": object()})


def test_there_is_one_unknown() -> None:
    """Copies of UNKNOWN are UNKNOWN, so identity can be asked."""
    assert copy.deepcopy([UNKNOWN])[0] is UNKNOWN
    assert contains_unknown({"a": [{"b": UNKNOWN}]})
    assert not contains_unknown({"a": ["b"]})
