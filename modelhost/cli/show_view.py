"""How `modelhost show` lays out what stands: readable in 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modelhost.cli.table import grid
from modelhost.operate.standing.attention import IN_SERVICE, attention
from modelhost.operate.standing.budget import BudgetFact
from modelhost.operate.standing.cost import CostFact, total
from modelhost.operate.standing.notification import AddressFact
from modelhost.operate.standing.standing import EndpointStanding, Standing

INDENT = (0, 0, 0, 2)
MONEY = "{:,.0f}"


def present(console: Console, standing: Standing) -> None:
    """Print everything, part by part, what needs attention last."""
    console.print(
        f"[bold]{standing.environment}[/bold]  {standing.region}  account {standing.account_id}  owner {standing.owner}"
    )
    section(console, "Endpoints", endpoints(standing.endpoints))
    section(console, "Scaling", scaling(standing.endpoints))
    if any(each.schedule for each in standing.endpoints):
        section(console, "Schedule", schedule(standing.endpoints))
    section(console, "Cost in USD a month, without traffic", cost(standing.cost))
    section(console, "Budget", budget(standing.budget))
    section(console, "Notified of alarms", notified(standing.addresses))
    if notes := attention(standing):
        section(console, "Needs attention", listed(notes))


def section(console: Console, title: str, content: Table | Text | Group) -> None:
    """Print one part under its title."""
    console.print(f"\n[bold]{title}[/bold]")
    console.print(Padding(content, INDENT))


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
            Text(endpoint.status, style="green" if endpoint.status == IN_SERVICE else "bold red"),
            endpoint.live_machine or endpoint.machine,
            replicas(each),
            alarms(each),
            endpoint.model,
        )
    return table


def replicas(each: EndpointStanding) -> str:
    """Say how many instances serve, and how many are wanted when that differs."""
    current, desired = each.endpoint.current_count, each.endpoint.desired_count
    if current is None:
        return "-"
    return str(current) if current == desired else f"{current} -> {desired}"


def scaling(standing: Iterable[EndpointStanding]) -> Table:
    """Return strategy, what it does, the bounds that AWS holds, and what is kept for other strategies."""
    table = grid(
        ("endpoint", "left"), ("strategy", "left"), ("in force", "left"), ("AWS holds", "left"), ("kept", "left")
    )
    for each in standing:
        fact = each.scaling
        bounds = "no bounds" if fact.min_count is None else f"{fact.min_count} to {fact.max_count}"
        held = f"{bounds}, suspended" if fact.suspended else bounds
        table.add_row(each.endpoint.key, fact.strategy, fact.rule, held, ", ".join(fact.kept) or "-")
    return table


def alarms(each: EndpointStanding) -> Text:
    """Count the alarms by state."""
    if not each.alarms.total:
        return Text("none")
    if each.alarms.firing:
        return Text(f"{len(each.alarms.firing)} of {each.alarms.total} firing", style="bold red")
    return Text(f"{each.alarms.total} quiet")


def schedule(standing: Iterable[EndpointStanding]) -> Table:
    """Return every schedule entry with its next firings."""
    table = grid(("endpoint", "left"), ("at", "left"), ("sets", "left"), ("next three", "left"))
    for each in standing:
        for entry in each.schedule:
            when = f"{entry.at} {entry.timezone}"
            table.add_row(each.endpoint.key, when, entry.sets, moments(entry.next))
    return table


def moments(firings: Sequence[datetime]) -> str:
    """Write firings with their weekdays; what they share is said once."""
    if not firings:
        return "never again"
    same_time = len({f"{firing:%H:%M}" for firing in firings}) == 1
    same_month = len({firing.month for firing in firings}) == 1
    days = [
        f"{firing:%a} {firing.day}{'' if same_month else f'{firing: %b}'}{'' if same_time else f'{firing: %H:%M}'}"
        for firing in firings
    ]
    shared = (f"{firings[0]: %b}" if same_month else "") + (f", {firings[0]:%H:%M}" if same_time else "")
    return ", ".join(days) + shared


def cost(lines: Sequence[CostFact]) -> Group:
    """Return floor and ceiling line by line, their sums, and where the prices come from."""
    table = grid(("what", "left"), ("floor", "right"), ("ceiling", "right"), ("basis of the floor", "left"))
    for each in lines:
        basis = f"{each.arithmetic}, approximate" if each.approximate else each.arithmetic
        table.add_row(each.what, money(each.floor_usd), money(each.ceiling_usd), basis)
    table.add_section()
    floor, ceiling = total(each.floor_usd for each in lines), total(each.ceiling_usd for each in lines)
    table.add_row("all", money(floor), money(ceiling), "", style="bold")
    return Group(table, Text(), Text("\n".join(sources(lines))))


def sources(lines: Iterable[CostFact]) -> list[str]:
    """Return each source of prices once, with the lines that use it."""
    users: dict[str, list[str]] = {}
    for each in lines:
        if each.source:
            users.setdefault(each.source, []).append(each.what)
    return [f"{', '.join(what)}: {source}" for source, what in users.items()]


def money(amount: float | None) -> str:
    """Write an amount of US dollars."""
    return "unknown" if amount is None else MONEY.format(amount)


def budget(found: BudgetFact | None) -> Text:
    """Say the budget, what is spent of it and who hears when."""
    if found is None:
        return Text("none")
    spent = f"{MONEY.format(found.actual_usd)} spent" if found.actual_usd is not None else "nothing counted yet"
    forecast = f", {MONEY.format(found.forecast_usd)} forecast" if found.forecast_usd is not None else ""
    lines = [f"{MONEY.format(found.limit_usd)} USD a month; {spent}{forecast}"]
    alerts: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in found.thresholds:
        word = "forecast" if each.kind == "FORECASTED" else "spent"
        alerts.setdefault((word, tuple(map(short, each.subscribers))), []).append(f"{each.percent:g}")
    lines += [f"at {', '.join(at)} % {word}: {', '.join(who)}" for (word, who), at in alerts.items()]
    if found.anomaly_monitors:
        lines.append(f"unusual cost is watched by {', '.join(found.anomaly_monitors)}")
    return Text("\n".join(lines))


def notified(addresses: Iterable[AddressFact]) -> Text:
    """Say who is subscribed, and who has confirmed."""
    lines = [
        f"{each.address} ({each.protocol}{'' if each.confirmed else ', not confirmed'}) by {short(each.topic_arn)}"
        for each in addresses
    ]
    return Text("\n".join(lines) or "nobody")


def short(address: str) -> str:
    """Write an ARN as what it names."""
    return f"topic {address.rsplit(':', 1)[-1]}" if address.startswith("arn:") else address


def listed(lines: Iterable[str]) -> Table:
    """Return lines with a mark before each, so that a long one stays together."""
    table = Table.grid(padding=(0, 1))
    for line in lines:
        table.add_row("-", line)
    return table
