"""What the environment may cost."""

from pydantic import Field

from modelhost.spec.base import Spec


class BudgetSpec(Spec):
    """A monthly budget, and the watch for anomalies."""

    monthly_usd: float
    """Budget of a calendar month."""
    alert_at: list[float] = Field(default=[0.5, 0.8, 1.0])
    """Fractions of the budget whose actual cost raises an alert."""
    forecast: bool = True
    """Also alert when the month is forecast to exceed the budget."""
    notify: list[str] = Field(default=[])
    """Addresses that hear of the budget, besides the environment's topic."""
    anomaly_usd: float | None = None
    """Unusual cost that raises an alert; a tenth of the budget when not given."""
    activate_tag: bool = False
    """Activate the environment tag for cost allocation, which only a management account may."""

    @property
    def anomaly_threshold_usd(self) -> float:
        """The unusual cost that raises an alert."""
        return self.monthly_usd / 10 if self.anomaly_usd is None else self.anomaly_usd
