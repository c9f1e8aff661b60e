"""The model that an endpoint serves."""

from pydantic import Field

from modelhost.catalog import image as images
from modelhost.catalog.machine import Machine
from modelhost.footprint.architecture import Architecture
from modelhost.footprint.loading import Loading, loading
from modelhost.footprint.serving import DEFAULT_VERSION, Serving
from modelhost.footprint.size import COMPRESSED_LIMIT_GIB, weights_gib
from modelhost.spec.base import Findings, rule
from modelhost.spec.model_architecture import ArchitectureWords
from modelhost.spec.model_rule import DESCRIBING
from modelhost.spec.model_serving import ServingSpec
from modelhost.spec.pattern import CUDA, FRAMEWORK, IMAGE_DIGEST, KEY_ARN
from modelhost.spec.server_words import VLLM, variables

S3 = "s3://"
ARCHIVE = ".tar.gz"


class ModelSpec(ArchitectureWords):
    """An artifact and the container that serves it."""

    artifact: str | None = Field(default=None, min_length=1)
    """A folder beside the stack file (`./models/x`) or an `s3://` URI: an archive, or a prefix ending in a slash."""
    kms_key_arn: str | None = Field(default=None, pattern=KEY_ARN)
    """KMS key of an `s3://` artifact, when it is not the environment's; the key's policy has to admit the role."""
    framework: str | None = Field(default=None, pattern=FRAMEWORK)
    """Framework whose AWS container serves the model, such as `sklearn`."""
    version: str | None = Field(default=None, min_length=1)
    """Version of the framework; the newest known when not given."""
    image: str | None = Field(default=None, pattern=IMAGE_DIGEST)
    """Container image in ECR by digest, instead of a framework."""
    cuda: str | None = Field(default=None, pattern=CUDA)
    """CUDA version of an image by digest, such as `12.9`, from which the driver of the machine follows."""
    size_gib: float | None = Field(default=None, gt=0)
    """Size of the artifact, when it is not a local folder."""

    @rule("framework", "image", "version")
    def _one_container(self, region: str | None) -> Findings:
        """The container is named in one way."""
        if self.framework is None and self.image is None:
            known = ", ".join(images.frameworks())
            yield (), f"names neither framework nor image; add framework ({known}), or an image by digest"
        if self.framework is not None and self.image is not None:
            yield ("image",), f"stands beside framework {self.framework}; leave one of the two"
        if self.version is not None and self.framework is None:
            yield ("version",), f"{self.version!r} has no framework to be a version of; add framework, or leave it"

    @rule("framework")
    def _framework_known(self, region: str | None) -> Findings:
        """The catalogue knows the framework's images."""
        if self.framework is not None and self.framework not in images.frameworks():
            yield ("framework",), images.unknown(self.framework)

    @rule("image", "cuda")
    def _cuda_served(self, region: str | None) -> Findings:
        """Only an image of one's own has a CUDA to tell, and some machine image serves it."""
        number = self.cuda_number
        if number is None:
            return
        if self.image is None:
            yield ("cuda",), f"{self.cuda!r} has no image to belong to, and a framework's is known; leave it out"
        elif number > images.NEWEST_CUDA:
            text = f"{self.cuda} is newer than the 13.0 of SageMaker's newest machine image"
            yield ("cuda",), f"{text}, so the container would fail without a log; build the image on CUDA 13.0 or older"

    @rule("artifact")
    def _artifact_form(self, region: str | None) -> Findings:
        """The artifact is a folder, an archive or a prefix."""
        artifact = self.artifact
        if artifact is None:
            return
        if "://" in artifact and not artifact.startswith(S3):
            yield ("artifact",), f"{artifact!r} is neither a folder nor an s3:// URI; copy it to S3 first"
        elif artifact.startswith(S3) and not self.s3_prefix and not artifact.endswith(ARCHIVE):
            yield ("artifact",), f"{artifact!r} is neither an archive nor a prefix; end it in {ARCHIVE}, or in a slash"
        elif artifact.startswith(S3) and not artifact.removeprefix(S3).split("/")[0]:
            yield ("artifact",), f"{artifact!r} names no bucket; write s3://<bucket>/<key>"
        elif artifact.startswith(S3) and not artifact.removeprefix(S3).partition("/")[2].strip("/"):
            yield ("artifact",), f"{artifact!r} is a whole bucket; write the prefix too, s3://<bucket>/<prefix>/"

    @rule("artifact", "image")
    def _artifact_there(self, region: str | None) -> Findings:
        """Only a container of one's own may bring the model along."""
        if self.artifact is None and self.image is None:
            yield ("artifact",), "missing; write the model's folder or s3:// URI"

    @rule("artifact", "kms_key_arn")
    def _key_of_s3(self, region: str | None) -> Findings:
        """Only what lies in S3 already has a key of its own."""
        if self.kms_key_arn is not None and (self.artifact is None or self.local):
            yield ("kms_key_arn",), "has no s3:// artifact to decrypt; what is uploaded takes the environment's key"

    @rule("kms_key_arn")
    def _key_in_region(self, region: str | None) -> Findings:
        """S3 decrypts with a key of its own region, which is the endpoint's."""
        if self.kms_key_arn is not None and region is not None and self.kms_key_arn.split(":")[3] != region:
            yield (
                ("kms_key_arn",),
                f"is not a key of {region}; S3 takes a key of the bucket's region, and the endpoint's",
            )

    @rule("artifact", "size_gib", "architecture", "parameters", "dtype", "context", *DESCRIBING)
    def _large_uncompressed(self, region: str | None) -> Findings:
        """A large model is not packed into one archive."""
        size = self.known_gib
        if size and size > COMPRESSED_LIMIT_GIB and self.artifact and self.artifact.endswith(ARCHIVE):
            limit = f"an archive takes at most {COMPRESSED_LIMIT_GIB:g}"
            yield (
                ("artifact",),
                f"{size:.1f} GiB in an archive, and {limit}; unpack it under a prefix ending in a slash",
            )

    @property
    def local(self) -> bool:
        """Whether the artifact is a folder to upload."""
        return self.artifact is not None and not self.artifact.startswith(S3)

    @property
    def s3_prefix(self) -> bool:
        """Whether the artifact is an uncompressed S3 prefix rather than one archive."""
        return self.artifact is not None and self.artifact.startswith(S3) and self.artifact.endswith("/")

    @property
    def known_gib(self) -> float | None:
        """Size of the model, as far as the stack file tells."""
        if self.size_gib is not None:
            return self.size_gib
        if self.architecture is None:
            known = self.parameters is not None and self.dtype is not None
            return weights_gib(self.parameters or 0, self.dtype or "") if known else None
        found = self.known_architecture
        return None if found is None else found.weights_gib(self.dtype)

    @property
    def split(self) -> tuple[int, int] | None:
        """Accelerators that share each layer, and stages; none where the server may take any legal split.

        vLLM splits nothing unless it is told.
        """
        if self.serving is not None and self.serving.tensor_parallel is not None:
            return self.serving.tensor_parallel, self.serving.pipeline_parallel or 1
        return (1, 1) if self.framework == VLLM else None

    @property
    def server_variables(self) -> dict[str, str]:
        """What the container is told of context, splits and cache."""
        return variables(self.framework, self.context, self.serving)

    def served(self, architecture: Architecture) -> Serving:
        """Return what the server of a model of *architecture* is told."""
        told = self.serving or ServingSpec()
        tensor, pipeline = self.split or (1, 1)
        return Serving(
            context=architecture.context,
            concurrency=self.concurrency or 1,
            mean_context=self.mean_context,
            dtype=self.dtype,
            kv_dtype=told.kv_dtype,
            tensor_parallel=tensor,
            pipeline_parallel=pipeline,
            utilization=told.gpu_memory_utilization,
            version=(self.version if self.framework == VLLM else None) or DEFAULT_VERSION,
            batched_tokens=told.batched_tokens,
            sequences=told.sequences,
        )

    def loading(self, machine: Machine, folder_gib: float = 0.0) -> Loading:
        """Return time-outs and volume size on *machine*; *folder_gib* is the size of a local artifact."""
        return loading(self.known_gib or folder_gib, machine.local_nvme_gb > 0)

    def image_uri(self, region: str, machine: Machine) -> str:
        """Return the container image for *machine* in *region*; LookupError when there is none."""
        if self.image is not None:
            return self.image
        return images.resolve(self.framework or "", self.version, region, machine)

    def inference_ami_version(self, region: str, machine: Machine) -> str | None:
        """Return the machine image that the container's CUDA needs; none for SageMaker's default."""
        if not machine.gpu:
            return None
        return images.inference_ami_version(self.image_uri(region, machine), self.cuda_number)

    @property
    def cuda_number(self) -> int | None:
        """The CUDA version as given, as 124 for 12.4."""
        return None if self.cuda is None else int(self.cuda.replace(".", ""))
