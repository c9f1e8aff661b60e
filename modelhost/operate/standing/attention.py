"""What somebody should look at, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from modelhost.operate.standing.budget import TAG_KEY, BudgetFact
from modelhost.operate.standing.endpoint import ABSENT
from modelhost.operate.standing.standing import EndpointStanding, Standing

IN_SERVICE = "InService"
TAG_ACTIVE = "active"


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
    if endpoint.status == ABSENT:
        yield f"{endpoint.key} is not there; run pulumi up"
        return
    if endpoint.status != IN_SERVICE:
        yield f"{endpoint.key} is {endpoint.status}: {endpoint.reason or 'SageMaker gives no reason'}"
    if endpoint.pending_machine:
        yield f"{endpoint.key} runs on {endpoint.live_machine}, the stack file says {endpoint.machine}; run pulumi up"
    if each.update_interrupted:
        yield f"{endpoint.key}: an update was interrupted and its scaling is not restored; run modelhost recover"
    if each.alarms.firing:
        yield f"{endpoint.key}: in alarm: {', '.join(each.alarms.firing)}"
    if each.alarms.muted and not each.update_interrupted:
        yield f"{endpoint.key}: {each.alarms.muted} alarms are muted; pulumi up speaks up again when its update ends"
    if each.scaling.suspended:
        yield f"{endpoint.key}: scaling is suspended"
    if each.scaling.strategy == "auto" and each.scaling.min_count is None:
        yield f"{endpoint.key}: nothing scales it, although its strategy is auto; run pulumi up"
    if missing := [entry.at for entry in each.schedule if not entry.live]:
        yield f"{endpoint.key}: AWS does not hold {', '.join(missing)} of its schedule; run pulumi up"


def _of_budget(budget: BudgetFact) -> Iterator[str]:
    if budget.tag_status != TAG_ACTIVE:
        yield (
            f"the budget counts nothing until the tag {TAG_KEY!r} is active for cost allocation (it is "
            f"{budget.tag_status}): activate it in the billing console of the management account"
        )
    if budget.actual_usd is not None and budget.actual_usd > budget.limit_usd:
        yield f"the month has cost {budget.actual_usd:,.0f} USD, the budget is {budget.limit_usd:,.0f}"
