"""What somebody should look at, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from modelhost.operate.standing.budget import TAG_KEY, BudgetFact
from modelhost.operate.standing.endpoint import ABSENT, ABSENT_OR_ASLEEP, ASLEEP
from modelhost.operate.standing.schedule import MACHINE_SUFFIX
from modelhost.operate.standing.standing import EndpointStanding, Standing

IN_SERVICE = "InService"
TAG_ACTIVE = "active"
NOT_THERE = {
    ABSENT: "run pulumi up",
    ABSENT_OR_ASLEEP: "it may sleep, which nobody can tell who may not read ssm:GetParameter",
}
"""What to do about an endpoint that is not there."""


def attention(standing: Standing) -> tuple[str, ...]:
    """Return a line for everything that is not as it should be."""
    return tuple(_lines(standing))


def _lines(standing: Standing) -> Iterator[str]:
    for each in standing.endpoints:
        yield from _of_endpoint(each)
    for address in standing.addresses:
        if not address.confirmed:
            yield f"{address.address} hears of no alarm yet: its owner has to confirm the subscription AWS mailed"
    if standing.budget is not None:
        yield from _of_budget(standing.budget)
    yield from standing.lints
    for part in standing.unseen:
        yield f"not shown, {part}; use credentials that may read it"


def _of_endpoint(each: EndpointStanding) -> Iterator[str]:
    endpoint = each.endpoint
    if each.machine_died is not None:
        died = f"its state machine ended {each.machine_died}, and its scaling is not restored"
        yield f"{endpoint.key}: {died}; run modelhost recover"
    if endpoint.status in NOT_THERE:
        yield f"{endpoint.key} is not there; {NOT_THERE[endpoint.status]}"
        return
    if endpoint.status == ASLEEP:
        if each.open:
            machine = f"{endpoint.name}{MACHINE_SUFFIX}"
            yield f"{endpoint.key} is asleep in its opening hours; see the executions of state machine {machine}"
        return
    yield from _of_presence(each)
    yield from _of_components(each)
    yield from _of_alarms(each)
    yield from _of_scaling(each)


def _of_presence(each: EndpointStanding) -> Iterator[str]:
    endpoint = each.endpoint
    if not each.open:
        yield f"{endpoint.key} is there outside of its opening hours, and costs; it goes when they next end"
    if endpoint.status != IN_SERVICE and endpoint.rollout is None:
        yield f"{endpoint.key} is {endpoint.status}: {endpoint.reason or 'SageMaker gives no reason'}"
    if endpoint.pending_machine:
        yield f"{endpoint.key} runs on {endpoint.live_machine}, the stack file says {endpoint.machine}; run pulumi up"
    if endpoint.version is not None:
        yield f"{endpoint.key} is rolled back to {endpoint.version}; take version out when its successor is ready"


def _of_alarms(each: EndpointStanding) -> Iterator[str]:
    key = each.endpoint.key
    if each.alarms.firing:
        yield f"{key}: in alarm: {', '.join(each.alarms.firing)}"
    if each.alarms.muted and not each.update_interrupted:
        yield f"{key}: {each.alarms.muted} alarms are muted; pulumi up speaks up again when its update ends"


def _of_scaling(each: EndpointStanding) -> Iterator[str]:
    key = each.endpoint.key
    if each.update_interrupted:
        yield f"{key}: an update was interrupted and its scaling is not restored; run modelhost recover"
    if each.scaling.suspended:
        yield f"{key}: scaling is suspended"
    if each.scaling.follows_demand and each.scaling.min_count is None:
        yield f"{key}: nothing scales it, although its strategy is {each.scaling.strategy}; run pulumi up"
    if missing := [entry.at for entry in each.schedule if not entry.live]:
        yield f"{key}: AWS does not hold {', '.join(dict.fromkeys(missing))} of its schedule; run pulumi up"


def _of_components(each: EndpointStanding) -> Iterator[str]:
    for component in each.endpoint.components:
        if component.status != IN_SERVICE:
            reason = component.reason or "SageMaker gives no reason"
            yield f"{each.endpoint.key}: component {component.name} is {component.status}: {reason}"


def _of_budget(budget: BudgetFact) -> Iterator[str]:
    if budget.tag_status != TAG_ACTIVE:
        yield (
            f"the budget counts nothing until the tag {TAG_KEY!r} is active for cost allocation (it is "
            f"{budget.tag_status}): activate it in the billing console of the management account"
        )
    if budget.actual_usd is not None and budget.actual_usd > budget.limit_usd:
        yield f"the month has cost {budget.actual_usd:,.0f} USD, the budget is {budget.limit_usd:,.0f}"
