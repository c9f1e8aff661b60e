"""How large a model's weights are."""

BYTES = {"fp32": 4.0, "bf16": 2.0, "fp16": 2.0, "fp8": 1.0, "int8": 1.0, "int4": 0.5, "fp4": 0.5}
"""Bytes of one weight by number format."""

SCALE_BYTES = {"int4": 2.5 / 128, "fp4": 1.0 / 16}
"""Bytes of scales beside one weight: AWQ and GPTQ keep 16 + 4 bits for each group of 128, NVFP4 8 bits for each 16."""

COMPRESSED_LIMIT_GIB = 5.0
"""Above this an archive is unpacked too slowly; the model belongs under an uncompressed S3 prefix."""

GIB = 1024**3


def weights_gib(parameters: int, dtype: str) -> float:
    """Return the size of *parameters* weights in the number format *dtype*."""
    return parameters * BYTES[dtype] / GIB


def quantised(dtype: str) -> bool:
    """Whether *dtype* is narrower than 16 bits, so that embeddings stay in 16."""
    return BYTES[dtype] < BYTES["bf16"]
