"""Container images of AWS's inference frameworks, and the machine image that their CUDA needs."""

import re
from difflib import get_close_matches
from typing import Any

from modelhost.catalog.data import table
from modelhost.catalog.machine import Machine

CUDA_DRIVERS = ((122, None), (124, "al2-ami-sagemaker-inference-gpu-3-1"))
"""Newest CUDA (as 124 for 12.4) that each SageMaker machine image serves; the first is SageMaker's default."""
NEWEST_DRIVER = "al2023-ami-sagemaker-inference-gpu-4-1"
NEWEST_CUDA = 130
"""Newest CUDA that any machine image serves; a container with a newer one fails without a log."""


def frameworks() -> tuple[str, ...]:
    """Return the known frameworks."""
    return tuple(table("images")["frameworks"])


def versions(framework: str) -> tuple[str, ...]:
    """Return the known versions of *framework*, newest first."""
    known = table("images")["frameworks"][framework]
    return tuple(sorted(known, key=_order, reverse=True))


def unknown(framework: str) -> str:
    """Return what to say of a framework that the catalogue does not know."""
    close = get_close_matches(framework, frameworks(), n=1, cutoff=0.6)
    meant = f" (did you mean {close[0]}?)" if close else ""
    return f"{framework!r} is not a known framework; use {', '.join(frameworks())}{meant}, or an image by digest"


def resolve(framework: str, version: str | None, region: str, machine: Machine) -> str:
    """Return the image of *framework* for *machine* in *region*, the newest when no *version* is given.

    LookupError says why there is none, and what to do.
    """
    if framework not in frameworks():
        raise LookupError(unknown(framework))
    kind = _kind(machine)
    fitting = [known for known in versions(framework) if kind in _images(framework, known)]
    if not fitting:
        raise LookupError(
            f"{framework} has no known image for {machine.name} ({kind}); use another machine, or an image"
        )
    chosen = next((known for known in fitting if version is None or _is(known, version)), None)
    if chosen is None:
        raise LookupError(f"{framework} {version} is not known for {machine.name} ({kind}); use {', '.join(fitting)}")
    registry, repository, tag = _images(framework, chosen)[kind]
    account = table("images")["registries"][registry].get(region)
    if account is None:
        raise LookupError(f"{framework} has no known registry in {region}; copy it to your own and give its image")
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"{account}.dkr.ecr.{region}.{domain}/{repository}:{tag}"


def cuda_of(uri: str) -> int | None:
    """Return the CUDA that *uri* names, as 124 for 12.4; none when it names none."""
    found = re.search(r"cu(\d{3})", uri)
    return int(found[1]) if found else None


def inference_ami_version(uri: str, cuda: int | None = None) -> str | None:
    """Return the SageMaker machine image whose driver serves *cuda*, or what *uri* names; none for the default."""
    wanted = cuda or cuda_of(uri)
    if wanted is None:
        return None
    for newest, driver in CUDA_DRIVERS:
        if wanted <= newest:
            return driver
    return NEWEST_DRIVER


def _kind(machine: Machine) -> str:
    """Return the kind of image that *machine* runs; an AWS chip has kinds of its own, which the table lacks."""
    if machine.accelerator is not None and not machine.gpu:
        return "neuron"
    return ("gpu" if machine.gpu else "cpu") + ("-arm64" if machine.architecture == "arm64" else "")


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
