"""What a model needs of a machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.catalog.machine import machine
from modelhost.footprint.fit import misfits
from modelhost.footprint.loading import Loading, loading
from modelhost.footprint.size import weights_gib


@pytest.mark.parametrize(
    ("parameters", "dtype", "gib"),
    [(8_030_000_000, "bf16", 14.957), (8_030_000_000, "fp8", 7.479), (70_000_000_000, "int4", 32.596)],
)
def test_weights_take_their_bytes(parameters: int, dtype: str, gib: float) -> None:
    """Number of weights times bytes of one."""
    assert weights_gib(parameters, dtype) == pytest.approx(gib, abs=0.001)


@pytest.mark.parametrize(
    ("size_gib", "local_nvme", "limits"),
    [
        (0, False, Loading(30, 600, 600)),
        (1, False, Loading(30, 600, 600)),
        (10, False, Loading(50, 900, 900)),
        (40, False, Loading(110, 2100, 2100)),
        (200, False, Loading(430, 3600, 3600)),
        (1000, False, Loading(512, 3600, 3600)),
        (40, True, Loading(None, 2100, 2100)),
    ],
)
def test_limits_grow_with_the_model(size_gib: float, local_nvme: bool, limits: Loading) -> None:
    """Time-outs and disk follow the size, within what SageMaker takes."""
    assert loading(size_gib, local_nvme) == limits


@given(st.floats(0, 5000), st.floats(0, 100))
def test_limits_stay_in_range_and_never_shrink(size_gib: float, more_gib: float) -> None:
    """Whatever the size, the limits are legal, and a larger model never gets less."""
    small, large = loading(size_gib, False), loading(size_gib + more_gib, False)
    for one in (small, large):
        assert 60 <= one.download_timeout_seconds <= 3600
        assert 60 <= one.health_check_timeout_seconds <= 3600
        assert one.volume_gib is not None
        assert 1 <= one.volume_gib <= 512
    assert all(a <= b for a, b in zip(small, large, strict=True) if a is not None and b is not None)


def test_a_small_change_of_size_moves_nothing() -> None:
    """The same model a little larger needs no new endpoint configuration."""
    assert loading(0.001, False) == loading(0.9, False)


@pytest.mark.parametrize(
    ("size_gib", "name", "texts"),
    [
        (15, "ml.g6.xlarge", []),
        (21, "ml.g6.xlarge", ["weights of 21.0 GiB exceed the 20.2 GiB usable of 1 x L4 (0.90 of 22.4)"]),
        (7.5, "ml.m7i.large", ["weights of 7.5 GiB exceed the 7.2 GiB usable of 8 GiB of memory (0.90 of 8)"]),
        (
            300,
            "ml.m7i.large",
            [
                "weights of 300.0 GiB exceed the 7.2 GiB usable of 8 GiB of memory (0.90 of 8)",
                "a disk of 630 GiB exceeds SageMaker's 512 GiB",
            ],
        ),
        (30, "ml.c5d.18xlarge", []),
        (26, "ml.c5d.4xlarge", []),
        (
            29,
            "ml.m5d.large",
            [
                "weights of 29.0 GiB exceed the 7.2 GiB usable of 8 GiB of memory (0.90 of 8)",
            ],
        ),
        (
            40,
            "ml.m5d.large",
            [
                "weights of 40.0 GiB exceed the 7.2 GiB usable of 8 GiB of memory (0.90 of 8)",
                "40.0 GiB and room to unpack exceed the local disk of 70 GiB",
            ],
        ),
    ],
)
def test_what_does_not_fit_says_so_with_the_arithmetic(size_gib: float, name: str, texts: list[str]) -> None:
    """Memory of the accelerators or of the machine, and the disk, each with its numbers."""
    assert list(misfits(size_gib, machine(name))) == texts
