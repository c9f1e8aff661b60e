"""The words that describe a language model, and whether it fits."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from modelhost.spec.dtype import CacheDtype
from modelhost.spec.model import ModelSpec
from modelhost.spec.model_serving import ServingSpec
from tests.spec.stack import endpoint, told

LLAMA: dict[str, Any] = {
    "parameters": 8_030_000_000,
    "dtype": "bf16",
    "layers": 32,
    "kv_heads": 8,
    "head_dim": 128,
    "context": 8192,
}


def chat(machine: str = "ml.g6.xlarge", beside: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Return an environment that serves a language model of *fields*, with the words *beside* the model."""
    model = {"artifact": "s3://models/chat/", "framework": "vllm", **fields}
    return endpoint(machine=machine, model=model, **(beside or {}))


def test_what_does_not_fit_says_so_with_the_arithmetic_and_the_cheapest_remedies() -> None:
    """Weights, server and cache against what the accelerator has; then three changes and the cheapest machine."""
    [problem] = told(chat(**LLAMA, concurrency=8))
    assert problem == (
        "environment.endpoints.digits.machine: 8.03B parameters in bf16 are 15.0 GiB, the server needs 1.3 GiB and "
        "8 requests of 8,192 tokens 8.0 GiB of cache; one L4 has 20.3 GiB usable (0.92 of 22.0); use dtype fp8, "
        "concurrency 4, context 4,096, or ml.g6e.xlarge (1 x L40S, +1.48 USD/h)"
    )


@pytest.mark.parametrize(
    "change", [{"dtype": "fp8"}, {"concurrency": 4}, {"context": 4096}], ids=["dtype", "concurrency", "context"]
)
def test_each_remedy_is_one(change: dict[str, Any]) -> None:
    """What the message proposes is accepted."""
    assert told(chat(**{**LLAMA, "concurrency": 8, **change})) == []


def test_the_proposed_machine_holds_the_model() -> None:
    """The machine of the message is accepted too."""
    assert told(chat("ml.g6e.xlarge", **LLAMA, concurrency=8)) == []


def test_a_known_model_needs_no_widths() -> None:
    """A name stands for all widths; context and format may differ."""
    assert told(chat(architecture="Llama-3.1-8B-Instruct", context=8192)) == []
    [problem] = told(chat(architecture="llama-3.1-8b-instruct"))
    assert "1 request of 131,072 tokens 16.0 GiB of cache" in problem


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"layers": 32}, ".parameters: missing beside layers, and the memory follows from all of parameters, dtype"),
        ({**LLAMA, "head_dim": None}, ".head_dim: missing beside layers"),
        ({"concurrency": 4}, ".context: missing beside concurrency"),
        ({"architecture": "Llama-3.1-8B", "layers": 3}, ".architecture: 'Llama-3.1-8B' is not a model that is known"),
        ({"architecture": "Qwen3-8B", "layers": 3}, ".layers: stands beside architecture Qwen3-8B"),
        ({**LLAMA, "heads": 30}, ".kv_heads: 8 heads of keys do not divide 30 heads"),
        ({**LLAMA, "window": {"tokens": 512, "layers": 40}}, ".window: 40 is more than the layers of 32"),
        ({**LLAMA, "linear_layers": 33}, ".linear_layers: 33 is more than the layers of 32"),
        (
            {**LLAMA, "linear_layers": 8, "window": {"tokens": 512, "layers": 30}},
            ".window: 30 is more than the layers of 24",
        ),
        ({**LLAMA, "mean_context": 9000}, ".mean_context: 9,000 is more than the context of 8,192"),
        (
            {**LLAMA, "experts": {"count": 8, "active": 9, "active_parameters": 10}},
            ".experts: 9 is more than the count of 8",
        ),
        ({**LLAMA, "serving": {"pipeline_parallel": 2}}, ".tensor_parallel: missing beside pipeline_parallel"),
        ({**LLAMA, "serving": {"tensor_parallel": 2}}, ".machine: a split over 2 accelerators exceeds the 1 of"),
    ],
)
def test_a_wrong_word_is_refused_at_its_place(fields: dict[str, Any], text: str) -> None:
    """Each mistake is told where it stands, with the value."""
    given = {name: value for name, value in fields.items() if value is not None}
    assert any(text in problem for problem in told(chat(**given))), told(chat(**given))


def test_an_unknown_name_is_met_with_the_nearest() -> None:
    """A slip of the pen is recognised."""
    [problem] = told(chat(architecture="Llama-3.1-8B"))
    assert problem.endswith("did you mean meta-llama/Llama-3.1-8B-Instruct?")


def test_a_copy_on_part_of_a_machine_has_that_part_only() -> None:
    """A component that takes two of four accelerators is refused when two do not hold it."""
    words: dict[str, Any] = {"architecture": "Qwen2.5-32B-Instruct", "dtype": "fp8", "context": 8192}

    def taking(**component: int) -> list[str]:
        return told(chat("ml.g6.12xlarge", {"kind": "components", "component": component}, **words))

    words["serving"] = {"tensor_parallel": 2}
    assert taking() == taking(accelerators=2) == []
    assert [each.partition("; ")[0] for each in taking(accelerators=1)] == [
        "environment.endpoints.digits.machine: a split over 2 accelerators exceeds the 1 of ml.g6.12xlarge"
    ]


def test_every_step_of_a_ladder_holds_the_model() -> None:
    """The place of the message is the step that is too small."""
    scaling = {"strategy": "vertical", "sizes": ["ml.g6.12xlarge", "ml.g6.xlarge"], "replicas": {"count": 1}}
    words = {"architecture": "Qwen2.5-14B-Instruct", "context": 4096, "framework": "djl-lmi"}
    block = chat("ml.g6.12xlarge", {"scaling": scaling}, **words)
    assert [each.split(": ")[0] for each in told(block)] == ["environment.endpoints.digits.scaling.sizes[1]"]


def test_without_words_only_the_size_counts() -> None:
    """A model that is not described is judged by its size as before."""
    [problem] = told(chat(size_gib=30))
    assert "weights of 30.0 GiB exceed" in problem


@pytest.mark.parametrize(
    ("fields", "gib"),
    [
        ({"architecture": "Llama-3.1-8B-Instruct"}, 14.957),
        ({"architecture": "Llama-3.1-8B-Instruct", "dtype": "fp8"}, 8.457),
        ({"architecture": "Llama-3.1-8B-Instruct", "size_gib": 9}, 9),
    ],
)
def test_the_size_follows_from_the_architecture(fields: dict[str, Any], gib: float) -> None:
    """Quantised weights keep their embeddings in 16 bits; a size that is given counts as given."""
    model = ModelSpec(artifact="s3://models/chat/", framework="vllm", **fields)
    assert model.known_gib == pytest.approx(gib, abs=0.001)


def test_the_version_of_vllm_decides_its_share() -> None:
    """0.90 before 0.21, 0.92 since; a share that is written goes before both."""
    model = ModelSpec(artifact="s3://models/chat/", framework="vllm", **LLAMA)
    known = model.known_architecture
    assert known is not None
    old = model.model_copy(update={"version": "0.15.1"})
    told_share = ModelSpec(
        artifact="s3://models/chat/", framework="vllm", serving=ServingSpec(gpu_memory_utilization=0.8), **LLAMA
    )
    shares = [each.served(known).share for each in (old, model, told_share)]
    assert shares == [0.90, 0.92, 0.8]


def test_vllm_splits_only_where_it_is_told() -> None:
    """14B on four L4s: refused with the split as a remedy, and accepted with it; LMI splits by itself."""
    words = {"architecture": "Qwen2.5-14B-Instruct", "context": 4096}
    [problem] = told(chat("ml.g6.12xlarge", **words))
    assert "tensor_parallel 2" in problem
    assert told(chat("ml.g6.12xlarge", **words, serving={"tensor_parallel": 2})) == []
    assert told(chat("ml.g6.12xlarge", **{**words, "framework": "djl-lmi"})) == []


def test_what_is_written_is_told_to_the_server() -> None:
    """As the variables of its container, and only what is written."""
    serving = ServingSpec(tensor_parallel=2, kv_dtype=CacheDtype.FP8, gpu_memory_utilization=0.8)
    model = ModelSpec(artifact="s3://m/x/", framework="vllm", architecture="Qwen3-8B", context=8192, serving=serving)
    assert model.server_variables == {
        "SM_VLLM_MAX_MODEL_LEN": "8192",
        "SM_VLLM_TENSOR_PARALLEL_SIZE": "2",
        "SM_VLLM_KV_CACHE_DTYPE": "fp8",
        "SM_VLLM_GPU_MEMORY_UTILIZATION": "0.8",
    }
    other = model.model_copy(update={"framework": "djl-lmi", "serving": None})
    assert other.server_variables == {"OPTION_MAX_MODEL_LEN": "8192"}
    assert ModelSpec(artifact="./m", framework="sklearn").server_variables == {}


def test_a_server_is_told_once() -> None:
    """A variable beside the word that tells the same is refused; without words it stays the user's."""
    variable = {"environment": {"SM_VLLM_MAX_MODEL_LEN": "4096"}}
    [problem] = told(chat("ml.g6.xlarge", variable, **LLAMA))
    assert problem == (
        "environment.endpoints.digits.environment.SM_VLLM_MAX_MODEL_LEN: is what model.context tells the server; "
        "move the value there"
    )
    assert told(chat("ml.g6.xlarge", variable, size_gib=4)) == []


def test_the_example_of_the_documents_is_accepted() -> None:
    """The block under "Does it fit?" stands in a stack file as it is."""
    chapter = (Path(__file__).parents[2] / "docs" / "planning.md").read_text().partition("## Does it fit?")[2]
    block = yaml.safe_load(chapter.partition("```yaml")[2].partition("```")[0])
    assert told(endpoint(machine="ml.g6.xlarge", **block)) == []
