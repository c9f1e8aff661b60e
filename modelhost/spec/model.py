"""The model that an endpoint serves."""

from enum import StrEnum

from modelhost.catalog.machine import Machine
from modelhost.footprint.loading import Loading, loading
from modelhost.spec.base import Spec


class Dtype(StrEnum):
    """Number format of the weights."""

    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"
    FP8 = "fp8"
    INT8 = "int8"
    INT4 = "int4"


class ModelSpec(Spec):
    """An artifact and the container that serves it."""

    artifact: str | None = None
    """A folder beside the stack file (`./models/x`) or an `s3://` URI; one ending in a slash is an S3 prefix."""
    framework: str | None = None
    """Framework whose AWS container serves the model, such as `sklearn`."""
    version: str | None = None
    """Version of the framework; the newest known when not given."""
    image: str | None = None
    """Container image by digest, instead of a framework."""
    size_gib: float | None = None
    """Size of the artifact, when it is not a local folder."""
    parameters: int | None = None
    """Number of weights, from which the size follows."""
    dtype: Dtype | None = None
    """Number format of the weights."""

    @property
    def local(self) -> bool:
        """Whether the artifact is a folder to upload."""
        return self.artifact is not None and not self.artifact.startswith("s3://")

    @property
    def s3_prefix(self) -> bool:
        """Whether the artifact is an uncompressed S3 prefix rather than one archive."""
        return self.artifact is not None and self.artifact.startswith("s3://") and self.artifact.endswith("/")

    def loading(self, machine: Machine, folder_gib: float = 0.0) -> Loading:
        """Return time-outs and volume size on *machine*; *folder_gib* is the size of a local artifact."""
        return loading(self.size_gib or folder_gib, machine.local_nvme_gb > 0)

    def image_uri(self, region: str, machine: Machine) -> str:
        """Return the container image for *machine* in *region*."""
        return self.image or f"{self.framework}:{self.version}:{region}:{machine.gpu}"
