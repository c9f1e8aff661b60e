"""What an accelerator's data sheet tells of its clock and power, beside the rates that the catalogue knows."""

from typing import NamedTuple

from modelhost.catalog.accelerator import Accelerator

REFERENCE = "H100"
"""The accelerator whose scalars were fitted; one that is not listed is taken to be like it."""
REFERENCE_TFLOPS = 989.0
MOST_ARITHMETIC = 0.85
"""No server reaches more of the dense peak."""


class Sheet(NamedTuple):
    """Two figures of a data sheet."""

    boost_ghz: float
    """Boost clock."""
    watts: float
    """Power limit of the board."""


SHEETS = {
    "H100": Sheet(1.98, 700),
    "H200": Sheet(1.98, 700),
    "B200": Sheet(1.97, 1_000),
    "B300": Sheet(1.97, 1_100),
    "A100-40GB": Sheet(1.41, 400),
    "A100-80GB": Sheet(1.41, 400),
    "A10G": Sheet(1.71, 300),
    "L4": Sheet(2.04, 72),
    "L40S": Sheet(2.52, 350),
    "RTX-PRO-6000": Sheet(2.43, 600),
    "T4": Sheet(1.59, 70),
}
"""Clocks recalled from NVIDIA's data sheets on 2026-11-22; watts as collected with the accelerators' rates."""


def latency_factor(chip: Accelerator) -> float:
    """Return how long small kernels take, over the reference: they wait for latency, which goes with the clock."""
    return SHEETS[REFERENCE].boost_ghz / _sheet(chip).boost_ghz


def peak_factor(chip: Accelerator) -> float:
    """Return the share of the dense peak that is reached, over the reference's.

    Large products run into the power limit; power goes with the cube of the clock, so the clock that remains goes with
    the cube root of the watts for each unit of the peak. Splitwise's H100 at half its power is 1.30 times slower with
    prompts, by this rule 1.26 times.
    """
    if not chip.bf16_tflops or chip.name.partition("/")[0] not in SHEETS:
        return 1.0
    own = _sheet(chip).watts * _part(chip) / chip.bf16_tflops
    return float((own / (SHEETS[REFERENCE].watts / REFERENCE_TFLOPS)) ** (1 / 3))


def _sheet(chip: Accelerator) -> Sheet:
    """Return the sheet of *chip*, that of the whole device for a part of one."""
    return SHEETS.get(chip.name.partition("/")[0], SHEETS[REFERENCE])


def _part(chip: Accelerator) -> float:
    """Return which share of a device *chip* is, such as 1/4 of L4/4."""
    parts = chip.name.partition("/")[2]
    return 1 / int(parts) if parts.isdecimal() and int(parts) else 1.0
