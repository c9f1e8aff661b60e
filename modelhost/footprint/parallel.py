"""Splitting a model over several accelerators: what is legal, and whether it must be."""

from collections.abc import Iterator

from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.memory import Memory, memory
from modelhost.footprint.serving import Serving


def faults(architecture: Architecture, machine: Machine, serving: Serving) -> Iterator[str]:
    """Yield why the split of *serving* is not legal on *machine*, each with what to do.

    vLLM refuses heads that the split does not divide, and heads of keys that it neither divides nor is divided by
    (`ModelConfig.verify_with_parallel_config`).
    """
    tensor, pipeline = serving.tensor_parallel, serving.pipeline_parallel
    have = max(1, machine.accelerator_count)
    if serving.devices > have:
        yield f"a split over {serving.devices} accelerators exceeds the {have} of {machine.name}; use at most {have}"
    if architecture.heads % tensor:
        yield f"{architecture.heads} heads do not split over {tensor} accelerators; use {_dividing(architecture)}"
    elif not _heads_shared(architecture, tensor):
        text = f"{architecture.kv_heads} heads of keys neither split over nor repeat on {tensor} accelerators"
        yield f"{text}; use {_dividing(architecture)}"
    if pipeline > architecture.layers:
        text = f"{architecture.layers} layers do not split into {pipeline} stages"
        yield f"{text}; use at most {architecture.layers}"


def splits(architecture: Architecture, machine: Machine, serving: Serving) -> Iterator[Serving]:
    """Yield *serving* with each legal split on *machine*, fewest accelerators first, then fewest stages."""
    have = max(1, machine.accelerator_count)
    pairs = [(tensor * stages, stages, tensor) for tensor in _sizes(have) for stages in _sizes(have // tensor)]
    for _, stages, tensor in sorted(pairs):
        tried = serving._replace(tensor_parallel=tensor, pipeline_parallel=stages)
        if next(faults(architecture, machine, tried), None) is None:
            yield tried


def least(architecture: Architecture, machine: Machine, serving: Serving) -> Serving | None:
    """Return *serving* with the least split that fits *machine*; none when none does."""
    return next(
        (each for each in splits(architecture, machine, serving) if memory(architecture, machine, each).fits), None
    )


def roomiest(architecture: Architecture, machine: Machine, serving: Serving) -> tuple[Serving, Memory]:
    """Return the least split that fits *machine* with its memory, else the one that lacks least."""
    found = least(architecture, machine, serving)
    if found is None:
        tried = splits(architecture, machine, serving)
        found = max(tried, key=lambda each: memory(architecture, machine, each).free_gib * each.devices)
    return found, memory(architecture, machine, found)


def _sizes(most: int) -> list[int]:
    """Return the sizes of groups up to *most*."""
    return [size for size in range(1, most + 1) if most % size == 0 or size & (size - 1) == 0]


def _heads_shared(architecture: Architecture, tensor: int) -> bool:
    """Whether the heads of keys split over *tensor* accelerators, or repeat evenly; latent ones always do."""
    heads = architecture.kv_heads
    return architecture.mla is not None or heads % tensor == 0 or tensor % heads == 0


def _dividing(architecture: Architecture) -> str:
    """Return the smallest splits that the heads allow, in words."""
    sizes = [size for size in range(1, 65) if architecture.heads % size == 0 and _heads_shared(architecture, size)]
    return ", ".join(map(str, sizes[:6]))
