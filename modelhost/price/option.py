"""The ways of paying for a machine: on demand, spot, committed for a year; what is assumed says so."""

from enum import StrEnum
from typing import NamedTuple

from modelhost.catalog.machine import SAGEMAKER
from modelhost.catalog.price import HourlyPrice, hourly_price, reserved_ratio

SPOT_RATIO = 0.40
"""Assumed spot price over that on demand: spot prices move by the hour and are no part of any price list."""
COMMITTED_RATIO = 0.63
"""Assumed price of a year's commitment over that on demand: the median of EC2's reservations (2026-01-21, 803 rows)."""


class Option(StrEnum):
    """A way of paying."""

    ON_DEMAND = "on-demand"
    SPOT = "spot"
    COMMITTED = "committed"


class Rate(NamedTuple):
    """What an hour of a machine costs when paid in one way."""

    option: Option
    """Which way."""
    usd_per_hour: float
    """US dollars per hour; a commitment's is owed whether the machine runs or not."""
    ratio: float
    """The same over the price on demand, 0 to 1."""
    assumed: bool
    """Whether the ratio is a guess."""
    sold: bool
    """Whether AWS sells this machine so: SageMaker endpoints have no spot."""
    source: str
    """Where the figure comes from."""


def rate(option: Option | str, name: str, region: str) -> Rate | None:
    """Return what the machine type *name* costs in *region* when paid by *option*; none without a price.

    ValueError names the known options when *option* is none of them.
    """
    way = _known(option)
    price = hourly_price(name, region)
    if price is None:
        return None
    if way is Option.SPOT:
        return _spot(name, price)
    return _committed(name, region, price) if way is Option.COMMITTED else _on_demand(price)


def _known(option: Option | str) -> Option:
    """Return *option* as one of the ways."""
    try:
        return Option(option)
    except ValueError as error:
        raise ValueError(f"price option: {option!r} is not known; use {', '.join(Option)}") from error


def _on_demand(price: HourlyPrice) -> Rate:
    """Return the price itself."""
    return Rate(Option.ON_DEMAND, price.usd, 1.0, False, True, _source(price))


def _spot(name: str, price: HourlyPrice) -> Rate:
    """Return the assumed spot price."""
    sold = not name.startswith(SAGEMAKER)
    doubt = "" if sold else "; SageMaker endpoints have no spot, so this is a what-if"
    source = f"assumed {SPOT_RATIO:.2f} of the price on demand ({_source(price)}){doubt}"
    return Rate(Option.SPOT, round(price.usd * SPOT_RATIO, 6), SPOT_RATIO, True, sold, source)


def _committed(name: str, region: str, price: HourlyPrice) -> Rate:
    """Return what a year's commitment costs: EC2's own reservation where known; assumed to be alike elsewhere."""
    known = reserved_ratio(name.removeprefix(SAGEMAKER), region)
    own = known is not None and not name.startswith(SAGEMAKER)
    ratio = round(COMMITTED_RATIO if known is None else known, 4)
    basis = _basis(name, known)
    source = f"{'' if own else 'assumed '}{ratio:.2f} of the price on demand, {basis} ({_source(price)})"
    return Rate(Option.COMMITTED, round(price.usd * ratio, 6), ratio, not own, True, source)


def _basis(name: str, known: float | None) -> str:
    """Say what the ratio of a commitment rests on."""
    if known is None:
        return "the median of EC2's one-year reservations"
    if name.startswith(SAGEMAKER):
        return f"as EC2's one-year reservation of {name.removeprefix(SAGEMAKER)}"
    return "EC2's one-year reservation of 2026-01-21"


def _source(price: HourlyPrice) -> str:
    """Say where the price on demand comes from, with its doubt."""
    return f"{price.source}; {price.note}" if price.note else price.source
