"""The accelerators that SageMaker machines carry."""

from pydantic import BaseModel, ConfigDict


class Accelerator(BaseModel):
    """One model of accelerator; figures are per device."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """The maker's name, such as L4."""
    memory_gib: float
    """Memory of one device."""
    memory_gb_per_second: float | None = None
    """Memory bandwidth of one device."""
    bf16_tflops: float | None = None
    """Dense bf16 rate of one device."""
    source: str = ""
    """Where the figures come from."""
