"""What a copy reserves of a machine, and how long a replica takes to start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.catalog.machine import machine, machines
from modelhost.footprint.share import Share, share
from modelhost.footprint.startup import startup_seconds


@pytest.mark.parametrize(
    ("name", "size_gib", "reserved"),
    [
        ("ml.g5.xlarge", 10, Share(1024, 1, None)),
        ("ml.g6.12xlarge", 60, Share(12 * 1024, 4, None)),
        ("ml.m7i.large", 0, Share(512, None, 1.0)),
        ("ml.m7i.large", 4, Share(4505, None, 1.0)),
    ],
)
def test_a_reservation_is_derived(name: str, size_gib: float, reserved: Share) -> None:
    """All accelerators and a sixteenth of the memory; without accelerators half the cores and room for the weights."""
    assert share(machine(name), size_gib) == reserved


@given(st.sampled_from(machines()))
def test_a_copy_fits_every_machine(name: str) -> None:
    """What is derived fits at least once."""
    kind = machine(name)
    assert share(kind).copies(kind) >= 1


@pytest.mark.parametrize(("size_gib", "gpu", "seconds"), [(0, False, 240), (0, True, 600), (15, True, 780)])
def test_a_start_takes_its_time(size_gib: float, gpu: bool, seconds: int) -> None:
    """An instance, a container, and the weights."""
    assert startup_seconds(size_gib, gpu) == seconds
