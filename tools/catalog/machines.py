"""Write modelhost/catalog/machines.json and prices.json from dated tables of EC2 facts and SageMaker prices.

Usage: python tools/catalog/machines.py DATA_FOLDER, where the folder holds ec2_instances_us-east-1.csv,
accelerators.csv, sagemaker_ml_prices.csv and ec2_gpu_ondemand_by_region_2026-01-21.csv. The list of SageMaker
types is botocore's.
"""

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import botocore
import botocore.session

CATALOG = Path(__file__).parents[2] / "modelhost" / "catalog"
ACCELERATORS = {
    "NVIDIA T4": "T4",
    "NVIDIA A10G": "A10G",
    "NVIDIA L4": "L4",
    "NVIDIA L40S": "L40S",
    "NVIDIA H100": "H100",
    "NVIDIA H200": "H200",
    "NVIDIA B200": "B200",
    "NVIDIA B300": "B300",
    "NVIDIA RTX PRO Server 6000": "RTX-PRO-6000",
    "NVIDIA RTX PRO 4500": "RTX-PRO-4500",
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
        if name is None or name in rows:
            continue
        memory_gib = round(float(row["accel_mem_gib_total"]) / int(row["accel_count"]), 2)
        sheet = by_name.get(SHEETS.get(name, name))
        figures = [float(sheet["mem_bw_gb_s"]), float(sheet["fp16_bf16_dense_tflops"])] if sheet else [None, None]
        rows[name] = [memory_gib, *figures, sheet["source"] if sheet else ""]
    return dict(sorted(rows.items()))


def lines(table: dict[str, Any]) -> str:
    """Return *table* as JSON with one entry a line, which keeps differences readable."""
    entries = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items())
    return "{\n" + entries + "\n  }"


def write(name: str, head: dict[str, Any], tables: dict[str, dict[str, Any]]) -> None:
    """Write the file *name* of the catalogue: what it is, then its tables."""
    parts = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    parts += [f"  {json.dumps(key)}: {lines(table)}" for key, table in tables.items()]
    (CATALOG / name).write_text("{\n" + ",\n".join(parts) + "\n}\n")


def prices(folder: Path, types: list[str]) -> dict[str, dict[str, Any]]:
    """Return listed SageMaker prices, and EC2 prices in us-east-1 and by region."""
    listed: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in read(folder, "sagemaker_ml_prices.csv"):
        listed[row["instance_type"]][row["region"]] = [float(row["usd_per_hour"]), row["as_of"].split(" ")[0]]
    ec2 = {
        f"ml.{row['instance_type']}": float(row["usd_per_hour_us_east_1"])
        for row in read(folder, "ec2_instances_us-east-1.csv")
        if f"ml.{row['instance_type']}" in types and row["usd_per_hour_us_east_1"]
    }
    regional: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read(folder, "ec2_gpu_ondemand_by_region_2026-01-21.csv"):
        name = f"ml.{row['instance_type']}"
        if name in types and row["usd_per_hour"] and row["region"].count("-") <= 3 and row["region"][-1].isdigit():
            regional[name][row["region"]] = float(row["usd_per_hour"])
    return {"listed": dict(listed), "ec2_us_east_1": ec2, "ec2_by_region": dict(regional)}


def main(folder: Path) -> None:
    """Write both files."""
    types = sagemaker_types()
    rows = {f"ml.{row['instance_type']}": row for row in read(folder, "ec2_instances_us-east-1.csv")}
    known = {name: rows[name] for name in types if rows.get(name, {}).get("vcpu")}
    head = {
        "about": "SageMaker machine types; a type without published facts is left out",
        "date": "2026-11-22",
        "source": f"types: botocore {botocore.__version__}; facts: EC2 as in moto 5.2.5 (Apache-2.0); "
        "accelerator figures: makers' data sheets, named per row",
        "columns": "vcpus, memory_gib, accelerator, accelerator_count, local_nvme_gb, architecture, network_gbps",
        "accelerator_columns": "memory_gib, memory_gb_per_second, bf16_tflops, source",
    }
    accelerators = accelerator_rows(list(known.values()), read(folder, "accelerators.csv"))
    machines = {name: machine_row(row) for name, row in sorted(known.items())}
    write("machines.json", head, {"accelerators": accelerators, "machines": machines})
    priced = {
        "about": "US dollars per hour, on demand",
        "date": "2026-09-01",
        "source": "listed: AWS Price List values with their dates; ec2_us_east_1: karpenter-provider-aws@1d92708, "
        "2026-07-20; ec2_by_region: tsaol/aws-gpu@77fcd9f, 2026-01-21",
    }
    write("prices.json", priced, prices(folder, types))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
