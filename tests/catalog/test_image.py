"""Frameworks resolve to the images that AWS publishes."""

import re

import pytest

from modelhost.catalog.data import table
from modelhost.catalog.image import frameworks, inference_ami_version, resolve, versions
from modelhost.catalog.machine import machine

CPU, GPU, ARM, CHIP = "ml.m7i.large", "ml.g6.xlarge", "ml.m6g.large", "ml.inf2.xlarge"


@pytest.mark.parametrize(
    ("framework", "version", "region", "on", "uri"),
    [
        (
            "sklearn",
            "1.2-1",
            "us-west-2",
            CPU,
            "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
        ),
        (
            "sklearn",
            None,
            "us-east-1",
            CPU,
            "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3",
        ),
        (
            "sklearn",
            "1.0",
            "us-west-2",
            ARM,
            "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.0-1-arm64-cpu-py3",
        ),
        ("xgboost", "1.7-1", "us-west-2", CPU, "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1"),
        (
            "pytorch",
            "2.6",
            "us-west-2",
            GPU,
            "763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-inference:2.6.0-gpu-py312",
        ),
        (
            "tensorflow",
            "2.19.0",
            "eu-south-1",
            CPU,
            "692866216735.dkr.ecr.eu-south-1.amazonaws.com/tensorflow-inference:2.19.0-cpu",
        ),
        (
            "huggingface",
            "4.51.3",
            "us-west-2",
            GPU,
            "763104351884.dkr.ecr.us-west-2.amazonaws.com/"
            "huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04",
        ),
        (
            "djl-lmi",
            "0.36.0",
            "cn-north-1",
            GPU,
            "727897471807.dkr.ecr.cn-north-1.amazonaws.com.cn/djl-inference:0.36.0-lmi27.0.0-cu130",
        ),
    ],
)
def test_a_framework_has_its_image(framework: str, version: str | None, region: str, on: str, uri: str) -> None:
    """Registry by region, repository, and tag by version and kind of machine."""
    assert resolve(framework, version, region, machine(on)) == uri


@pytest.mark.parametrize(
    ("framework", "version", "region", "on", "text"),
    [
        ("sklern", None, "us-west-2", CPU, r"'sklern' is not a known framework; .* \(did you mean sklearn\?\)"),
        ("vllm", None, "us-west-2", CPU, r"vllm has no known image for ml.m7i.large \(cpu\)"),
        ("pytorch", None, "us-west-2", CHIP, r"pytorch has no known image for ml.inf2.xlarge \(neuron\)"),
        ("sklearn", "9.9", "us-west-2", CPU, r"sklearn 9.9 is not known for ml.m7i.large \(cpu\); use 1.9-0, "),
        ("sklearn", None, "mars-1", CPU, r"sklearn has no known registry in mars-1; copy it to your own"),
    ],
)
def test_an_image_that_is_not_known_is_not_made_up(
    framework: str, version: str | None, region: str, on: str, text: str
) -> None:
    """Each reason is told, with what to do."""
    with pytest.raises(LookupError, match=text):
        resolve(framework, version, region, machine(on))


@pytest.mark.parametrize("framework", frameworks())
def test_every_entry_makes_a_well_formed_address(framework: str) -> None:
    """Each row names a registry with accounts, and a repository and tag that ECR takes."""
    for version in versions(framework):
        for registry, repository, tag in table("images")["frameworks"][framework][version].values():
            accounts = table("images")["registries"][registry]
            assert all(re.fullmatch(r"\d{12}", account) for account in accounts.values())
            assert re.fullmatch(r"[a-z0-9-]+", repository)
            assert re.fullmatch(r"[\w][\w.-]{0,127}", tag)


@pytest.mark.parametrize(
    ("uri", "ami"),
    [
        ("x/y:1-cpu-py3", None),
        ("x/y:1-cu118", None),
        ("x/y:1-cu122", None),
        ("x/y:1-cu124", "al2-ami-sagemaker-inference-gpu-3-1"),
        ("x/y:1-cu130", "al2023-ami-sagemaker-inference-gpu-4-1"),
        ("x/y@sha256:cu", None),
    ],
)
def test_the_machine_image_serves_the_cuda(uri: str, ami: str | None) -> None:
    """The driver is at least as new as the container's CUDA."""
    assert inference_ami_version(uri) == ami
