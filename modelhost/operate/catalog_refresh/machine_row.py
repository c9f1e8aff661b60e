"""One answer of DescribeInstanceTypes, as a row of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

MIB_PER_GIB = 1_024
LARGE_A100_GIB = 60
"""An A100 with more memory than this is the one of 80 GB."""
NAMES = {
    "RTX PRO Server 6000": "RTX-PRO-6000",
    "RTX PRO 4500": "RTX-PRO-4500",
    "T4g": "T4G",
    "Trainium": "Trainium1",
    "Qualcomm AI100": "AI100",
}
"""Our names of accelerators that EC2 spells otherwise."""


class Carried(NamedTuple):
    """The accelerators of a machine type."""

    name: str | None
    """Our name; none without accelerators."""
    devices: int
    """How many."""
    memory_gib: float
    """Memory of one."""


def row(found: Mapping[str, Any]) -> tuple[list[Any], Carried]:
    """Return a machine type in the columns of machines.json, and what it carries."""
    carried = _carried(found)
    architectures = found["ProcessorInfo"]["SupportedArchitectures"]
    facts = [
        int(found["VCpuInfo"]["DefaultVCpus"]),
        found["MemoryInfo"]["SizeInMiB"] / MIB_PER_GIB,
        carried.name,
        carried.devices,
        int(found.get("InstanceStorageInfo", {}).get("TotalSizeInGB", 0)),
        "arm64" if "arm64" in architectures else "x86_64",
        _network_gbps(found),
    ]
    return facts, carried


def _carried(found: Mapping[str, Any]) -> Carried:
    """Return the accelerators; EC2 lists GPUs, Neuron devices and other chips apart, and Inferentia twice."""
    lists = (("GpuInfo", "Gpus"), ("NeuronInfo", "NeuronDevices"), ("InferenceAcceleratorInfo", "Accelerators"))
    for block, key in lists:
        devices = found.get(block, {}).get(key) or []
        if devices:
            return _device(devices[0])
    return Carried(None, 0, 0.0)


def _device(device: Mapping[str, Any]) -> Carried:
    """Return *device* under our name; a part of a GPU is named as such."""
    memory_gib = device.get("MemoryInfo", {}).get("SizeInMiB", 0) / MIB_PER_GIB
    name = str(device.get("Name", "unknown"))
    if name == "A100":
        name = "A100-80GB" if memory_gib > LARGE_A100_GIB else "A100-40GB"
    share = float(device.get("GpuPartitionSize", 1.0))
    parts = f"/{round(1 / share)}" if 0 < share < 1 else ""
    count = int(device.get("Count") or device.get("LogicalGpuCount") or 1)
    return Carried(NAMES.get(name, name.replace(" ", "-")) + parts, count, round(memory_gib, 2))


def _network_gbps(found: Mapping[str, Any]) -> float | None:
    """Return the baseline rate of all network cards together; none when not told."""
    cards = found.get("NetworkInfo", {}).get("NetworkCards", [])
    total = sum(float(card.get("BaselineBandwidthInGbps", 0.0)) for card in cards)
    return round(total, 2) if total else None
