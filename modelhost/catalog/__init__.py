"""Facts about machines, accelerators, prices, images and regions: dated data and look-ups."""

from modelhost.catalog.accelerator import Accelerator
from modelhost.catalog.machine import Machine, machine, machines
from modelhost.catalog.price import HourlyPrice, hourly_price, usd_per_hour

__all__ = ["Accelerator", "HourlyPrice", "Machine", "hourly_price", "machine", "machines", "usd_per_hour"]
