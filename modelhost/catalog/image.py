"""Container images of AWS's inference frameworks, and the machine image that their CUDA needs."""

import re
from typing import Any

from modelhost.catalog.data import table

CUDA_DRIVERS = ((122, None), (124, "al2-ami-sagemaker-inference-gpu-3-1"))
"""Newest CUDA (as 124 for 12.4) that each SageMaker machine image serves; the first is SageMaker's default."""
NEWEST_DRIVER = "al2023-ami-sagemaker-inference-gpu-4-1"


def frameworks() -> tuple[str, ...]:
    """Return the known frameworks."""
    return tuple(table("images")["frameworks"])


def versions(framework: str) -> tuple[str, ...]:
    """Return the known versions of *framework*, newest first."""
    known = table("images")["frameworks"][framework]
    return tuple(sorted(known, key=_order, reverse=True))


def resolve(framework: str, version: str | None, region: str, gpu: bool, architecture: str = "x86_64") -> str:
    """Return the image of *framework* in *region*, the newest when no *version* is given; LookupError says why not."""
    kind = ("gpu" if gpu else "cpu") + ("-arm64" if architecture == "arm64" else "")
    if framework not in frameworks():
        raise LookupError(f"{framework!r} is not a known framework; use {', '.join(frameworks())}, or an `image`")
    fitting = [known for known in versions(framework) if kind in _images(framework, known)]
    if not fitting:
        raise LookupError(f"{framework} has no image for {kind} machines; choose another machine, or an `image`")
    chosen = next((known for known in fitting if version is None or _is(known, version)), None)
    if chosen is None:
        raise LookupError(f"{framework} {version} has no known image for {kind} machines; use {', '.join(fitting)}")
    registry, repository, tag = _images(framework, chosen)[kind]
    account = table("images")["registries"][registry].get(region)
    if account is None:
        raise LookupError(f"{framework} has no known registry in {region}; copy it to your own and give its `image`")
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"{account}.dkr.ecr.{region}.{domain}/{repository}:{tag}"


def inference_ami_version(uri: str) -> str | None:
    """Return the SageMaker machine image whose driver serves the CUDA that *uri* names; none for the default."""
    found = re.search(r"cu(\d{3})", uri)
    if found is None:
        return None
    for newest, driver in CUDA_DRIVERS:
        if int(found[1]) <= newest:
            return driver
    return NEWEST_DRIVER


def _images(framework: str, version: str) -> dict[str, Any]:
    """Return the images of one version by kind of machine."""
    images: dict[str, Any] = table("images")["frameworks"][framework][version]
    return images


def _is(known: str, version: str) -> bool:
    """Whether *version* names *known*, in full or by its first parts (`1.9` is 1.9-0)."""
    return known == version or known.startswith((f"{version}.", f"{version}-"))


def _order(version: str) -> list[int]:
    """Return the numbers of *version* for sorting."""
    return [int(number) for number in re.findall(r"\d+", version)]
