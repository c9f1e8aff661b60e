"""What is legal about a language model and yet most likely not meant."""

from collections.abc import Iterator

from modelhost.catalog.machine import machine as catalogued
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.server_words import VLLM


def odd(endpoint: EndpointSpec) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield that accelerators stay idle: vLLM runs one engine, over as many as it is told."""
    architecture, split = endpoint.model.known_architecture, endpoint.model.split
    if architecture is None or split is None or endpoint.machine is None or endpoint.model.framework != VLLM:
        return
    # Imported here: most stacks describe no model.
    from modelhost.footprint.parallel import splits

    here, used = catalogued(endpoint.machine), split[0] * split[1]
    idle = here.accelerator_count - used
    if idle <= 0 or endpoint.kind is EndpointKind.COMPONENTS:
        return
    widest = max(each.tensor_parallel for each in splits(architecture, here, endpoint.model.served(architecture)))
    wider = f"write model.serving.tensor_parallel: {widest}, " if widest > split[0] else ""
    text = f"{idle} of the {here.accelerator_count} accelerators of {here.name} stay idle: vLLM runs over {used}"
    yield ("machine",), f"{text}; {wider}take a smaller machine, or kind: components for a copy on each"
