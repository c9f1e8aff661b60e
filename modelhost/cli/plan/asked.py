"""What the command line says, as the planner's question: trace, promise, service time, and what is changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from modelhost.catalog.machine import machines, similar
from modelhost.cli.plan.what_if import WhatIf
from modelhost.operate.problem import OperateError
from modelhost.planner.asking import ask
from modelhost.planner.load.read import columns_of, read
from modelhost.planner.load.scale import scaled
from modelhost.planner.question import Question
from modelhost.planner.service.assume import assumed
from modelhost.planner.service.curve import measured
from modelhost.planner.service.point_file import points
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.zone import zone_problem

SYNTHETIC = "synthetic:"
MOST_SERVICE_MS, MOST_LIMIT_MS = 3.6e6, 1e9
"""Longest lone request, an hour, and longest promise that are planned for: whole nanoseconds count no further."""


@dataclass(frozen=True)
class Given:
    """The options that say what is asked."""

    trace: str
    """A file, or `synthetic:...`."""
    columns: str | None = None
    """Which column means what, such as `time=ts,requests=n`."""
    p99_ms: float | None = None
    """Longest time of a whole request."""
    ttft_ms: float | None = None
    """Longest time to the first token."""
    itl_ms: float | None = None
    """Longest mean time between tokens."""
    attainment: float = 0.99
    """Share of the requests that keep the promise."""
    curve: Path | None = None
    """Measured points."""
    curve_machine: str | None = None
    """Where they were measured; the endpoint's machine when not given."""
    service_ms: float | None = None
    """Somebody's word for the time of a lone request."""
    service_cv: float = 1.0
    """Its spread."""
    service_slots: int = 1
    """Requests that a replica computes at once."""
    machines: str | None = None
    """Machine types to choose from."""
    quota: str | None = None
    """Most instances that the account may have, by machine type."""
    zone_loss: bool = False
    """Whether a lost zone must not break the promise."""
    timezone: str | None = None
    """Zone in which schedules are written."""
    seed: int = 1
    """Seed of every random stream."""


def question(given: Given, endpoint: EndpointSpec, name: str, region: str, zones: int, changed: WhatIf) -> Question:
    """Return what is asked of endpoint *name*; OperateError when something given is wrong."""
    promised = promise(given, endpoint)
    try:
        trace = read(given.trace, columns_of(given.columns) if given.columns else None)
        asked = ask(
            endpoint,
            name,
            region,
            scaled(trace, changed.load) if changed.load is not None else trace,
            promised,
            measured=service(given, endpoint),
            machines=listed(given.machines),
            startup_seconds=changed.startup,
            price=changed.price or "on-demand",
            service_factor=changed.service or 1.0,
            zones=changed.zones or zones,
            zone_loss=given.zone_loss,
            timezone=checked(given.timezone) or zone_of(endpoint),
            quota=quotas(given.quota),
            what_if=changed.said,
            seed=given.seed,
            interruptions_per_hour=changed.interruptions,
            failed_launches=changed.failures or 0.0,
        )
        _short(asked)
    except (ValueError, LookupError, OSError) as error:
        raise OperateError(told(error)) from error
    return asked


def _short(asked: Question) -> None:
    """Raise ValueError when a request takes longer on one of the machines than what is planned for."""
    for each in asked.offers:
        lone_ms = 1e3 * each.service.work.mean_seconds
        if not each.misfit and lone_ms > MOST_SERVICE_MS:
            raise ValueError(
                f"endpoint {asked.endpoint}: a lone request takes {lone_ms:.3g} ms on {each.machine}, and at most "
                f"{MOST_SERVICE_MS:g} ms are planned for; check --service-ms, --curve and the --what-if service"
            )


def promise(given: Given, endpoint: EndpointSpec) -> Slo:
    """Return what callers are promised: as given, or as the stack file says."""
    tokens = given.ttft_ms is not None or given.itl_ms is not None
    if tokens and given.p99_ms is not None:
        raise OperateError("--p99-ms stands beside --ttft-ms or --itl-ms; promise a whole request, or its tokens")
    if tokens:
        return Slo(None, given.ttft_ms, given.itl_ms, given.attainment)
    limit = given.p99_ms or (endpoint.slo.p99_ms if endpoint.slo else None)
    if limit is None:
        raise OperateError("nothing is promised; add --p99-ms, or --ttft-ms and --itl-ms, or slo to the stack file")
    return Slo(latency_ms=limit, attainment=given.attainment)


def service(given: Given, endpoint: EndpointSpec) -> Service | None:
    """Return the service time that was measured or is assumed; none where the model's architecture has to tell."""
    if given.curve is not None and given.service_ms is not None:
        raise OperateError("--curve stands beside --service-ms; leave the one that you trust less")
    machine = given.curve_machine or endpoint.machine
    if machine is None:
        raise OperateError("a serverless endpoint has no machine to plan for; see modelhost show for what it costs")
    if machine not in machines():
        hint = similar(machine)
        said = f"did you mean {hint}?" if hint else "modelhost catalog list has them"
        raise OperateError(f"--curve-machine: {machine!r} is not a machine type of SageMaker; {said}")
    if given.curve is not None:
        return measured(points(given.curve), machine)
    if given.service_ms is not None:
        return assumed(machine, given.service_ms, given.service_cv, given.service_slots)
    return None


def listed(text: str | None) -> list[str] | None:
    """Return the machine types of a list with commas."""
    names = None if text is None else [name.strip() for name in text.split(",") if name.strip()]
    if names == []:
        raise ValueError(f"--machines: {text!r} names none; write such as ml.m7i.large,ml.c7i.large")
    return names


def checked(timezone: str | None) -> str | None:
    """Return *timezone* when there is such a one."""
    problem = None if timezone is None else zone_problem(timezone)
    if problem is not None:
        raise ValueError(f"--timezone: {problem}")
    return timezone


def quotas(text: str | None) -> dict[str, int]:
    """Return the most instances that the account may have, by machine type."""
    found: dict[str, int] = {}
    for part in filter(None, (text or "").replace(" ", "").split(",")):
        name, _, count = part.partition("=")
        if name not in machines() or not count.isdecimal():
            raise ValueError(f"--quota: {part!r} is not a machine type and a number; write such as ml.m7i.large=8")
        found[name] = int(count)
    return found


def zone_of(endpoint: EndpointSpec) -> str:
    """Return the time zone of the endpoint's schedule; UTC without one."""
    return next((entry.timezone for entry in endpoint.scaling.schedule), "UTC")


def told(error: Exception) -> str:
    """Return the message of *error* as a person reads it."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}; give a file that can be read"
    return str(error.args[0]) if isinstance(error, LookupError) and error.args else str(error)
