"""SageMaker machine types: their cores, memory and accelerators."""

from pydantic import BaseModel, ConfigDict

from modelhost.catalog.accelerator import Accelerator


class Machine(BaseModel):
    """One SageMaker machine type, such as ml.g6.xlarge."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """SageMaker's name of the type, starting with `ml.`."""
    vcpus: int
    """Virtual cores; CPUUtilization sums to 100 % for each."""
    memory_gib: float
    """Main memory."""
    accelerator: Accelerator | None = None
    """The accelerator it carries, none on a CPU machine."""
    accelerator_count: int = 0
    """Accelerators in the machine; GPUUtilization sums to 100 % for each."""
    local_nvme_gb: int = 0
    """Local NVMe storage; SageMaker attaches no volume of a chosen size to such a machine."""
    architecture: str = "x86_64"
    """`x86_64` or `arm64`."""
    network_gbps: float | None = None
    """Baseline network rate."""

    @property
    def gpu(self) -> bool:
        """Whether it carries NVIDIA GPUs."""
        return self.accelerator is not None and not self.accelerator.name.startswith(("Inferentia", "Trainium"))


def machine(name: str) -> Machine:
    """Return the machine type *name*; KeyError when the catalogue does not know it."""
    raise KeyError(name)


def machines() -> tuple[str, ...]:
    """Return the names of all known machine types, sorted."""
    return ()
