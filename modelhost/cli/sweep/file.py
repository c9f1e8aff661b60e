"""The file of a sweep: which endpoints are planned for, under which traces, with which promises."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from modelhost.cli.plan.asked import MOST_LIMIT_MS, MOST_SERVICE_MS, SYNTHETIC, Given, question
from modelhost.cli.plan.what_if import read as read_what_if
from modelhost.operate.problem import OperateError
from modelhost.planner.question import Question
from modelhost.spec.environment import EnvironmentSpec

LARGEST_BYTES = 4_000_000
"""No list of plans is that long."""
Words = Annotated[tuple[str, ...], BeforeValidator(lambda given: [given] if isinstance(given, str) else given)]
Limit = Annotated[float, Field(gt=0, le=MOST_LIMIT_MS)]


class Row(BaseModel):
    """One `[[plan]]` of the file; words that stand in a list are each combined with each other list's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    endpoint: Words
    """Endpoints of the stack file."""
    trace: Words
    """Loads that they saw: files beside this one, or `synthetic:...`."""
    what_if: Words = ("",)
    """What to ask again, such as `load=2x,startup=300`."""
    columns: str | None = None
    p99_ms: Limit | None = None
    ttft_ms: Limit | None = None
    itl_ms: Limit | None = None
    attainment: Annotated[float, Field(ge=0.5, le=0.9999)] = 0.99
    curve: Path | None = None
    curve_machine: str | None = None
    service_ms: Annotated[float, Field(gt=0, le=MOST_SERVICE_MS)] | None = None
    service_cv: Annotated[float, Field(ge=0, le=20)] = 1.0
    service_slots: Annotated[int, Field(ge=1, le=4096)] = 1
    machines: str | None = None
    zone_loss: bool = False
    timezone: str | None = None
    seed: Annotated[int, Field(ge=0)] = 1


class Case(NamedTuple):
    """One plan that is wanted."""

    endpoint: str
    """Endpoint of the stack file."""
    trace: str
    """Load as the file of the sweep names it."""
    what_if: str
    """What is different; empty when nothing."""
    question: Question
    """What the planner is asked."""


def cases(path: Path, environment: EnvironmentSpec, region: str) -> list[Case]:
    """Return every plan that the file *path* asks for; OperateError names everything that is wrong in it."""
    found: list[Case] = []
    problems: list[str] = []
    for number, row in enumerate(_rows(path), 1):
        for endpoint, trace, what_if in product(row.endpoint, row.trace, row.what_if):
            try:
                asked = _asked(row, endpoint, trace, what_if, path.parent, environment, region)
                found.append(Case(endpoint, trace, what_if, asked))
            except OperateError as error:
                problems.append(f"  plan {number} ({endpoint}, {trace}): {error}")
    if problems:
        raise OperateError("\n".join([f"{path} has {_counted(len(problems))}:", *problems]))
    return found


def _asked(
    row: Row, endpoint: str, trace: str, what_if: str, folder: Path, environment: EnvironmentSpec, region: str
) -> Question:
    """Return one question; OperateError when something given is wrong."""
    if endpoint not in environment.endpoints:
        known = ", ".join(sorted(environment.endpoints)) or "none"
        raise OperateError(f"environment {environment.name} has no endpoint {endpoint!r}; it has {known}")
    options = row.model_dump(exclude={"endpoint", "trace", "what_if", "curve"})
    place = trace if trace.startswith(SYNTHETIC) else str(folder / trace)
    given = Given(place, curve=None if row.curve is None else folder / row.curve, **options)
    spec, zones = environment.endpoints[endpoint], environment.network.zones
    return question(given, spec, endpoint, region, zones, read_what_if(what_if))


def _rows(path: Path) -> list[Row]:
    """Return the rows of *path*; OperateError says where what is wrong."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise OperateError(f"{path}: it is larger than {LARGEST_BYTES} bytes; split it")
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise OperateError(f"{path}: {error.strerror}; give a file that can be read") from error
    except ValueError as error:
        raise OperateError(
            f"{path}: it is no TOML ({error}); write [[plan]] with endpoint, trace and p99_ms"
        ) from error
    listed = content.get("plan")
    if not isinstance(listed, list) or not listed or set(content) != {"plan"}:
        raise OperateError(
            f"{path}: it must hold [[plan]] blocks and nothing else; each has endpoint, trace and p99_ms"
        )
    problems = [problem for number, row in enumerate(listed, 1) for problem in _problems(number, row)]
    if problems:
        raise OperateError("\n".join([f"{path} has {_counted(len(problems))}:", *problems]))
    return [Row.model_validate(row) for row in listed]


def _problems(number: int, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a block."""
    try:
        Row.model_validate(row)
    except ValidationError as error:
        for each in error.errors():
            place = ".".join(str(part) for part in each["loc"])
            yield f"  plan {number}.{place}: {each['msg'].lower()}; see modelhost sweep --help"


def _counted(count: int) -> str:
    """Return a number of problems in words."""
    return f"{count} problem{'s' if count > 1 else ''}"
