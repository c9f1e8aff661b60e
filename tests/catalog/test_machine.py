"""The machines of the catalogue."""

import botocore.session
import pytest

from modelhost.catalog.accelerator import accelerator
from modelhost.catalog.data import table
from modelhost.catalog.machine import machine, machines, similar

LEFT_OUT = {"ml.p2", "ml.p3", "ml.dl1", "ml.p6e-gb200"}
"""Families without published facts."""


def test_a_machine_has_its_facts() -> None:
    """A GPU machine names its cores, memory, accelerator and local storage."""
    found = machine("ml.g6.12xlarge")
    assert (found.vcpus, found.memory_gib, found.accelerator_count, found.local_nvme_gb) == (48, 192, 4, 3760)
    assert found.accelerator == accelerator("L4")
    assert found.accelerator_memory_gib == pytest.approx(89.6)
    assert (found.gpu, found.family, found.architecture) == (True, "g6", "x86_64")
    assert found.text == "48 cores, 192 GiB, 4 x L4"


def test_a_machine_without_accelerator_has_none() -> None:
    """A CPU machine has no accelerator memory and is no GPU machine."""
    found = machine("ml.m7i.large")
    assert (found.accelerator, found.accelerator_memory_gib, found.gpu) == (None, 0, False)
    assert found.text == "2 cores, 8 GiB"


def test_aws_chips_are_no_gpus() -> None:
    """Inferentia and Trainium carry memory but run no CUDA."""
    assert not machine("ml.inf2.xlarge").gpu
    assert machine("ml.trn1.2xlarge").accelerator_memory_gib == 32


def test_every_type_of_the_service_is_known_or_left_out_on_purpose() -> None:
    """The catalogue follows the service model's list; only families without facts are missing."""
    model = botocore.session.get_session().get_service_model("sagemaker")
    missing = set(model.shape_for("ProductionVariantInstanceType").enum) - set(machines())
    assert {name.rsplit(".", 1)[0] for name in missing} == LEFT_OUT


def test_every_machine_is_well_formed() -> None:
    """Each row gives a machine with cores, memory, and as many accelerators as it says."""
    for name in machines():
        found = machine(name)
        assert found.vcpus > 0
        assert found.memory_gib > 0
        assert (found.accelerator is None) == (found.accelerator_count == 0)
        assert found.architecture in ("x86_64", "arm64")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ml.g6.xlrge", "ml.g6.xlarge"),
        ("g6.xlarge", "ml.g6.xlarge"),
        ("ML.M7I.LARGE", "ml.m7i.large"),
        ("banana", None),
    ],
)
def test_a_slip_finds_the_machine_that_was_meant(name: str, meant: str | None) -> None:
    """A typo, a missing prefix and capitals lead to the type; nonsense leads nowhere."""
    assert similar(name) == meant


def test_an_unknown_machine_is_a_key_error() -> None:
    """Nothing is made up for a type that the table does not have."""
    with pytest.raises(KeyError, match=r"ml\.nope"):
        machine("ml.nope")


@pytest.mark.parametrize("name", ["machines", "ec2_machines", "prices", "ec2_prices", "regions", "images", "services"])
def test_each_table_names_source_and_date(name: str) -> None:
    """A fact without a source and a day is no fact."""
    found = table(name)
    assert found["source"]
    assert len(found["date"]) == len("2026-11-22")
