"""How a model server is told to use its accelerators; the container's own variables have to say the same."""

from pydantic import Field

from modelhost.spec import model_rule
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.dtype import CacheDtype

MOST_ACCELERATORS = 64


class ServingSpec(Spec):
    """Splits, cache and share of the memory, as vLLM and LMI name them."""

    tensor_parallel: int | None = Field(default=None, ge=1, le=MOST_ACCELERATORS)
    """Accelerators that share each layer; the least split that fits when not given."""
    pipeline_parallel: int | None = Field(default=None, ge=1, le=MOST_ACCELERATORS)
    """Groups of accelerators that share the layers, beside a tensor_parallel; 1 when not given."""
    kv_dtype: CacheDtype | None = Field(default=None, strict=False)
    """Number format of the cache; 16 bits when not given."""
    gpu_memory_utilization: float | None = Field(default=None, gt=0, le=1)
    """Share of an accelerator's memory that the server takes; vLLM's own of its version when not given."""
    batched_tokens: int | None = Field(default=None, ge=16, le=1_000_000)
    """Most tokens computed in one step (max_num_batched_tokens); vLLM's own when not given."""
    sequences: int | None = Field(default=None, ge=1, le=100_000)
    """Most requests computed in one step (max_num_seqs); vLLM's own when not given."""

    @rule("tensor_parallel", "pipeline_parallel")
    def _pipeline_beside_width(self, region: str | None) -> Findings:
        """A pipeline says how wide its stages are."""
        yield from model_rule.stages(self.tensor_parallel, self.pipeline_parallel)
