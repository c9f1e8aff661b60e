"""How `modelhost show` lays out what stands: readable in 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modelhost.cli.show_endpoint_view import endpoints, parts, rollout
from modelhost.cli.show_money_view import budget, cost, notified
from modelhost.cli.table import grid
from modelhost.operate.standing.attention import attention
from modelhost.operate.standing.standing import EndpointStanding, Standing

INDENT = (0, 0, 0, 2)


def present(console: Console, standing: Standing) -> None:
    """Print everything, part by part, what needs attention last."""
    console.print(
        f"[bold]{standing.environment}[/bold]  {standing.region}  account {standing.account_id}  owner {standing.owner}"
    )
    section(console, "Endpoints", endpoints(standing.endpoints))
    if any(each.endpoint.components or len(each.endpoint.variants) > 1 for each in standing.endpoints):
        section(console, "Behind the endpoints", parts(standing.endpoints))
    if moving := [line for each in standing.endpoints for line in rollout(each)]:
        section(console, "Moving", listed(moving))
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


def listed(lines: Iterable[str]) -> Table:
    """Return lines with a mark before each, so that a long one stays together."""
    table = Table.grid(padding=(0, 1))
    for line in lines:
        table.add_row("-", line)
    return table
