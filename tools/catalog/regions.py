"""Write modelhost/catalog/regions.json: which SageMaker hosting machine is offered in which region.

Usage: python tools/catalog/regions.py, with cfn-lint (MIT-0) installed: its table follows AWS's price list.
"""

import json
from collections import defaultdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

CATALOG = Path(__file__).parents[2] / "modelhost" / "catalog"
TABLE = "schemas/extensions/aws_sagemaker_hosting/instancetype_enum.json"


def by_family(types: list[str]) -> dict[str, str]:
    """Return the sizes of each family in *types*, which is shorter than the full names."""
    families: dict[str, list[str]] = defaultdict(list)
    for name in sorted(types):
        _, family, size = name.split(".")
        families[family].append(size)
    return {family: " ".join(sizes) for family, sizes in sorted(families.items())}


def main() -> None:
    """Write the file."""
    table = json.loads(files("cfnlint.data").joinpath(TABLE).read_text())
    regions = {name: by_family(entry["enum"]) for name, entry in sorted(table.items()) if name != "description"}
    head = {
        "about": "SageMaker hosting machines by region: family -> sizes",
        "date": "2026-11-22",
        "source": f"cfn-lint {version('cfn-lint')} (MIT-0), {TABLE}, made from the AWS price list",
    }
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(families)}" for name, families in regions.items())
    parts = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    text = "{\n" + ",\n".join([*parts, '  "regions": {\n' + rows + "\n  }"]) + "\n}\n"
    (CATALOG / "regions.json").write_text(text)


if __name__ == "__main__":
    main()
