"""Odd but legal scaling, rollouts and capacity."""

from modelhost.catalog.machine import machine as catalogued
from modelhost.spec.base import Findings
from modelhost.spec.capacity import Purchase
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.rollout import Rollout
from modelhost.spec.target import TargetSpec

ACCEPTED_SHARE = 0.25
"""Fraction of a GPU machine's main memory that SageMaker refused a copy to reserve (4 of 16 GiB, ml.g5.xlarge)."""

LONGEST_REQUEST_MS = 60_000


def odd(endpoint: EndpointSpec) -> Findings:
    """Yield what is most likely not meant."""
    yield from _hasty_scale_in(endpoint)
    yield from _never_in(endpoint)
    yield from _canary_of_one(endpoint)
    yield from _two_owners(endpoint)
    yield from _idle_instances(endpoint)
    yield from _large_reservation(endpoint)
    yield from _lonely_weight(endpoint)
    yield from _untried_fallback(endpoint)
    yield from _unknown_cuda(endpoint)
    yield from _longer_than_a_request(endpoint)


def _hasty_scale_in(endpoint: EndpointSpec) -> Findings:
    """Yield cooldowns after a scale-in that end before a replica could come back."""
    for place, policy in endpoint.scaling.policies():
        cooldown = policy.scale_in_cooldown_seconds if isinstance(policy, TargetSpec) else None
        if cooldown is not None and cooldown < endpoint.startup:
            text = f"{cooldown} is less than the {endpoint.startup} s that a replica takes to start"
            yield ("scaling", *place, "scale_in_cooldown_seconds"), f"{text}; raise it, or leave it out"


def _never_in(endpoint: EndpointSpec) -> Findings:
    """Yield that nothing ever removes a replica."""
    if endpoint.in_force().grows_only:
        yield ("scaling",), "adds replicas and never removes one; let a target scale in, or write steps below"


def _canary_of_one(endpoint: EndpointSpec) -> Findings:
    """Yield that a fraction of one instance is all of it; that AWS refuses it is not documented."""
    rollout, serverless = endpoint.rollout, endpoint.kind is EndpointKind.SERVERLESS
    if rollout.strategy not in (Rollout.CANARY, Rollout.LINEAR) or rollout.step_count is not None or serverless:
        return
    alone = ["", *(f" of {name}" for name, count in endpoint.others.items() if count == 1)]
    for whose in alone if endpoint.scaling.fewest == 1 else alone[1:]:
        text = f"{rollout.strategy} of 1 instance{whose} moves everything at once"
        yield ("rollout", "strategy"), f"{text}; have 2 replicas or more, or write all-at-once"


def _two_owners(endpoint: EndpointSpec) -> Findings:
    """Yield that both clock and demand set the size."""
    chosen = endpoint.in_force()
    if chosen.demand_ladder and any(entry.size for entry in chosen.schedule):
        text = "moves the size by demand, and the schedule sets it by the clock, each undoing the other"
        yield ("scaling", "ladder"), f"{text}; leave one of the two out"


def _idle_instances(endpoint: EndpointSpec) -> Findings:
    """Yield instances that stay, and cost, without any copy on them."""
    least = endpoint.instances.min if endpoint.instances else 0
    if endpoint.kind is EndpointKind.COMPONENTS and least and endpoint.scaling.fewest == 0:
        text = f"{least} stays and costs while there are no copies"
        yield ("instances", "min"), f"{text}; write 0, or raise replicas.min"


def _large_reservation(endpoint: EndpointSpec) -> Findings:
    """Yield a reservation of main memory that SageMaker was seen to refuse."""
    wanted = endpoint.component.memory_gib if endpoint.component else None
    if wanted is None or endpoint.machine is None or not catalogued(endpoint.machine).gpu:
        return
    memory = catalogued(endpoint.machine).memory_gib
    if wanted >= memory * ACCEPTED_SHARE:
        text = f"{wanted:g} of {memory:g} GiB; a quarter was refused in 2026-07 ('not enough hardware resources')"
        yield ("component", "memory_gib"), f"{text}; a copy may use more than it reserves, so leave it out"


def _lonely_weight(endpoint: EndpointSpec) -> Findings:
    """Yield a weight beside no other."""
    if endpoint.weight != 1 and not endpoint.challengers:
        yield ("weight",), f"{endpoint.weight:g} is compared with nothing; add challengers, or leave it out"


def _untried_fallback(endpoint: EndpointSpec) -> Findings:
    """Yield that AWS documents no way from a reservation to on-demand."""
    capacity = endpoint.capacity
    if capacity is not None and capacity.prefer == [Purchase.RESERVED, Purchase.ON_DEMAND]:
        text = "[reserved, on-demand] names the reservation without AWS's only documented preference "
        text += "(capacity-reservations-only), and what happens when it is full is not documented"
        yield ("capacity", "prefer"), f"{text}; try it, or write [reserved]"


def _longer_than_a_request(endpoint: EndpointSpec) -> Findings:
    """Yield a promise that is longer than SageMaker waits for an answer."""
    slo = endpoint.slo
    if slo is not None and endpoint.kind is not EndpointKind.ASYNC and slo.p99_ms > LONGEST_REQUEST_MS:
        text = f"{slo.p99_ms:g} is longer than the 60 s that SageMaker waits for an answer that is not streamed"
        yield ("slo", "p99_ms"), f"{text}; write kind: async, or promise less"


def _unknown_cuda(endpoint: EndpointSpec) -> Findings:
    """Yield that nobody knows which driver a container by digest needs."""
    gpu = endpoint.machine is not None and catalogued(endpoint.machine).gpu
    if gpu and endpoint.model.image is not None and endpoint.model.cuda is None:
        text = "has a CUDA that the digest does not tell, and on SageMaker's default driver (12.2) a newer one fails "
        yield ("model", "image"), f"{text}without a log; write model.cuda, such as 12.9"
