"""`modelhost catalog`: machine types with their prices, and how old those facts are."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated

import typer

from modelhost.catalog.machine import Machine, ec2_machines, machine, machines, similar
from modelhost.catalog.region import offered
from modelhost.cli.catalog_view import entry, present_list, present_machine, present_refreshed
from modelhost.cli.errors import told
from modelhost.cli.stack import JsonOption, console, print_json, progress
from modelhost.operate.problem import OperateError

app = typer.Typer(
    help="Look machine types up: facts, prices and regions, with --json for scripts; refresh them from AWS.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
)
DEFAULT_REGION = "us-east-1"
RegionOption = Annotated[
    str, typer.Option("--region", envvar=["AWS_REGION", "AWS_DEFAULT_REGION"], help="AWS region of prices and offers.")
]
PatternArgument = Annotated[str, typer.Argument(help="Names to list, such as 'ml.g6*'; all when not given.")]
AcceleratorOption = Annotated[str | None, typer.Option("--accelerator", help="Only machines with this, such as L4.")]
UsdOption = Annotated[float | None, typer.Option("--max-usd", min=0.0, help="Only machines up to this price an hour.")]
Ec2Option = Annotated[bool, typer.Option("--ec2", help="EC2's own types instead of SageMaker's.")]
AllOption = Annotated[bool, typer.Option("--all", help="Also what the region does not offer.")]


@app.command("list")
@told
def list_machines(
    pattern: PatternArgument = "*",
    region: RegionOption = DEFAULT_REGION,
    accelerator: AcceleratorOption = None,
    max_usd: UsdOption = None,
    ec2: Ec2Option = False,
    everywhere: AllOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the machine types that a region offers, cheapest first."""
    names = (name for name in (ec2_machines() if ec2 else machines()) if fnmatch(name, pattern))
    found = [machine(name) for name in names if everywhere or offered(name, region)]
    entries = [entry(each, region, now()) for each in found if accelerator is None or carries(each, accelerator)]
    if max_usd is not None:
        entries = [each for each in entries if (each["usd_per_hour"] or math.inf) <= max_usd]
    entries.sort(key=lambda each: each["usd_per_hour"] or math.inf)
    if as_json:
        print_json(entries)
    else:
        present_list(console(), entries, region, now())


@app.command()
@told
def show(
    name: Annotated[str, typer.Argument(help="Machine type, such as ml.g6.xlarge or g6.xlarge.")],
    region: RegionOption = DEFAULT_REGION,
    as_json: JsonOption = False,
) -> None:
    """Show one machine type: facts, ways of paying, regions, and what is nearest where it is not offered."""
    found = entry(known(name), region, now(), whole=True)
    if as_json:
        print_json(found)
    else:
        present_machine(console(), found, region, now())


@app.command()
@told
def refresh(
    region: Annotated[list[str], typer.Option("--region", help="Region to read; may be given several times.")],
    directory: Annotated[
        Path | None, typer.Option("--directory", help="Folder to write to; MODELHOST_CATALOG tells look-ups about it.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read machine types, prices and offers of a region from AWS into your own catalogue, which look-ups then prefer.

    It needs credentials that may call pricing:GetProducts, ec2:DescribeInstanceTypes and
    ec2:DescribeInstanceTypeOfferings; nothing is created. A run that was stopped goes on where it was.
    """
    from modelhost.catalog.overlay import folder
    from modelhost.operate.catalog_refresh.clients import RegionClients
    from modelhost.operate.catalog_refresh.refresh import refresh as read

    place = directory or folder()
    if place is None:
        raise OperateError("MODELHOST_CATALOG is empty, which switches your own catalogue off; give --directory")
    summaries = []
    for each in dict.fromkeys(region):
        with progress().status(f"asking AWS about {each}") as status:

            def said(what: str, pages: int, each: str = each) -> None:
                status.update(f"{each}: {what}, {pages} pages")

            summaries.append(read(RegionClients(each), each, place, datetime.now(UTC), said))
    if as_json:
        print_json([{**each._asdict(), "changes": [change._asdict() for change in each.changes]} for each in summaries])
    else:
        present_refreshed(console(), summaries, directory)


def known(name: str) -> Machine:
    """Return the machine type *name*; OperateError names what was probably meant."""
    try:
        return machine(name)
    except KeyError as error:
        meant = similar(name)
        hint = f"did you mean {meant}?" if meant else "see: modelhost catalog list --all"
        raise OperateError(f"{name!r} is not a known machine type; {hint}") from error


def carries(found: Machine, accelerator: str) -> bool:
    """Whether *found* carries *accelerator*, however it is capitalised."""
    return found.accelerator is not None and found.accelerator.name.lower() == accelerator.lower()


def now() -> datetime:
    """Return the time now; ages are counted from it."""
    return datetime.now(UTC)
