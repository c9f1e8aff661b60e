"""Machine types on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from modelhost.catalog.age import PRICE_LIMIT_DAYS, stale_price, warnings
from modelhost.catalog.machine import Machine
from modelhost.catalog.price import hourly_price
from modelhost.catalog.region import listed_somewhere, nearest, offered, regions, zones
from modelhost.cli.table import grid
from modelhost.price.option import Option, rate

if TYPE_CHECKING:
    from modelhost.operate.catalog_refresh.refresh import Summary

MOST_CHANGES = 15
RATES = (("bf16", "bf16_tflops"), ("fp8", "fp8_tflops"), ("int8", "int8_tops"), ("fp4", "fp4_tflops"))


def entry(found: Machine, region: str, now: datetime, whole: bool = False) -> dict[str, Any]:
    """Return *found* as plain facts; *whole* adds what only one machine's page shows."""
    price = hourly_price(found.name, region)
    facts = {
        "machine": found.name,
        "vcpus": found.vcpus,
        "memory_gib": found.memory_gib,
        "architecture": found.architecture,
        "accelerator": found.accelerator and found.accelerator.name,
        "accelerators": found.accelerator_count,
        "visible_gib": round(found.visible_gib, 2),
        "local_nvme_gb": found.local_nvme_gb,
        "network_gbps": found.network_gbps,
        "region": region,
        "offered": offered(found.name, region),
        "usd_per_hour": price and price.usd,
        "price_source": price and price.source,
        "price_note": price and price.note,
        "price_day": price and price.day,
        "price_stale": stale_price(found.name, region, now.date()) is not None,
    }
    return {**facts, **_more(found, region)} if whole else facts


def _more(found: Machine, region: str) -> dict[str, Any]:
    """Return accelerator figures, ways of paying, regions and alternatives."""
    known = [where for where in regions() if listed_somewhere(found.name) and offered(found.name, where)]
    paid = [each for option in Option if (each := rate(option, found.name, region))]
    return {
        "accelerator_facts": found.accelerator and found.accelerator._asdict(),
        "rates": [each._asdict() for each in paid],
        "regions": known,
        "zones": list(zones(found.name, region)),
        "nearest": nearest(found.name, region),
    }


def present_list(console: Console, entries: Sequence[Mapping[str, Any]], region: str, now: datetime) -> None:
    """Show machine types as a table."""
    if not entries:
        console.print(f"no machine type in {region} is like that; --all shows those of other regions too")
        return
    right = ("cores", "GiB", "accelerators", "sees GiB", "Gbps", "USD/h")
    table = grid(("machine", "left"), *((header, "right") for header in right), ("price", "left"))
    for each in entries:
        table.add_row(*_cells(each))
    for column in table.columns:
        column.no_wrap = True
    console.print(table)
    if any(each["price_note"] for each in entries):
        console.print(
            "\n* is no list price of this region and type; `modelhost catalog show` says what it is.", markup=False
        )
    if any(each["price_stale"] for each in entries):
        console.print(f"old: more than {PRICE_LIMIT_DAYS} days; run: modelhost catalog refresh --region {region}")
    _warn(console, now)


def _cells(each: Mapping[str, Any]) -> tuple[str | Text, ...]:
    """Return one machine type as cells."""
    count = each["accelerators"]
    usd = "-" if each["usd_per_hour"] is None else f"{each['usd_per_hour']:.4f}"
    return (
        Text(each["machine"], style="" if each["offered"] else "dim"),
        str(each["vcpus"]),
        f"{each['memory_gib']:g}",
        f"{count} x {each['accelerator']}" if count else "-",
        f"{each['visible_gib'] / count:g}" if count else "-",
        "-" if each["network_gbps"] is None else f"{each['network_gbps']:g}",
        usd,
        _dated(each),
    )


def _dated(each: Mapping[str, Any]) -> Text:
    """Return the day of a price, marked when there is something to know about it."""
    marks = (" *" if each["price_note"] else "") + (" old" if each["price_stale"] else "")
    return Text((each["price_day"] or "") + marks, style="yellow" if marks else "")


def present_machine(console: Console, found: Mapping[str, Any], region: str, now: datetime) -> None:
    """Show one machine type."""
    table = grid(("", "left"), ("", "left"))
    for what, text in _rows(found, region):
        table.add_row(what, text)
    table.show_header = False
    console.print(Text(found["machine"], style="bold"))
    console.print(table)
    stale = stale_price(found["machine"], region, now.date())
    if stale:
        console.print(Text(stale, style="yellow"))
    _warn(console, now)


def _rows(found: Mapping[str, Any], region: str) -> Iterable[tuple[str, str]]:
    """Yield the lines of a machine's page."""
    yield "cores", f"{found['vcpus']} ({found['architecture']})"
    yield "memory", f"{found['memory_gib']:g} GiB"
    if found["accelerator_facts"]:
        yield from _accelerator_rows(found)
    yield "local NVMe", f"{found['local_nvme_gb']} GB" if found["local_nvme_gb"] else "none"
    yield "network", "not published" if found["network_gbps"] is None else f"{found['network_gbps']:g} Gbps"
    for each in found["rates"]:
        unsold = "" if each["sold"] else " (not sold)"
        yield f"{each['option']}{unsold}", f"{each['usd_per_hour']:.4f} USD/h, {each['source']}"
    if not found["rates"]:
        yield "price", "not known"
    yield "regions", ", ".join(found["regions"]) or "no region is known to list it"
    if found["zones"]:
        yield "zones", ", ".join(found["zones"])
    if not found["offered"]:
        yield f"in {region}", f"not offered; nearest: {', '.join(found['nearest']) or 'none'}"


def _accelerator_rows(found: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield the lines about a machine's accelerators."""
    chip = found["accelerator_facts"]
    yield "accelerators", f"{found['accelerators']} x {chip['name']}"
    yield "memory of one", f"{chip['memory_gib']:g} GiB, of which programs see {chip['visible_gib']:g}"
    if chip["memory_gb_per_second"]:
        yield "bandwidth of one", f"{chip['memory_gb_per_second']:g} GB/s"
    rates = [f"{dtype} {chip[field]:g}" for dtype, field in RATES if chip[field]]
    yield "dense TFLOPS of one", ", ".join(rates) or "not known"
    if chip["scaleup_gb_per_second"] is not None:
        rate_gb = chip["scaleup_gb_per_second"]
        yield "between them", f"{rate_gb:g} GB/s one way" if rate_gb else "PCIe"
    if chip["source"]:
        yield "figures", chip["source"]


def present_refreshed(console: Console, summaries: Iterable[Summary], directory: Path | None) -> None:
    """Say what a refresh brought, and what to set for look-ups to see it."""
    for each in summaries:
        counts = f"{each.hosting} hosting prices, {each.machines} machine types"
        console.print(f"{each.region}: {counts}, {len(each.changes)} prices differ from what was known -> {each.path}")
        for change in each.changes[:MOST_CHANGES]:
            before = "unknown" if change.before_usd is None else f"{change.before_usd:g}"
            console.print(f"  {change.machine}: {before} -> {change.after_usd:g} USD/h")
        if len(each.changes) > MOST_CHANGES:
            console.print(f"  and {len(each.changes) - MOST_CHANGES} more; --json lists them")
    if directory is not None:
        console.print(f"look-ups see it with: export MODELHOST_CATALOG={directory}")


def _warn(console: Console, now: datetime) -> None:
    """Say which facts are old."""
    for each in warnings(now.date()):
        console.print(Text(each, style="yellow"))
