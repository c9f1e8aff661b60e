"""Write the tables of machines and prices in modelhost/catalog from dated tables of EC2 facts and SageMaker prices.

Usage: python tools/catalog/machines.py DATA_FOLDER, where the folder holds ec2_instances_us-east-1.csv,
accelerators.csv, sagemaker_ml_prices.csv and ec2_gpu_ondemand_by_region_2026-01-21.csv. The list of SageMaker
types is botocore's. Written are machines.json, ec2_machines.json, prices.json and ec2_prices.json.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import botocore
import botocore.session

CATALOG = Path(__file__).parents[2] / "modelhost" / "catalog"
ACCELERATORS = {
    "NVIDIA T4": "T4",
    "NVIDIA T4g": "T4G",
    "NVIDIA V100": "V100",
    "NVIDIA A10G": "A10G",
    "NVIDIA L4": "L4",
    "NVIDIA L40S": "L40S",
    "NVIDIA H100": "H100",
    "NVIDIA H200": "H200",
    "NVIDIA B200": "B200",
    "NVIDIA B300": "B300",
    "NVIDIA RTX PRO Server 6000": "RTX-PRO-6000",
    "NVIDIA RTX PRO 4500": "RTX-PRO-4500",
    "AWS Qualcomm AI100": "AI100",
    "AWS Inferentia": "Inferentia",
    "AWS Inferentia2": "Inferentia2",
    "AWS Trainium": "Trainium1",
    "AWS Trainium2": "Trainium2",
}
SHEETS = {
    "A100-40GB": "A100-40GB-SXM",
    "A100-80GB": "A100-80GB-SXM",
    "H100": "H100-SXM",
    "H200": "H200-SXM",
    "B200": "B200-SXM",
    "B300": "B300-SXM",
    "RTX-PRO-6000": "RTX-PRO-6000-Server",
}
VISIBLE_GIB = {
    "T4": 14.56,
    "A10G": 22.06,
    "L4": 22.03,
    "L40S": 44.39,
    "A100-40GB": 39.49,
    "A100-80GB": 79.15,
    "H100": 79.11,
    "H200": 139.81,
}
"""Memory that CUDA reports, as servers print it in public logs (vLLM's `total_gpu_memory`, 2024 to 2026)."""
ASSUMED_VISIBLE = 0.985
"""The same as a share of what EC2 reports, for GPUs of which no log was found: the others lie at 0.91 to 0.994."""
FRACTIONS = {"g6f.large": 8, "g6f.xlarge": 8, "g6f.2xlarge": 4, "g6f.4xlarge": 2, "gr6f.4xlarge": 2}
"""EC2 types that carry a part of an L4: one of so many."""
COLUMNS = "vcpus, memory_gib, accelerator, accelerator_count, local_nvme_gb, architecture, network_gbps"
DATE = "2026-11-22"
REGION = re.compile(r"[a-z]{2}(-gov)?-[a-z]+-\d")
CHIPS = ("Inferentia", "Trainium", "AI100")
RATES = ("fp16_bf16_dense_tflops", "fp8_dense_tflops", "int8_dense_tops", "fp4_dense_tflops", "scaleup_gb_s_unidir")


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of the table *name*."""
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def sagemaker_types() -> list[str]:
    """Return the machine types that an endpoint's variant may have."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    return list(model.shape_for("ProductionVariantInstanceType").enum)


def accelerator_name(row: dict[str, str]) -> str | None:
    """Return our short name of the accelerator in *row*."""
    if row["instance_type"] in FRACTIONS:
        return f"L4/{FRACTIONS[row['instance_type']]}"
    if row["accel_name"] == "NVIDIA A100":
        return "A100-80GB" if float(row["accel_mem_gib_total"]) > 400 else "A100-40GB"
    return ACCELERATORS.get(row["accel_name"])


def machine_row(row: dict[str, str]) -> list[Any]:
    """Return one machine as a row of the catalogue."""
    arch = "arm64" if row["arch"] == "arm64" else "x86_64"
    network = float(row["net_baseline_gbps"]) if row["net_baseline_gbps"] else None
    count = int(row["accel_count"] or 0)
    facts = [int(row["vcpu"]), float(row["mem_gib"]), accelerator_name(row), count]
    return [*facts, int(float(row["local_nvme_gb"] or 0)), arch, network]


def accelerator_rows(machines: list[dict[str, str]], sheets: list[dict[str, str]]) -> dict[str, list[Any]]:
    """Return the accelerators that *machines* carry, with the figures of the data *sheets*."""
    by_name = {sheet["name"]: sheet for sheet in sheets}
    rows: dict[str, list[Any]] = {}
    for row in machines:
        name = accelerator_name(row)
        if name is not None and name not in rows:
            whole, _, parts = name.partition("/")
            memory_gib = round(float(row["accel_mem_gib_total"]) / int(row["accel_count"]), 2)
            sheet = by_name.get(SHEETS.get(whole, whole))
            rows[name] = accelerator_row(whole, memory_gib, sheet, int(parts or 1))
    return dict(sorted(rows.items()))


def accelerator_row(name: str, memory_gib: float, sheet: dict[str, str] | None, parts: int) -> list[Any]:
    """Return one accelerator as a row: memories, bandwidth, rates by number format, scale-up rate, source."""
    visible = VISIBLE_GIB.get(name, 0.0) / parts or memory_gib * (1.0 if name.startswith(CHIPS) else ASSUMED_VISIBLE)
    row: list[Any] = [memory_gib, round(visible, 2)]
    if sheet is None:
        return [*row, None, *[None] * len(RATES), ""]
    figures = [sheet["mem_bw_gb_s"], *(sheet[rate] for rate in RATES)]
    source = sheet["source"] + (f"; one of {parts} parts, its share of each figure assumed" if parts > 1 else "")
    return [*row, *(float(figure) / parts if figure else None for figure in figures), source]


def lines(table: dict[str, Any]) -> str:
    """Return *table* as JSON with one entry a line, which keeps differences readable."""
    entries = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
    return "{\n" + entries + "\n  }"


def write(name: str, head: dict[str, Any], tables: dict[str, dict[str, Any]]) -> None:
    """Write the file *name* of the catalogue: what it is, then its tables."""
    parts = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    parts += [f"  {json.dumps(key)}: {lines(table)}" for key, table in tables.items()]
    (CATALOG / name).write_text("{\n" + ",\n".join(parts) + "\n}\n")


def prices(folder: Path) -> dict[str, dict[str, Any]]:
    """Return listed SageMaker prices with the day of each."""
    listed: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in read(folder, "sagemaker_ml_prices.csv"):
        listed[row["instance_type"]][row["region"]] = [float(row["usd_per_hour"]), row["as_of"].split(" ")[0]]
    return {"listed": dict(listed)}


def ec2_prices(folder: Path) -> dict[str, dict[str, Any]]:
    """Return EC2's prices in us-east-1, and by region with what a year's reservation costs per hour."""
    base = {
        row["instance_type"]: float(row["usd_per_hour_us_east_1"])
        for row in read(folder, "ec2_instances_us-east-1.csv")
        if row["usd_per_hour_us_east_1"]
    }
    regional: dict[str, dict[str, list[float]]] = defaultdict(dict)
    for row in read(folder, "ec2_gpu_ondemand_by_region_2026-01-21.csv"):
        if row["usd_per_hour"] and REGION.fullmatch(row["region"]):
            figures = [row["usd_per_hour"], row["reserved_1yr_usd_per_hour"]]
            regional[row["instance_type"]][row["region"]] = [float(figure) for figure in figures if figure]
    return {"us_east_1": dict(sorted(base.items())), "by_region": dict(sorted(regional.items()))}


def main(folder: Path) -> None:
    """Write the four files."""
    types = sagemaker_types()
    rows = {row["instance_type"]: row for row in read(folder, "ec2_instances_us-east-1.csv") if row["vcpu"]}
    known = {name: rows[name.removeprefix("ml.")] for name in types if name.removeprefix("ml.") in rows}
    facts = "EC2 as in moto 5.2.5 (Apache-2.0)"
    head = {
        "about": "SageMaker machine types, and all accelerators; a type without published facts is left out",
        "date": DATE,
        "source": f"types: botocore {botocore.__version__}; facts: {facts}; accelerator figures: makers' data sheets, "
        "named per row; visible memory: public logs of vLLM where known, else assumed",
        "columns": COLUMNS,
        "accelerator_columns": "memory_gib, visible_gib, memory_gb_per_second, bf16_tflops, fp8_tflops, int8_tops, "
        "fp4_tflops, scaleup_gb_per_second, source",
    }
    accelerators = accelerator_rows([*known.values(), *rows.values()], read(folder, "accelerators.csv"))
    machines = {name: machine_row(row) for name, row in sorted(known.items())}
    write("machines.json", head, {"accelerators": accelerators, "machines": machines})
    ec2 = {name: machine_row(row) for name, row in sorted(rows.items())}
    head = {"about": "EC2 machine types", "date": DATE, "source": f"{facts}, us-east-1", "columns": COLUMNS}
    write("ec2_machines.json", head, {"machines": ec2})
    write_prices(folder)


def write_prices(folder: Path) -> None:
    """Write what is listed for SageMaker, and what EC2 costs."""
    about = "US dollars per hour, on demand"
    source = "AWS Price List values quoted in public repositories, each with its date"
    write("prices.json", {"about": about, "date": "2026-09-01", "source": source}, prices(folder))
    head = {
        "about": f"{about}; by_region: on demand, then a year reserved where known",
        "date": "2026-07-20",
        "date_by_region": "2026-01-21",
        "source": "us_east_1: karpenter-provider-aws@1d92708 (Apache-2.0); by_region: tsaol/aws-gpu@77fcd9f (MIT)",
    }
    write("ec2_prices.json", head, ec2_prices(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
