"""What a list of machine types and reservations has to be."""

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec.base import Findings
from modelhost.spec.capacity import CapacitySpec, Purchase
from modelhost.spec.machine_rule import alike, contained, fits, known
from modelhost.spec.metric_rule import OF_GPU
from modelhost.spec.model import ModelSpec
from modelhost.spec.target_metric import TargetMetric


def bought(capacity: CapacitySpec) -> Findings:
    """Yield what is unclear about how capacity is bought."""
    reserved = Purchase.RESERVED in capacity.prefer
    if len(set(capacity.prefer)) < len(capacity.prefer):
        yield ("capacity", "prefer", 1), f"{capacity.prefer[1]} stands there twice; leave one"
    elif capacity.prefer == [Purchase.ON_DEMAND, Purchase.RESERVED]:
        text = "[on-demand, reserved] would leave what is paid for anyway unused"
        yield ("capacity", "prefer"), f"{text}; write [reserved, on-demand]"
    if reserved and capacity.reservation_arn is None:
        yield ("capacity", "reservation_arn"), "missing beside prefer reserved; write the ARN of the reservation"
    if not reserved and capacity.reservation_arn is not None:
        text = "stands beside prefer [on-demand], so nothing is taken from it"
        yield ("capacity", "reservation_arn"), f"{text}; write prefer: [reserved, on-demand]"
    if capacity.prefer == [Purchase.RESERVED] and len(capacity.sizes) > 1:
        text = "[reserved] leaves every size but the reservation's own without room"
        yield ("capacity", "prefer"), f"{text}; write [reserved, on-demand], or leave sizes out"


def listed(capacity: CapacitySpec, machine: str | None, model: ModelSpec, region: str | None) -> Findings:
    """Yield which of the sizes cannot stand in for the endpoint's *machine*."""
    sizes = capacity.sizes
    if len(sizes) == 1:
        yield ("capacity", "sizes"), f"{sizes[0]} alone is no choice; write two to five, or leave sizes out"
    if sizes and machine is not None and sizes[0] != machine:
        text = f"{sizes[0]} stands first, and the endpoint's machine is {machine}"
        yield ("capacity", "sizes", 0), f"{text}; put {machine} first, or change machine"
    for number, name in enumerate(sizes):
        place = ("capacity", "sizes", number)
        if name in sizes[:number]:
            yield place, f"{name} stands there twice; leave one"
        elif number and name in machines():
            yield from known(place, name, region)
            yield from fits(place, model, name, region)
            yield from alike(place, name, sizes[0])
            yield from ((place, text) for _, text in contained((), model, name, region))
        elif name not in machines():
            yield from known(place, name, region)


def measured_alike(capacity: CapacitySpec, metric: TargetMetric) -> bool:
    """Whether a threshold of *metric* means the same on each of the sizes."""
    sizes = [catalogued(name) for name in capacity.sizes if name in machines()]
    if metric is TargetMetric.CPU:
        return len({each.vcpus for each in sizes}) < 2
    return metric not in OF_GPU or len({each.accelerator_count for each in sizes}) < 2
