"""What is legal in a stack file and yet most likely not meant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import chain, pairwise
from typing import NamedTuple

from modelhost.catalog.machine import Machine, machine
from modelhost.spec import lint_clock, lint_model, lint_scaling
from modelhost.spec.cost import floor
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.problem import dotted
from modelhost.spec.schedule import in_gap
from modelhost.spec.strategy import STRATEGIES, one_of
from modelhost.spec.week import moments

YEAR_DAYS = 366


class Lint(NamedTuple):
    """A warning about a place in the stack file."""

    path: tuple[str | int, ...]
    """Keys that lead to the place, from `environment` on."""
    message: str
    """What is odd, and what to do."""

    def __str__(self) -> str:
        """Return `environment.endpoints.x: message`."""
        return f"{dotted(self.path)}: {self.message}"


def lints(environment: EnvironmentSpec, region: str | None = None, today: date | None = None) -> list[Lint]:
    """Return the warnings about *environment*.

    Prices need the *region*; gaps in the clock are looked for in the year from *today* on, and what is before is past.
    """
    day = today or date.today()
    found = [
        Lint(("environment", "endpoints", key, *place), text)
        for key, endpoint in environment.endpoints.items()
        for place, text in chain(
            _flat_steps(endpoint),
            _skipped_times(endpoint, day),
            _past_times(endpoint, day),
            _idle_entries(endpoint),
            _lonely(environment, endpoint),
            lint_clock.odd(endpoint),
            lint_clock.skipped_hours(endpoint, day, YEAR_DAYS),
            lint_scaling.odd(endpoint),
            lint_model.odd(endpoint),
        )
    ]
    return [*found, *_unaffordable(environment, region)]


def _unaffordable(environment: EnvironmentSpec, region: str | None) -> Iterator[Lint]:
    """Yield that even the floor costs more than the budget."""
    if environment.budget is None or region is None:
        return
    monthly, least = environment.budget.monthly_usd, sum(line.usd_per_month for line in floor(environment, region))
    if least > monthly:
        text = f"{monthly:,.0f} is below the floor of {least:,.0f} USD a month, so it alerts every month"
        yield Lint(("environment", "budget", "monthly_usd"), f"{text}; raise it, or take fewer or smaller machines")


def _flat_steps(endpoint: EndpointSpec) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the steps of the ladder that add nothing to the step below."""
    ladder = [machine(name) for name in endpoint.scaling.sizes]
    for place, (below, step) in enumerate(pairwise(ladder), start=1):
        if not _adds(below, step):
            text = (
                f"{step.name} ({step.text}) adds nothing to {below.name} ({below.text}); reorder the ladder, or drop it"
            )
            yield ("scaling", "sizes", place), text


def _adds(below: Machine, step: Machine) -> bool:
    """Whether *step* has more of anything than *below*: accelerators, their memory, memory or cores."""
    more = (
        step.accelerator_count > below.accelerator_count or step.accelerator_memory_gib > below.accelerator_memory_gib
    )
    return more or step.memory_gib > below.memory_gib or step.vcpus > below.vcpus


def _skipped_times(endpoint: EndpointSpec, today: date) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the scheduled times that the clock skips on some day of the coming year."""
    for place, entry in enumerate(endpoint.scaling.schedule):
        day = in_gap(entry, today, YEAR_DAYS)
        if day is not None:
            text = f"the clock of {entry.timezone} skips {entry.at!r} on {day}; choose another hour, or UTC"
            yield ("scaling", "schedule", place, "at"), text


def _past_times(endpoint: EndpointSpec, today: date) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the single moments that were before *today*."""
    midnight = datetime.combine(today, time(), UTC)
    for place, entry in enumerate(endpoint.scaling.schedule):
        if not entry.recurring and all(moment < midnight for moment in moments(entry)):
            text = f"{entry.at!r} is past, so this entry never fires; write a day to come, or take the entry out"
            yield ("scaling", "schedule", place, "at"), text


def _idle_entries(endpoint: EndpointSpec) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the scheduled entries that are kept for another strategy than the one in force."""
    strategy = endpoint.scaling.strategy
    for place, entry in enumerate(endpoint.scaling.schedule):
        if not endpoint.scaling.in_use(entry):
            what = " and ".join([*entry.numbers(), *(["size"] if entry.size else [])])
            owners = one_of([word for word, each in STRATEGIES.items() if each.fires(entry)])
            text = f"sets only {what}, which is idle under {strategy} and kept for {owners}"
            yield ("scaling", "schedule", place), f"{text}; give it a count to have it fire now"


def _lonely(environment: EnvironmentSpec, endpoint: EndpointSpec) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield that a protected environment's endpoint has a single replica, hence a single zone."""
    fewest, _ = endpoint.in_force().bounds
    if environment.protect and fewest == 1 and endpoint.kind in ZONAL:
        yield ("scaling", "replicas"), "1 replica lives in one zone; have 2 or more where the environment is protected"


ZONAL = (EndpointKind.REALTIME, EndpointKind.COMPONENTS, EndpointKind.MULTI_MODEL)
"""Kinds whose callers wait for an answer from instances."""
