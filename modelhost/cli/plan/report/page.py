"""The page around the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from modelhost.cli.plan.report import chart
from modelhost.cli.plan.view import assumptions, compared, effort, load, named, observed, promise
from modelhost.planner.answer import Plan
from modelhost.planner.search.judged import Judged


def page(plan: Plan, now: datetime | None = None) -> str:
    """Return *plan* as one HTML document."""
    environment = Environment(
        loader=PackageLoader("modelhost.cli.plan.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        plan=plan,
        asked=plan.question,
        promise=promise(plan.question.slo),
        load=load(plan.question.trace),
        pictures=list(pictures(plan)),
        compared=list(compared(plan)),
        named=named,
        assumptions=list(assumptions(plan)),
        observed=observed(plan),
        effort=effort(plan),
        made=f"{now or datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        version=metadata.version("modelhost"),
    )


def pictures(plan: Plan) -> Iterator[tuple[str, str, Markup]]:
    """Yield each picture that there are numbers for, with its title and what to see in it."""
    limit = plan.question.slo.latency_ms or plan.question.slo.ttft_ms
    if plan.timeline is not None:
        text = "Offered load beside what the replicas of the plan bear within the promise."
        yield "Load and capacity", text, Markup(chart.load_and_capacity(plan, plan.timeline))
    outcome = plan.winner.outcome if plan.winner else None
    if outcome is not None and outcome.histogram.sum():
        text = "Every request of the replay, waiting included."
        yield "Latency", text, Markup(chart.latency(outcome, plan.question.slo.latency_ms))
    if ways := list(bars(plan)):
        text = (
            "What each way of scaling costs at its best. A line goes from floor to ceiling; hatched breaks the promise."
        )
        yield "Cost by strategy", text, Markup(chart.cost_by_way(ways, plan.clairvoyant_usd_per_month))
    if len(plan.cost_by_slo) > 1:
        text = "What a stricter promise costs, and what a looser one saves."
        yield "Cost against the promise", text, Markup(chart.cost_by_slo(plan.cost_by_slo, limit))


def bars(plan: Plan) -> Iterator[tuple[str, Judged]]:
    """Yield the bars of the cost picture: the plan, today, the best of each other form, and the defaults."""
    if plan.winner is not None:
        yield "plan", plan.winner
    if plan.today is not None:
        yield "today", plan.today
    own = plan.winner.candidate.form if plan.winner else None
    yield from ((str(form), each) for form, each in plan.by_form.items() if form != own)
    yield from plan.baselines.items()
