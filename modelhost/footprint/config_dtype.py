"""The number format of the weights, as a config.json tells it."""

from collections.abc import Mapping
from typing import Any

from modelhost.footprint.config_word import Config
from modelhost.footprint.problem import FootprintError

PLAIN = {"float32": "fp32", "float16": "fp16", "bfloat16": "bf16", "float8_e4m3fn": "fp8"}
METHODS = {"fp8": "fp8", "fbgemm_fp8": "fp8", "mxfp4": "fp4", "nvfp4": "fp4", "fp4": "fp4"}
"""Methods that have one format."""
BITS = {4: "int4", 8: "int8", 16: "bf16"}
FLOATS = {4: "fp4", 8: "fp8", 16: "bf16"}


def dtype(config: Config) -> str:
    """Return the number format; bf16 when the file says nothing."""
    block = config.words.get("quantization_config")
    if isinstance(block, dict):
        return _quantised(block, config.place)
    named = config.words.get("torch_dtype") or config.words.get("dtype")
    return PLAIN.get(str(named).removeprefix("torch."), "bf16")


def experts_only(config: Config) -> bool:
    """Whether only the experts are quantised, as the `mxfp4` files of gpt-oss are."""
    block = config.words.get("quantization_config")
    return isinstance(block, dict) and str(block.get("quant_method")).lower() == "mxfp4"


def _quantised(block: Mapping[str, Any], place: str) -> str:
    """Return the format of a `quantization_config`."""
    method = str(block.get("quant_method") or block.get("quant_algo") or "").lower()
    found = METHODS.get(method) or _by_group(block) or _by_bits(block)
    if found is None:
        known = f"{', '.join(METHODS)}, or bits of {', '.join(map(str, BITS))}"
        text = f"quantization_config has quant_method {method[:40]!r} and no known number of bits"
        raise FootprintError(f"{place}: {text}; known are {known}")
    return found


def _by_bits(block: Mapping[str, Any]) -> str | None:
    """Return the format that a number of bits says; none when nothing does."""
    if block.get("load_in_4bit") is True:
        return "int4"
    if block.get("load_in_8bit") is True:
        return "int8"
    bits = block.get("bits", block.get("w_bit"))
    return BITS.get(bits) if isinstance(bits, int) else None


def _by_group(block: Mapping[str, Any]) -> str | None:
    """Return the format that the groups of compressed-tensors or modelopt say; none when nothing does."""
    algorithm = str(block.get("quant_algo") or "").upper()
    if algorithm in ("FP8", "NVFP4"):
        return "fp8" if algorithm == "FP8" else "fp4"
    groups = block.get("config_groups")
    for group in groups.values() if isinstance(groups, dict) else ():
        weights = group.get("weights") if isinstance(group, dict) else None
        bits = weights.get("num_bits") if isinstance(weights, dict) else None
        if isinstance(bits, int) and isinstance(weights, dict):
            return (FLOATS if weights.get("type") == "float" else BITS).get(bits)
    return None
