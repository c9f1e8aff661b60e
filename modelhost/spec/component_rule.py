"""Whether the copies of a model fit their machines, and the machines hold all copies."""

from collections.abc import Mapping

from modelhost.catalog.machine import Machine
from modelhost.footprint.share import Share
from modelhost.spec.base import Findings
from modelhost.spec.component import AdapterSpec, ComponentSpec, InstanceRangeSpec
from modelhost.spec.model import ModelSpec
from modelhost.spec.name_rule import component_names
from modelhost.spec.scaling import ScalingSpec

ADAPTED = ("djl-lmi", "vllm")
"""Frameworks whose containers load adapters."""


def fits(component: ComponentSpec, machine: Machine) -> Findings:
    """Yield what a copy takes that *machine* has not."""
    if component.memory_gib is not None and component.memory_gib > machine.memory_gib:
        text = f"{component.memory_gib:g} GiB exceed the {machine.memory_gib:g} GiB of {machine.name}"
        yield ("component", "memory_gib"), f"{text}; lower it, or take a larger machine"
    if component.cpus is not None and component.cpus > machine.vcpus:
        text = f"{component.cpus:g} exceed the {machine.vcpus} cores of {machine.name}"
        yield ("component", "cpus"), f"{text}; lower it, or take a larger machine"
    if component.accelerators is None:
        return
    if not machine.accelerator_count:
        text = f"{component.accelerators}: {machine.name} has no accelerators"
        yield ("component", "accelerators"), f"{text}; leave it out, or take a machine with them"
    elif component.accelerators > machine.accelerator_count:
        text = f"{component.accelerators} exceed the {machine.accelerator_count} of {machine.name}"
        yield ("component", "accelerators"), f"{text}; lower it, or take a larger machine"


def room(instances: InstanceRangeSpec, scaling: ScalingSpec, share: Share, machine: Machine) -> Findings:
    """Yield that the instances do not hold as many copies as *scaling* may ask for."""
    each = max(1, share.copies(machine))
    if instances.max * each < scaling.most:
        needed = -(-scaling.most // each)
        text = f"{instances.max} x {machine.name} hold {instances.max * each} copies, and scaling may ask for "
        yield ("instances", "max"), f"{text}{scaling.most}; write {needed}, or lower replicas.max"


def adapted(adapters: Mapping[str, AdapterSpec], model: ModelSpec) -> Findings:
    """Yield why *model* takes none of the *adapters*, and names that they cannot have."""
    if adapters and model.framework is not None and model.framework not in ADAPTED:
        text = f"{model.framework} loads no adapters"
        yield ("adapters",), f"{text}; use framework {' or '.join(ADAPTED)}, or an image by digest"
    for name in adapters:
        yield from ((("adapters", name), text) for text in component_names(name))
