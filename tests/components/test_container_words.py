"""What the words of a model tell its container."""

from components.container import container_environment
from modelhost.spec.model import ModelSpec
from modelhost.spec.model_serving import ServingSpec

MODEL = ModelSpec(
    artifact="s3://models/chat/",
    framework="vllm",
    architecture="Qwen3-8B",
    context=8192,
    serving=ServingSpec(tensor_parallel=2),
)


def test_the_server_is_told_what_was_checked() -> None:
    """Context and split, as the variables of vLLM's container; a variable of the stack file goes before."""
    told = {"SM_VLLM_MAX_MODEL_LEN": "8192", "SM_VLLM_TENSOR_PARALLEL_SIZE": "2"}
    assert container_environment(MODEL, {}) == told
    assert container_environment(MODEL, {"SM_VLLM_MAX_MODEL_LEN": "1"})["SM_VLLM_MAX_MODEL_LEN"] == "1"


def test_a_model_without_words_is_told_nothing() -> None:
    """So that stacks written before keep their containers."""
    assert container_environment(ModelSpec(artifact="s3://models/chat/", framework="vllm", size_gib=15), {}) == {}
