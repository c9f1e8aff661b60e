"""The tables are what their generators make of their sources."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from modelhost.catalog.data import table
from modelhost.catalog.region import offered

ROOT = Path(__file__).parents[2]
CFN_LINT = "data/schemas/extensions/aws_sagemaker_hosting/instancetype_enum.json"


def test_offers_are_those_of_the_source() -> None:
    """Each region lists the types that cfn-lint lists."""
    source = json.loads(files("cfnlint").joinpath(CFN_LINT).read_text())
    for region, families in table("regions")["regions"].items():
        listed = {f"ml.{family}.{size}" for family, sizes in families.items() for size in sizes.split()}
        assert listed == set(source[region]["enum"])
        assert all(offered(name, region) for name in listed)


@pytest.mark.parametrize("name", ["machines", "ec2_machines", "prices", "ec2_prices", "regions", "images"])
def test_each_generated_table_has_its_generator(name: str) -> None:
    """A reader finds how a table was made."""
    generator = name if name in ("regions", "images") else "machines"
    assert f'"{name}.json"' in (ROOT / "tools" / "catalog" / f"{generator}.py").read_text()
