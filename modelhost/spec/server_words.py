"""What the words of a model tell its server, as the container's own variables."""

from modelhost.spec.dtype import CacheDtype
from modelhost.spec.model_serving import ServingSpec

VLLM = "vllm"
VARIABLES = {
    # The container hands each variable to `vllm serve`: SM_VLLM_MAX_MODEL_LEN becomes --max-model-len.
    VLLM: {
        "context": "SM_VLLM_MAX_MODEL_LEN",
        "tensor_parallel": "SM_VLLM_TENSOR_PARALLEL_SIZE",
        "pipeline_parallel": "SM_VLLM_PIPELINE_PARALLEL_SIZE",
        "kv_dtype": "SM_VLLM_KV_CACHE_DTYPE",
        "gpu_memory_utilization": "SM_VLLM_GPU_MEMORY_UTILIZATION",
        "batched_tokens": "SM_VLLM_MAX_NUM_BATCHED_TOKENS",
        "sequences": "SM_VLLM_MAX_NUM_SEQS",
    },
    "djl-lmi": {
        "context": "OPTION_MAX_MODEL_LEN",
        "tensor_parallel": "OPTION_TENSOR_PARALLEL_DEGREE",
        "pipeline_parallel": "OPTION_PIPELINE_PARALLEL_DEGREE",
        "kv_dtype": "OPTION_KV_CACHE_DTYPE",
        "gpu_memory_utilization": "OPTION_GPU_MEMORY_UTILIZATION",
    },
}
"""Variables by framework and word."""


def variables(framework: str | None, context: int | None, serving: ServingSpec | None) -> dict[str, str]:
    """Return the variables that tell the server of *framework* what is written, and nothing that is not."""
    words = {"context": context, **({} if serving is None else dict(serving))}
    known = VARIABLES.get(framework or "", {})
    return {known[word]: _text(value) for word, value in words.items() if value is not None and word in known}


def word_of(framework: str | None, variable: str) -> str | None:
    """Return the word of a model's block that tells what *variable* tells; none when no word does."""
    for word, name in VARIABLES.get(framework or "", {}).items():
        if name == variable:
            return word if word == "context" else f"serving.{word}"
    return None


def _text(value: object) -> str:
    """Return *value* as a variable holds it; a cache of 16 bits is what servers call auto."""
    if isinstance(value, CacheDtype):
        return value.value if value is CacheDtype.FP8 else "auto"
    return str(value)
