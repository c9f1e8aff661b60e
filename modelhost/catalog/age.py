"""How old the catalogue's facts are, and which are too old to be trusted."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from modelhost.catalog.data import table
from modelhost.catalog.overlay import overlay
from modelhost.catalog.price import hourly_price

LIMIT_DAYS = {
    "machines": 365,
    "ec2_machines": 365,
    "prices": 120,
    "ec2_prices": 180,
    "regions": 180,
    "services": 365,
    "images": 180,
}
"""Days after which a table is stale: AWS cut GPU prices by up to 44 % in mid-2025, machines' facts do not change."""
PRICE_LIMIT_DAYS = 180
"""Days after which a single price is stale."""


class Age(NamedTuple):
    """One table of facts."""

    what: str
    """Its name; `refreshed <region>` for what the user read from AWS."""
    day: str
    """The day of its facts."""
    days: int
    """How long ago that is."""
    limit_days: int
    """From when on it is stale."""
    source: str
    """Where its facts come from."""

    @property
    def stale(self) -> bool:
        """Whether it is too old."""
        return self.days > self.limit_days


def ages(today: date) -> tuple[Age, ...]:
    """Return every table with its age on the day *today*, the user's own last."""
    return (*map(lambda name: _shipped(name, today), LIMIT_DAYS), *_own(today))


def stale_price(machine: str, region: str, today: date) -> str | None:
    """Return what to say of *machine*'s price in *region* when it is stale; none when it is fresh, or unknown."""
    price = hourly_price(machine, region)
    if price is None or price.age_days(today) <= PRICE_LIMIT_DAYS:
        return None
    old = f"the price of {machine} is of {price.day}, {price.age_days(today)} days old"
    return f"{old}; run: modelhost catalog refresh --region {region}"


def warnings(today: date) -> tuple[str, ...]:
    """Return what is too old or cannot be read, one sentence each."""
    old = (
        f"{each.what}: the facts are of {each.day}, {each.days} days old; run: modelhost catalog refresh"
        for each in ages(today)
        if each.stale
    )
    return (*old, *overlay().problems)


def _shipped(name: str, today: date) -> Age:
    """Return the age of a table of the package."""
    found = table(name)
    return Age(name, found["date"], _days(found["date"], today), LIMIT_DAYS[name], found["source"])


def _own(today: date) -> Iterator[Age]:
    """Yield the age of each region that the user refreshed."""
    for region, found in overlay().regions.items():
        days = _days(found.date, today)
        yield Age(f"refreshed {region}", found.date, days, LIMIT_DAYS["prices"], found.source)


def _days(day: str, today: date) -> int:
    """Return the days between *day* and *today*."""
    return (today - date.fromisoformat(day)).days
