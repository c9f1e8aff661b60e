"""How `modelhost plan` lays its answer out on one screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from modelhost.cli.plan.sparkline import rows
from modelhost.cli.table import grid
from modelhost.planner.answer import FitRow, Plan
from modelhost.planner.load.trace import Trace
from modelhost.planner.search.judged import Judged
from modelhost.planner.service.slo import Slo

FITS, RUNNERS = 6, 6
"""Rows that are shown; all of them are in the report and in the JSON."""
PICTURE_COLUMNS = 60


def present(console: Console, plan: Plan) -> None:
    """Print the answer, its numbers, who lost and why, and what it rests on."""
    console.print(head(plan))
    console.print(Text(plan.change, style="bold"))
    if plan.timeline is not None:
        picture(console, plan)
    console.print(verdicts(plan), "", sep="\n")
    if plan.winner is not None:
        console.print(
            Text(f"The plan: {named(plan.winner)}, 80 % interval of what is kept {sure(plan.winner)}{proof(plan)}"),
            "",
            sep="\n",
        )
    console.print("[bold]Compared[/bold] (USD a month)", candidates(plan), "", sep="\n")
    listed(console, "Why not", losers(plan))
    console.print("[bold]Machines[/bold]", machines(plan.fits), "", sep="\n")
    curve(console, plan)
    listed(console, "Flips", (f"{each.what} {each.value}: then {each.then}" for each in plan.flips))
    if plan.bottleneck is not None:
        listed(console, "Breaks first", [plan.bottleneck.text])
    listed(console, "Rests on", assumptions(plan))
    listed(console, "To know", plan.notes)
    console.print(Text(effort(plan), style="dim"))


def head(plan: Plan) -> Text:
    """Say what was asked."""
    asked = plan.question
    text = Text(asked.endpoint, style="bold")
    text.append(f"  {asked.region}, {asked.price_option}, {promise(asked.slo)}\n", style="not bold")
    text.append(load(asked.trace), style="not bold")
    if asked.what_if:
        text.append(f"\nwhat if: {', '.join(f'{name} {value}' for name, value in asked.what_if.items())}", "yellow")
    return text


def promise(slo: Slo) -> str:
    """Say what callers are promised."""
    limits = {"within": slo.latency_ms, "first token within": slo.ttft_ms, "then one each": slo.itl_ms}
    said = " and ".join(f"{words} {value:g} ms" for words, value in limits.items() if value is not None)
    return f"{slo.attainment:.2%} {said}"


def load(trace: Trace) -> str:
    """Say what the trace holds."""
    seen = trace.rate_per_second[trace.known]
    if not len(seen):
        return f"{trace.name}: nothing was seen"
    return f"{trace.name}: {span(trace.seconds)}, {seen.mean():,.4g} requests/s in the mean, {seen.max():,.4g} at most"


def span(seconds: float) -> str:
    """Write a length of time in the unit that suits it."""
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds:.3g} seconds"


def picture(console: Console, plan: Plan) -> None:
    """Print load and capacity as two rows of blocks."""
    assert plan.timeline is not None
    ascii_only = not console.encoding.lower().startswith("utf")
    for name, blocks, legend in rows(plan.timeline, PICTURE_COLUMNS, ascii_only):
        console.print(Text(f"{name:9}{blocks}  {legend}"), no_wrap=True, overflow="crop")
    console.print()


def verdicts(plan: Plan) -> Table:
    """Return the reader's questions with their answers and numbers."""
    table = grid(("question", "left"), ("answer", "left"), ("because", "left"))
    for each in plan.verdicts:
        table.add_row(each.question, Text(each.answer, style="bold"), each.because)
    return table


def candidates(plan: Plan) -> Table:
    """Return today, the winner, runners-up and yardsticks, each with its numbers and why it lost."""
    headers = [("", "left"), ("way", "left"), ("machine", "left"), ("expected", "right"), ("floor-ceiling", "right")]
    table = grid(*headers, ("kept", "right"), ("worst hour", "right"), ("replicas", "right"))
    for name, each in compared(plan):
        style = "bold green" if each is plan.winner else "" if each.feasible else "dim"
        table.add_row(name, *cells(each), style=style)
    cheapest = f"{plan.clairvoyant_usd_per_month:,.0f}"
    table.add_row("yardstick", "knows the future", "", cheapest, "", "", "", "", style="dim")
    return table


def losers(plan: Plan) -> Iterable[str]:
    """Yield why each of the others lost."""
    for name, each in compared(plan):
        if each.why:
            yield f"{name}{': ' if name else ''}{each.candidate.label} {each.why}"


def compared(plan: Plan) -> Iterable[tuple[str, Judged]]:
    """Yield what stands in the comparison, each by its role."""
    if plan.today is not None:
        yield "today", plan.today
    if plan.winner is not None:
        yield "plan", plan.winner
    others = [each for each in plan.runners_up if each is not plan.today]
    yield from (("", each) for each in others[:RUNNERS])
    yield from plan.baselines.items()


def cells(judged: Judged) -> tuple[str, ...]:
    """Return the numbers of one way."""
    cost, candidate = judged.cost, judged.candidate
    replicas = f"{judged.mean_replicas:.3g} to {judged.peak_replicas}"
    money = (f"{cost.expected:,.0f}", f"{cost.floor:,.0f}-{cost.ceiling:,.0f}")
    kept = (f"{judged.attainment:.2%}", f"{judged.worst_hour:.1%}")
    return (str(candidate.form), candidate.machine, *money, *kept, replicas)


def named(judged: Judged) -> str:
    """Return a candidate in words, with the settings that make it."""
    settings: Mapping[str, float] = judged.candidate.settings
    said = ", ".join(f"{name} {value:.3g}" for name, value in settings.items())
    return judged.candidate.label + (f" ({said})" if said else "")


def sure(judged: Judged) -> str:
    """Return between which shares the promise is kept in 80 of 100 cases."""
    return f"{judged.interval.low:.2%} to {judged.interval.high:.2%}"


def proof(plan: Plan) -> str:
    """Say what the plan keeps token by token, beside the share by the request; empty where that is not known."""
    found = plan.proof
    return "" if found is None else f"; token by token {found.attainment:.2%}, by the request {found.by_request:.2%}"


def machines(fits: tuple[FitRow, ...]) -> Table:
    """Return the best machine types by value."""
    headers = [("machine", "left"), ("fits", "left"), ("requests/s", "right"), ("USD/h", "right")]
    table = grid(*headers, ("USD per million", "right"), ("basis", "left"))
    for each in fits[:FITS]:
        rate = f"{each.max_rps:.3g}" if each.max_rps else "-"
        value = f"{each.usd_per_million:,.2f}" if each.max_rps else "-"
        table.add_row(each.machine, "yes" if each.fits else "no", rate, f"{each.usd_per_hour:.4g}", value, each.text)
    return table


def observed(plan: Plan) -> tuple[tuple[float, float, float], ...]:
    """Return the points of the measured curve: requests at once, observed and predicted latency in ms."""
    return next((tuple(each.service.shown) for each in plan.question.offers if each.service.shown), ())


def curve(console: Console, plan: Plan) -> None:
    """Print what was measured beside what the curve says, where there is a measurement."""
    if points := observed(plan):
        table = grid(("requests at once", "right"), ("observed ms", "right"), ("predicted ms", "right"))
        for at_once, seen, predicted in points:
            table.add_row(f"{at_once:g}", f"{seen:,.4g}", f"{predicted:,.4g}")
        console.print("[bold]Measured service time[/bold]", table, "", sep="\n")


def assumptions(plan: Plan) -> Iterable[str]:
    """Yield what the answer rests on, with what another value does to it."""
    for each in plan.assumptions:
        sensitivity = f"; {each.sensitivity}" if each.sensitivity else ""
        yield f"{each.what}: {each.value} ({each.source}){sensitivity}"


def listed(console: Console, title: str, lines: Iterable[str]) -> None:
    """Print *lines* under *title*, nothing when there are none."""
    found = list(lines)
    if found:
        console.print(f"[bold]{title}[/bold]")
        for each in found:
            console.print(Text(f"- {each}"))
        console.print()


def effort(plan: Plan) -> str:
    """Say how much was tried."""
    return f"{plan.screened:,} ways screened, {plan.verified} simulated by the request, {plan.seconds:.1f} s"
