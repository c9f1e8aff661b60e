"""How `modelhost show` lays out endpoints: on what they run, what is behind them, and what is moving."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from modelhost.cli.table import grid
from modelhost.operate.standing.attention import IN_SERVICE
from modelhost.operate.standing.endpoint import ASLEEP, FILE, EndpointFact
from modelhost.operate.standing.standing import EndpointStanding

STATUS_STYLES = {IN_SERVICE: "green", ASLEEP: "blue", "Updating": "yellow", "Creating": "yellow"}


def endpoints(standing: Iterable[EndpointStanding]) -> Table:
    """Return endpoint, status, machine, instances, alarms and model."""
    table = grid(
        ("endpoint", "left"),
        ("status", "left"),
        ("machine", "left"),
        ("replicas", "right"),
        ("alarms", "left"),
        ("model", "left"),
    )
    for each in standing:
        endpoint = each.endpoint
        table.add_row(
            Text(endpoint.key, style="bold"),
            Text(endpoint.status, style=STATUS_STYLES.get(endpoint.status, "bold red")),
            machine(endpoint),
            replicas(each),
            alarms(each),
            endpoint.model,
        )
    return table


def machine(endpoint: EndpointFact) -> str:
    """Name the machine that serves, and who decides it where that is not the stack file."""
    name = endpoint.live_machine or endpoint.machine or endpoint.kind
    return name if endpoint.size_owner == FILE else f"{name} (by {endpoint.size_owner})"


def replicas(each: EndpointStanding) -> str:
    """Say how many instances serve, or copies of the base component, and how many are wanted when that differs."""
    endpoint = each.endpoint
    if endpoint.components:
        base = endpoint.components[0]
        return f"{moved(base.current_copies, base.desired_copies)} on {moved(endpoint.current_count, None)}"
    return moved(endpoint.current_count, endpoint.desired_count)


def moved(current: int | None, desired: int | None) -> str:
    """Write a number, and what it goes to when that differs."""
    if current is None:
        return "-"
    return str(current) if desired in (None, current) else f"{current} -> {desired}"


def parts(standing: Iterable[EndpointStanding]) -> Table:
    """Return the components of an endpoint, or the variants that share its requests."""
    table = grid(("endpoint", "left"), ("part", "left"), ("status", "left"), ("count", "right"), ("serves", "left"))
    for each in standing:
        for part in each.endpoint.components:
            count = "-" if part.base else moved(part.current_copies, part.desired_copies)
            serves = f"adapter of {part.base}" if part.base else part.model or "its own container"
            table.add_row(each.endpoint.key, part.name, part.status, count, serves)
        for variant in each.endpoint.variants if len(each.endpoint.variants) > 1 else ():
            share = "copies of requests" if variant.shadow else f"weight {variant.weight:g}" if variant.weight else "-"
            count = moved(variant.current_count, variant.desired_count)
            table.add_row(each.endpoint.key, variant.name, variant.machine or "-", count, share)
    return table


def rollout(each: EndpointStanding) -> Iterable[str]:
    """Say what an update in flight is at."""
    update = each.endpoint.rollout
    if update is not None:
        stages = ", ".join(update.stages) or each.endpoint.status
        since = f" since {update.started:%H:%M %Z}" if update.started else ""
        yield f"{each.endpoint.key} goes to {update.configuration or 'another configuration'}{since}: {stages}"


def alarms(each: EndpointStanding) -> Text:
    """Count the alarms by state."""
    if not each.alarms.total:
        return Text("none")
    if each.alarms.firing:
        return Text(f"{len(each.alarms.firing)} of {each.alarms.total} firing", style="bold red")
    return Text(f"{each.alarms.total} quiet")
