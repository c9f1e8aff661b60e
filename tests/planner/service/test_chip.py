"""What clock and power of a data sheet say of an accelerator beside the one that was measured."""

import pytest

from modelhost.catalog.accelerator import accelerator
from modelhost.planner.service.physical.chip import SHEETS, latency_factor, peak_factor


def test_the_reference_is_one() -> None:
    """Nothing changes on the accelerator that the scalars were fitted on."""
    assert latency_factor(accelerator("H100")) == 1.0
    assert peak_factor(accelerator("H100")) == pytest.approx(1.0)


def test_half_the_power_is_a_fifth_less_speed() -> None:
    """The cube root: Splitwise measured prompts to be 1.30 times slower at half the power, the rule says 1.26."""
    halved = accelerator("H100")._replace(bf16_tflops=2 * 989.0)
    assert 1 / peak_factor(halved) == pytest.approx(1.26, abs=0.01)


def test_a_slower_clock_lengthens_small_kernels() -> None:
    """An A100's clock is 0.71 of an H100's."""
    assert latency_factor(accelerator("A100-80GB")) == pytest.approx(1.98 / 1.41)


def test_a_part_of_a_device_has_its_share_of_the_power() -> None:
    """A quarter of an L4 reaches the same share of its peak as the whole."""
    assert peak_factor(accelerator("L4/4")) == pytest.approx(peak_factor(accelerator("L4")))


def test_what_is_not_listed_is_like_the_reference() -> None:
    """An AWS chip has neither figure here."""
    assert latency_factor(accelerator("Inferentia2")) == 1.0
    assert peak_factor(accelerator("Inferentia2")) == 1.0


def test_every_sheet_names_an_accelerator_of_the_catalogue() -> None:
    """A misspelt name would silently be the reference."""
    assert all(accelerator(name).name == name for name in SHEETS)
