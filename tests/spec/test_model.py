"""The model: one container, an artifact in one of three forms, and what follows from its size."""

from typing import Any

import pytest

from modelhost.catalog.machine import machine
from modelhost.footprint.loading import Loading
from modelhost.spec.model import ModelSpec
from tests.spec.stack import REGION, endpoint, told

HERE = "environment.endpoints.digits.model"
DIGEST = "123456789012.dkr.ecr.us-west-2.amazonaws.com/team/me@sha256:" + "0" * 64
KEY = f"arn:aws:kms:{REGION}:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab"
CPU, GPU = machine("ml.m7i.large"), machine("ml.g6.xlarge")


def model(**fields: Any) -> ModelSpec:
    """Return a sound model with *fields*."""
    return ModelSpec.model_validate({"artifact": "./m", "framework": "sklearn", **fields})


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"artifact": "./m"},
            ": names neither framework nor image; add framework (sklearn, xgboost, pytorch, tensorflow, huggingface, "
            "huggingface-tei, djl-lmi, vllm), or an image by digest",
        ),
        (
            {"artifact": "./m", "framework": "sklearn", "image": DIGEST},
            ".image: stands beside framework sklearn; leave one of the two",
        ),
        (
            {"artifact": "./m", "image": DIGEST, "version": "1.2"},
            ".version: '1.2' has no framework to be a version of; add framework, or leave it",
        ),
        ({"framework": "sklearn"}, ".artifact: missing; write the model's folder or s3:// URI"),
        (
            {"framework": "sklearn", "artifact": "https://host/x"},
            ".artifact: 'https://host/x' is neither a folder nor an s3:// URI; copy it to S3 first",
        ),
        (
            {"framework": "sklearn", "artifact": "s3://bucket/model"},
            ".artifact: 's3://bucket/model' is neither an archive nor a prefix; end it in .tar.gz, or in a slash",
        ),
        (
            {"framework": "sklearn", "artifact": "s3:///model/"},
            ".artifact: 's3:///model/' names no bucket; write s3://<bucket>/<key>",
        ),
        (
            {"framework": "sklearn", "artifact": "s3://bucket/"},
            ".artifact: 's3://bucket/' is a whole bucket; write the prefix too, s3://<bucket>/<prefix>/",
        ),
        (
            {"framework": "sklearn", "artifact": "s3://b/m.tar.gz", "size_gib": 6},
            ".artifact: 6.0 GiB in an archive, and an archive takes at most 5; "
            "unpack it under a prefix ending in a slash",
        ),
        (
            {"framework": "sklearn", "artifact": "s3://b/m/", "parameters": 1000},
            ".dtype: missing beside parameters; write fp32, bf16, fp16, fp8, int8, int4, fp4",
        ),
        (
            {"framework": "sklearn", "artifact": "./m", "version": "0.1"},
            ".version: sklearn 0.1 is not known for ml.m7i.large (cpu); use 1.9-0, 1.4-2-py312, 1.2-1, 1.0-1",
        ),
        (
            {"framework": "vllm", "artifact": "s3://b/m/"},
            ".framework: vllm has no known image for ml.m7i.large (cpu); use another machine, or an image",
        ),
        (
            {"framework": "sklearn", "artifact": "s3://b/m/", "size_gib": 7.5},
            "",
        ),
    ],
)
def test_a_model_is_described_in_one_way(fields: dict[str, Any], text: str) -> None:
    """Contradictions and gaps are refused; what does not fit the machine is told at the machine."""
    expected = (
        [f"{HERE}{text}"]
        if text
        else [
            "environment.endpoints.digits.machine: weights of 7.5 GiB exceed the 7.2 GiB usable of 8 GiB of memory "
            "(0.90 of 8); take a larger machine than ml.m7i.large, or a smaller dtype"
        ]
    )
    assert told(endpoint(model=fields)) == expected


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"artifact": "s3://b/m/", "kms_key_arn": KEY}, None),
        ({"artifact": "./m", "kms_key_arn": KEY}, "has no s3:// artifact to decrypt"),
        ({"artifact": "s3://b/m/", "kms_key_arn": "alias/theirs"}, "is not the ARN of a KMS key"),
        ({"artifact": "s3://b/m/", "kms_key_arn": KEY.replace(REGION, "eu-west-1")}, f"is not a key of {REGION}"),
    ],
)
def test_a_key_is_that_of_an_artifact_in_s3(fields: dict[str, Any], text: str | None) -> None:
    """What is uploaded takes the environment's key; S3 uses a key of its own region, by ARN."""
    found = told(endpoint(model={"framework": "sklearn", **fields}))
    assert len(found) == (text is not None)
    assert all(each.startswith(f"{HERE}.kms_key_arn: ") and str(text) in each for each in found)


def test_an_image_by_digest_may_bring_its_model() -> None:
    """A container of one's own needs no artifact."""
    assert told(endpoint(model={"image": DIGEST})) == []
    assert model(framework=None, image=DIGEST).image_uri(REGION, CPU) == DIGEST


@pytest.mark.parametrize("region", ["us-gov-west-1.amazonaws.com", "cn-north-1.amazonaws.com.cn"])
def test_an_image_may_be_in_any_partition(region: str) -> None:
    """ECR has a domain of its own in China."""
    image = f"123456789012.dkr.ecr.{region}/me@sha256:{'0' * 64}"
    assert model(framework=None, image=image).image == image


@pytest.mark.parametrize(
    "image",
    [
        f"ghcr.io/foo/bar@sha256:{'0' * 64}",
        f"public.ecr.aws/foo/bar@sha256:{'0' * 64}",
        DIGEST.replace("123456789012", "1234"),
        DIGEST.replace("team/me", ""),
        DIGEST[:-1],
        "123456789012.dkr.ecr.us-west-2.amazonaws.com/me:latest",
    ],
)
def test_an_image_outside_ecr_or_without_digest_is_refused(image: str) -> None:
    """SageMaker pulls from ECR only, and the role's policy names the repository."""
    [text] = told(endpoint(model={"artifact": "./m", "image": image}))
    assert text.startswith(f"{HERE}.image: ")
    assert "<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:" in text


@pytest.mark.parametrize(
    ("artifact", "local", "prefix"),
    [("./m", True, False), ("s3://b/m.tar.gz", False, False), ("s3://b/m/", False, True)],
)
def test_the_artifacts_form_is_told_apart(artifact: str, local: bool, prefix: bool) -> None:
    """A folder is uploaded, an archive unpacked, a prefix taken as it is."""
    spec = model(artifact=artifact)
    assert (spec.local, spec.s3_prefix) == (local, prefix)


def test_the_size_follows_from_the_weights() -> None:
    """Eight billion weights in bf16 are 15 GiB; a size that is written wins."""
    assert model(parameters=8_030_000_000, dtype="bf16").known_gib == pytest.approx(14.96, abs=0.01)
    assert model(parameters=8_030_000_000, dtype="bf16", size_gib=20).known_gib == 20
    assert model().known_gib is None


def test_limits_follow_from_the_size() -> None:
    """Time-outs grow with the model; a machine with local storage takes no volume."""
    large = model(artifact="s3://b/m/", size_gib=40)
    assert large.loading(GPU) == Loading(None, 2100, 2100)
    assert large.loading(CPU) == Loading(110, 2100, 2100)
    assert model().loading(CPU, folder_gib=0.001) == Loading(30, 600, 600)


@pytest.mark.parametrize(
    ("fields", "ami"),
    [
        ({"framework": "huggingface-tei"}, None),
        ({"framework": "huggingface"}, "al2-ami-sagemaker-inference-gpu-3-1"),
        ({"framework": "vllm"}, "al2023-ami-sagemaker-inference-gpu-4-1"),
    ],
)
def test_the_driver_serves_the_containers_cuda(fields: dict[str, Any], ami: str | None) -> None:
    """A container with a newer CUDA than the machine's driver dies without a log; the machine image follows it."""
    assert model(**fields).inference_ami_version(REGION, GPU) == ami


def test_a_cpu_machine_needs_no_driver() -> None:
    """Only GPU machines have a choice of machine image."""
    assert model().inference_ami_version(REGION, CPU) is None


@pytest.mark.parametrize(
    ("cuda", "ami"),
    [
        ("12.2", None),
        ("12.4", "al2-ami-sagemaker-inference-gpu-3-1"),
        ("12.9", "al2023-ami-sagemaker-inference-gpu-4-1"),
        ("13.0", "al2023-ami-sagemaker-inference-gpu-4-1"),
    ],
)
def test_the_driver_serves_the_cuda_of_an_own_container(cuda: str, ami: str | None) -> None:
    """A digest does not tell the CUDA inside, so the stack file does."""
    assert ModelSpec(image=DIGEST, cuda=cuda).inference_ami_version(REGION, GPU) == ami


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"image": DIGEST, "cuda": "13.1"},
            "13.1 is newer than the 13.0 of SageMaker's newest machine image, so the container would fail without a "
            "log; build the image on CUDA 13.0 or older",
        ),
        (
            {"artifact": "./m", "framework": "sklearn", "cuda": "12.4"},
            "'12.4' has no image to belong to, and a framework's is known; leave it out",
        ),
        ({"image": DIGEST, "cuda": "cu124"}, "'cu124' is not a version of CUDA, such as 12.9"),
    ],
)
def test_a_cuda_that_no_driver_serves_is_refused(fields: dict[str, Any], text: str) -> None:
    """A mismatch fails without any log."""
    assert told(endpoint(model=fields)) == [f"environment.endpoints.digits.model.cuda: {text}"]
