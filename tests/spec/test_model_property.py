"""Whatever a model is said to be made of, it is taken or refused in words."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.catalog.machine import machines
from modelhost.footprint import published
from modelhost.spec.dtype import CacheDtype, Dtype
from tests.spec.stack import endpoint, told

SMALL, LARGE = st.integers(1, 64), st.integers(1, 10**6)
WIDTHS = {
    "parameters": st.integers(1, 10**15),
    "dtype": st.sampled_from([each.value for each in Dtype]),
    "layers": SMALL | LARGE,
    "kv_heads": SMALL | LARGE,
    "head_dim": SMALL | LARGE,
    "context": SMALL | st.integers(1, 10**8),
}
MORE = {
    "heads": SMALL | LARGE,
    "hidden": SMALL | LARGE,
    "vocabulary": SMALL | st.integers(1, 10**8),
    "concurrency": SMALL | LARGE,
    "mean_context": SMALL,
    "linear_layers": SMALL,
    "window": st.fixed_dictionaries({"tokens": SMALL | LARGE, "layers": SMALL}),
    "mla": st.fixed_dictionaries({"kv_lora_rank": LARGE, "qk_rope_dim": SMALL}),
    "experts": st.fixed_dictionaries({"count": SMALL, "active": SMALL, "active_parameters": st.integers(1, 10**12)}),
    "serving": st.fixed_dictionaries(
        {},
        optional={
            "tensor_parallel": SMALL,
            "pipeline_parallel": SMALL,
            "kv_dtype": st.sampled_from([each.value for each in CacheDtype]),
            "gpu_memory_utilization": st.floats(0.01, 1),
            "batched_tokens": LARGE,
            "sequences": SMALL,
        },
    ),
}
DESCRIBED = st.fixed_dictionaries(WIDTHS, optional=MORE)
NAMED = st.fixed_dictionaries(
    {"architecture": st.sampled_from(published.names())},
    optional={name: {**WIDTHS, **MORE}[name] for name in ("dtype", "context", "concurrency", "serving", "parameters")},
)


@settings(max_examples=400)
@given(DESCRIBED | NAMED, st.sampled_from(machines()), st.sampled_from(["vllm", "djl-lmi", "huggingface"]))
def test_any_model_is_taken_or_refused_in_words(words: dict[str, Any], machine: str, framework: str) -> None:
    """Each message names a place in the block, what is wrong, and what to do."""
    model = {"artifact": "s3://models/chat/", "framework": framework, **words}
    for problem in told(endpoint(machine=machine, model=model)):
        assert problem.startswith("environment.endpoints.digits.")
        assert ("; " in problem) or ("nearest there" in problem)
