"""Machine types out of DescribeInstanceTypes."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.operate.catalog_refresh.machine_row import row
from tests.operate.catalog_refresh.aws import L4, instance


def gpu(name: str, mib: int, **changes: Any) -> dict[str, Any]:
    """Return a machine's block of GPUs."""
    return {"GpuInfo": {"Gpus": [{"Name": name, "Count": 8, "MemoryInfo": {"SizeInMiB": mib}, **changes}]}}


def neuron(name: str, mib: int) -> dict[str, Any]:
    """Return a machine's blocks of AWS chips: EC2 lists Inferentia twice."""
    device = {"Name": name, "Count": 8, "MemoryInfo": {"SizeInMiB": mib}}
    return {"NeuronInfo": {"NeuronDevices": [device]}, "InferenceAcceleratorInfo": {"Accelerators": [device]}}


def test_a_machine_is_a_row_of_the_catalogue() -> None:
    """In the columns of machines.json: cores, GiB, accelerator, count, NVMe GB, architecture, Gbps."""
    facts, carried = row(instance("g6.xlarge", **L4, InstanceStorageInfo={"TotalSizeInGB": 250}))
    assert facts == [4, 16.0, "L4", 1, 250, "x86_64", 2.5]
    assert carried.memory_gib == 22.35


@pytest.mark.parametrize(
    ("block", "name", "memory_gib"),
    [
        (gpu("A100", 40_960), "A100-40GB", 40.0),
        (gpu("A100", 81_920), "A100-80GB", 80.0),
        (gpu("RTX PRO Server 6000", 98_304), "RTX-PRO-6000", 96.0),
        (gpu("L4", 2_861, GpuPartitionSize=0.125, Count=0, LogicalGpuCount=1), "L4/8", 2.79),
        (gpu("Z 9", 1_024), "Z-9", 1.0),
        (neuron("Trainium", 32_768), "Trainium1", 32.0),
        (neuron("Inferentia2", 32_768), "Inferentia2", 32.0),
        ({}, None, 0.0),
    ],
)
def test_accelerators_have_our_names(block: dict[str, Any], name: str | None, memory_gib: float) -> None:
    """Two sizes of A100 are told apart by memory, and a part of a GPU is named as such."""
    facts, carried = row(instance("x.large", **block))
    assert (facts[2], carried.memory_gib) == (name, memory_gib)


def test_cards_add_up_and_arm_is_told() -> None:
    """A machine with several network cards has the sum of their rates."""
    cards = {"NetworkCards": [{"BaselineBandwidthInGbps": 100.0}] * 4}
    facts, _ = row(instance("x.large", NetworkInfo=cards, ProcessorInfo={"SupportedArchitectures": ["arm64"]}))
    assert facts[5:] == ["arm64", 400.0]
    assert row(instance("x.large", NetworkInfo={}))[0][6] is None
