"""How a model is served, as far as memory depends on it."""

from typing import NamedTuple

UTILIZATION = {"0.15": 0.90, "0.21": 0.92}
"""vLLM's default share of the memory by the version from which it holds.

0.92 came with counting CUDA graphs inside the share (log of vLLM 0.25: "CUDA graph memory profiling is enabled
(default since v0.21.0)"; vllm/config/cache.py of 0.25.0). Before, graphs lay outside.
"""
GRAPHS_COUNTED_SINCE = (0, 21)
DEFAULT_VERSION = "0.30"
"""The newest version with a container in the catalogue."""
LARGE_DEVICE_GIB = 70.0
SMALL_STEPS = "A100"
BATCHED_TOKENS, BATCHED_TOKENS_LARGE = 2048, 8192
SEQUENCES, SEQUENCES_LARGE = 256, 1024
"""vLLM's defaults of its OpenAI server, by the memory of the device (EngineArgs of 0.15)."""


class Serving(NamedTuple):
    """What the server is told."""

    context: int
    """Most tokens of a request, prompt and answer together."""
    concurrency: int = 1
    """Requests of that length that must be held at once."""
    mean_context: int | None = None
    """Tokens that a request has on average; the longest when none."""
    dtype: str | None = None
    """Number format of the weights; their own when none."""
    kv_dtype: str | None = None
    """Number format of the cache; 16 bits when none, 32 for a model of 32."""
    tensor_parallel: int = 1
    """Accelerators that share each layer."""
    pipeline_parallel: int = 1
    """Groups of accelerators that share the layers."""
    utilization: float | None = None
    """Share of the accelerator's memory that the server takes; by version when none."""
    version: str = DEFAULT_VERSION
    """Version of vLLM, such as 0.30."""
    batched_tokens: int | None = None
    """Most tokens computed in one step; vLLM's default when none."""
    sequences: int | None = None
    """Most requests computed in one step; vLLM's default when none."""

    @property
    def devices(self) -> int:
        """Accelerators of one replica."""
        return self.tensor_parallel * self.pipeline_parallel

    @property
    def graphs_counted(self) -> bool:
        """Whether CUDA graphs lie within the share."""
        return numbers(self.version) >= GRAPHS_COUNTED_SINCE

    @property
    def share(self) -> float:
        """Share of the accelerator's memory that the server takes, 0 to 1."""
        if self.utilization is not None:
            return self.utilization
        return UTILIZATION["0.21" if self.graphs_counted else "0.15"]

    def step(self, device_gib: float, name: str = "") -> tuple[int, int]:
        """Return the most tokens and the most requests of one step on a device of *device_gib* that is called *name*.

        vLLM takes small steps on an A100 of any size (`EngineArgs.get_batch_defaults`).
        """
        large = device_gib >= LARGE_DEVICE_GIB and not name.startswith(SMALL_STEPS)
        tokens = BATCHED_TOKENS_LARGE if large else BATCHED_TOKENS
        sequences = SEQUENCES_LARGE if large else SEQUENCES
        return self.batched_tokens or tokens, self.sequences or sequences


def numbers(version: str) -> tuple[int, ...]:
    """Return the first two numbers of *version*; 0 for what is no number."""
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split(".")[:2])
