"""`modelhost schedule`: the days to come as a picture."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from modelhost.cli.endpoint import EndpointOption, known
from modelhost.cli.errors import told
from modelhost.cli.schedule_view import present
from modelhost.cli.stack import ConfigFileOption, JsonOption, StackOption, console, print_json, stack_file
from modelhost.operate.agenda import agenda
from modelhost.operate.problem import OperateError
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.lint import Lint, lints

LONGEST_DAYS = 366


@told
def command(
    endpoint: EndpointOption = None,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="Days to show, today included.")] = 14,
    timezone: Annotated[
        str | None, typer.Option(help="IANA time zone to show; that of the schedule when not given.")
    ] = None,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the clock does to each endpoint on the days to come: floors, ceilings, sizes, and when it is gone.

    A row is a day and a column half an hour, on the clock of the schedule's own time zone, changes to and from
    daylight saving time included. Below stand the next firings with how long they are away, and what looks wrong.
    All of it is computed from the stack file; AWS is not asked, and no credentials are needed.

    Examples:

      modelhost schedule
      modelhost schedule -s prod --endpoint chat --days 28
      modelhost schedule --timezone America/New_York --json
    """
    file = stack_file(stack, config_file)
    environment, now = file.load(), datetime.now(UTC)
    keys = [known(environment, each) for each in endpoint or ()] or list(environment.endpoints)
    zone = checked(timezone)
    agendas = [agenda(key, environment.endpoints[key], now, days, zone) for key in dict.fromkeys(keys)]
    warnings = relevant(environment, file.region, now, keys)
    if as_json:
        plain = [each.model_dump(mode="json") for each in agendas]
        print_json({"stack": stack, "at": now.isoformat(), "endpoints": plain, "lints": [*map(str, warnings)]})
    else:
        present(console(), agendas, warnings, now)


def checked(timezone: str | None) -> str | None:
    """Return *timezone* when there is such a one."""
    try:
        return None if timezone is None else ZoneInfo(timezone).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise OperateError(f"--timezone: {timezone!r} is not an IANA time zone; write one such as UTC") from error


def relevant(environment: EnvironmentSpec, region: str, now: datetime, keys: list[str]) -> list[Lint]:
    """Return the warnings about how the endpoints *keys* scale."""
    found = lints(environment, region, now.date())
    return [
        each for each in found if each.path[1:2] == ("endpoints",) and each.path[2] in keys and "scaling" in each.path
    ]
