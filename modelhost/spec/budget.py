"""What the environment may cost."""

from pydantic import Field

from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.pattern import EMAIL, shaped

MOST_ALERTS = 10
"""Notifications that AWS takes for one budget."""


class BudgetSpec(Spec):
    """A monthly budget, and the watch for anomalies."""

    monthly_usd: float = Field(gt=0)
    """Budget of a calendar month."""
    alert_at: list[float] = Field(default=[0.5, 0.8, 1.0], min_length=1)
    """Fractions of the budget whose actual cost raises an alert."""
    forecast: bool = True
    """Also alert when the month is forecast to exceed the budget."""
    notify: list[str] = Field(default=[], max_length=10)
    """Addresses that hear of the budget, besides the environment's topic."""
    anomalies: bool = True
    """Watch the environment tag for unusual cost, which only a management account may; a member account needs false."""
    anomaly_usd: float | None = Field(default=None, gt=0)
    """Unusual cost that raises an alert; a tenth of the budget when not given."""
    activate_tag: bool = False
    """Activate the environment tag for cost allocation, which only a management account may."""

    @rule("alert_at")
    def _fractions(self, region: str | None) -> Findings:
        """Each alert is a fraction, once."""
        for place, value in enumerate(self.alert_at):
            if value <= 0:
                yield ("alert_at", place), f"{value:g} is not above 0; write a fraction such as 0.8"
            elif value > 2:
                yield ("alert_at", place), f"{value:g} is not a fraction of the budget; write {value / 100:g}"
            elif value in self.alert_at[:place]:
                yield ("alert_at", place), f"{value:g} stands there twice; leave one"

    @rule("alert_at", "forecast")
    def _not_too_many(self, region: str | None) -> Findings:
        """AWS takes all the alerts."""
        count = len(self.alert_at) + self.forecast
        if count > MOST_ALERTS:
            yield ("alert_at",), f"{count} alerts with the forecast, and AWS takes {MOST_ALERTS}; leave some out"

    @rule("notify")
    def _addresses_shaped(self, region: str | None) -> Findings:
        """Each address is one."""
        yield from shaped("notify", self.notify, EMAIL)

    @rule("anomalies", "anomaly_usd")
    def _threshold_of_a_watch(self, region: str | None) -> Findings:
        """A threshold for anomalies needs a watch for them."""
        if self.anomaly_usd is not None and not self.anomalies:
            yield (
                ("anomaly_usd",),
                "stands beside anomalies: false, so nothing is compared with it; leave one of the two",
            )

    @property
    def anomaly_threshold_usd(self) -> float:
        """The unusual cost that raises an alert."""
        return self.monthly_usd / 10 if self.anomaly_usd is None else self.anomaly_usd
