"""What an environment costs before any request: gateways, private endpoints, keys, alarms."""

from modelhost.catalog.service import row_source, unit_source, unit_usd
from modelhost.price.line import HOURS_PER_MONTH, Line


def nat_gateways(count: int) -> Line:
    """Return the cost of *count* NAT gateways with their addresses, without traffic."""
    hourly = unit_usd("nat_hour") + unit_usd("public_ipv4_hour")
    return _line("NAT gateways", count * hourly * HOURS_PER_MONTH, f"{count} x {hourly:g} USD/h with a public address")


def interface_endpoints(services: int, zones: int) -> Line:
    """Return the cost of private endpoints to *services* in *zones*, without traffic."""
    hourly = unit_usd("interface_endpoint_zone_hour")
    basis = f"{services} services x {zones} zones x {hourly:g} USD/h"
    return _line("interface endpoints", services * zones * hourly * HOURS_PER_MONTH, basis)


def kms_keys(count: int) -> Line:
    """Return the cost of *count* customer-managed keys."""
    return _line("KMS keys", count * unit_usd("kms_key_month"), f"{count} x {unit_usd('kms_key_month'):g} USD/month")


def alarms(count: int, high_resolution: int = 0) -> Line:
    """Return the cost of alarms on *count* metrics, of which *high_resolution* are looked at every 10 s."""
    plain, fast = unit_usd("alarm_month"), unit_usd("alarm_high_resolution_month")
    basis = f"{count - high_resolution} x {plain:g} and {high_resolution} x {fast:g} USD/month"
    return _line("alarms", (count - high_resolution) * plain + high_resolution * fast, basis)


def composite_alarms(count: int) -> Line:
    """Return the cost of *count* alarms on alarms."""
    unit = unit_usd("composite_alarm_month")
    basis = f"{count} x {unit:g} USD/month, {row_source('composite_alarm_month')}"
    return Line("composite alarms", round(count * unit, 2), basis)


def _line(what: str, usd: float, basis: str) -> Line:
    """Return a line, rounded to cents, that says where its prices come from."""
    return Line(what, round(usd, 2), f"{basis}, {unit_source()}")
