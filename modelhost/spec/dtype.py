"""Number formats of weights and of caches."""

from enum import StrEnum


class Dtype(StrEnum):
    """Number format of the weights."""

    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"
    FP8 = "fp8"
    INT8 = "int8"
    INT4 = "int4"
    FP4 = "fp4"


class CacheDtype(StrEnum):
    """Number format of the cache of keys and values."""

    FP16 = "fp16"
    BF16 = "bf16"
    FP8 = "fp8"
