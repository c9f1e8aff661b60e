"""CloudWatch metrics that scaling follows."""

from enum import StrEnum

from pydantic import Field

from modelhost.spec.base import Spec
from modelhost.spec.pattern import METRIC


class Statistic(StrEnum):
    """How the values of a period become one."""

    AVERAGE = "Average"
    MINIMUM = "Minimum"
    MAXIMUM = "Maximum"
    SAMPLE_COUNT = "SampleCount"
    SUM = "Sum"


class CustomMetricSpec(Spec):
    """A CloudWatch metric of your own."""

    namespace: str = Field(pattern=METRIC)
    """Namespace of the metric."""
    name: str = Field(pattern=METRIC)
    """Name of the metric."""
    dimensions: dict[str, str] = Field(default={}, max_length=30)
    """Its dimensions; `{endpoint}`, `{variant}` and `{component}` stand for the names in the cloud."""
    statistic: Statistic = Field(default=Statistic.AVERAGE, strict=False)
    """`Average`, `Minimum`, `Maximum`, `SampleCount` or `Sum`."""
    unit: str | None = Field(default=None, min_length=1)
    """Unit that the metric is published in, where it has one."""


class CustomizedMetric(Spec):
    """A CloudWatch metric with everything decided."""

    namespace: str
    """Namespace of the metric."""
    metric_name: str
    """Name of the metric."""
    dimensions: dict[str, str] = Field(default={})
    """Dimensions, with the placeholders `{endpoint}`, `{variant}` and `{component}`."""
    statistic: Statistic = Field(default=Statistic.AVERAGE, strict=False)
    """How the values of a period become one."""
    unit: str | None = None
    """Unit, where the metric has one."""
    per: "CustomizedMetric | None" = None
    """What its value is divided by, so that it falls as replicas come; none where AWS does so itself."""

    def named(self, endpoint: str, variant: str, component: str | None = None) -> dict[str, str]:
        """Return the dimensions with the names in the cloud."""
        names = {"{endpoint}": endpoint, "{variant}": variant, "{component}": component or ""}
        return {key: _filled(value, names) for key, value in self.dimensions.items()}


def _filled(text: str, names: dict[str, str]) -> str:
    """Return *text* with each placeholder replaced."""
    for placeholder, name in names.items():
        text = text.replace(placeholder, name)
    return text
