"""How `modelhost show` lays out what the environment costs, its budget, and who hears of alarms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.text import Text

from modelhost.cli.table import grid
from modelhost.operate.standing.budget import BudgetFact
from modelhost.operate.standing.cost import CostFact, total
from modelhost.operate.standing.notification import AddressFact

MONEY = "{:,.0f}"


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
