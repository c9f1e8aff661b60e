"""Write modelhost/catalog/images.json: AWS's inference containers, their registries and tags.

Usage: python tools/catalog/images.py CONFIG_FOLDER DATE, where the folder is `sagemaker/core/image_uri_config` of an
unpacked sagemaker-core wheel (Apache-2.0) and DATE the day of that release.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

CATALOG = Path(__file__).parents[2] / "modelhost" / "catalog"
RELEASE = "sagemaker-core 2.27.0"
NEWEST = 4
FRAMEWORKS = {
    "sklearn": ["sklearn"],
    "xgboost": ["xgboost"],
    "pytorch": ["pytorch"],
    "tensorflow": ["tensorflow"],
    "huggingface": ["huggingface"],
    "huggingface-tei": ["huggingface-tei", "huggingface-tei-cpu"],
    "djl-lmi": ["djl-lmi"],
    "vllm": ["vllm"],
}
GPU_ONLY = {"djl-lmi"}


def processors(config: dict[str, Any], entry: dict[str, Any], framework: str) -> list[str]:
    """Return the kinds of machine an image is for."""
    if framework in GPU_ONLY:
        return ["gpu"]
    named: list[str] = config.get("processors") or entry.get("processors") or []
    return named or ["cpu"]


def tag(config: dict[str, Any], entry: dict[str, Any], prefix: str, processor: str) -> str:
    """Return an image's tag: version, processor, Python and build, each where the registry has it."""
    named = bool(config.get("processors") or entry.get("processors"))
    python = (entry.get("py_versions") or [""])[-1]
    build = entry.get("container_version", {}).get(processor, "")
    return "-".join(part for part in (prefix, processor if named else "", python, build) if part)


def unwrapped(framework: str, version: str, entry: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the entry and the tag's first part; Hugging Face nests both under its base framework."""
    if framework != "huggingface":
        return entry, entry.get("tag_prefix", version)
    base = next(key for key in entry if key.startswith("pytorch"))
    return entry[base], f"{base.removeprefix('pytorch')}-transformers{version}"


def newest(versions: dict[str, Any]) -> list[str]:
    """Return the newest versions, newest first."""
    return sorted(versions, key=lambda version: [int(part) for part in re.findall(r"\d+", version)], reverse=True)[
        :NEWEST
    ]


def registry(images: dict[str, Any], accounts: dict[str, str], regions: set[str]) -> str:
    """Return the name of the account table, adding it when it is new."""
    kept = {region: account for region, account in sorted(accounts.items()) if region in regions}
    for name, known in images["registries"].items():
        if known == kept:
            return str(name)
    name = f"registry-{len(images['registries']) + 1}"
    images["registries"][name] = kept
    return name


def add(images: dict[str, Any], folder: Path, framework: str, source: str, regions: set[str]) -> None:
    """Add the images of one file of the release to *images*."""
    whole = json.loads((folder / f"{source}.json").read_text())
    for scope, architecture in (("inference", ""), ("inference_graviton", "-arm64")):
        config = whole.get(scope) or (whole if scope == "inference" else {"versions": {}})
        for version in newest(config["versions"]):
            entry, prefix = unwrapped(framework, version, config["versions"][version])
            for processor in processors(config, entry, framework):
                row = images["frameworks"].setdefault(framework, {}).setdefault(version, {})
                label = tag(config, entry, prefix, processor)
                if architecture:
                    label = arm_tag(framework, version, label)
                where = registry(images, entry["registries"], regions)
                row[processor + architecture] = [where, entry["repository"], label]


def arm_tag(framework: str, version: str, label: str) -> str:
    """Return the tag of an arm64 image, which each family of images spells in its own way."""
    if framework in ("sklearn", "xgboost"):
        return label.replace(version, f"{version}-arm64", 1)
    return f"{label}-sagemaker"


def main(folder: Path, date: str) -> None:
    """Write the file."""
    regions = set(json.loads((CATALOG / "regions.json").read_text())["regions"])
    images: dict[str, Any] = {
        "about": "AWS inference containers: framework -> version -> processor -> [registry, repository, tag]",
        "date": date,
        "source": f"{RELEASE} (Apache-2.0), sagemaker/core/image_uri_config",
        "registries": {},
        "frameworks": {},
    }
    for framework, sources in FRAMEWORKS.items():
        for source in sources:
            add(images, folder, framework, source, regions)
    (CATALOG / "images.json").write_text(json.dumps(images, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
