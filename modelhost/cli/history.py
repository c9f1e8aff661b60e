"""`modelhost history`: what was live when."""

from __future__ import annotations

from datetime import UTC

from rich.console import Console
from rich.text import Text

from modelhost.cli.endpoint import EndpointArgument, known
from modelhost.cli.errors import told
from modelhost.cli.stack import ConfigFileOption, JsonOption, StackOption, console, print_json, progress, stack_file
from modelhost.cli.table import grid
from modelhost.operate.cloud import Cloud
from modelhost.operate.history import Release, history

REASONS = {"schedule": "clock"}


@told
def command(
    endpoint: EndpointArgument,
    stack: StackOption = "dev",
    config_file: ConfigFileOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was live when on an endpoint: models, machines, and who changed them; newest first.

    Each line is a version. Its number goes to `modelhost rollback ENDPOINT --to NUMBER` for as long as its model is
    kept, which `keep_versions` of the stack file decides. The record begins with the first `pulumi up`.

    Examples:

      modelhost history digits
      modelhost history chat -s prod --json
    """
    file = stack_file(stack, config_file)
    environment = file.load()
    key = known(environment, endpoint)
    name = environment.endpoint_name(key)
    with progress().status("asking AWS"):
        releases = history(Cloud(file.region), name, environment.endpoints[key].kind)
    if as_json:
        print_json({"endpoint": key, "name": name, "history": [each.model_dump(mode="json") for each in releases]})
    else:
        present(console(), key, releases)


def present(console: Console, endpoint: str, releases: tuple[Release, ...]) -> None:
    """Show the releases, the live one marked."""
    if not releases:
        console.print(f"{endpoint}: nothing is recorded yet; `pulumi up` writes down what it brings live.")
        return
    table = grid(
        ("version", "right"), ("live from (UTC)", "left"), ("by", "left"), ("machine", "left"), ("model", "left")
    )
    for each in releases:
        table.add_row(
            Text(f"{'* ' if each.live else ''}{each.number}", style="bold green" if each.live else ""),
            f"{each.at.astimezone(UTC):%Y-%m-%d %H:%M}",
            REASONS.get(each.reason, each.reason),
            each.machine or "-",
            models(each),
        )
    console.print(table)
    console.print("\n* is live. `modelhost rollback` serves an earlier model again.", markup=False)


def models(release: Release) -> Text:
    """Name the models, and say when they are gone."""
    text = Text(", ".join(release.models) or "-")
    return text if release.kept else text.append(" (gone)", style="dim")
