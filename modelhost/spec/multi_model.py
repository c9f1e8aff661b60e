"""Which models a multi-model endpoint takes."""

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec.base import Findings
from modelhost.spec.model import ModelSpec

FRAMEWORKS = ("sklearn", "xgboost", "pytorch", "tensorflow")
"""Frameworks whose containers load many models, without a GPU; with one AWS supports Triton only."""


def takes_many(model: ModelSpec, machine: str | None) -> Findings:
    """Yield why *model* on *machine* cannot be many models."""
    gpu = machine in machines() and catalogued(machine).gpu if machine else False
    if model.framework is not None and gpu:
        text = f"{model.framework}: many models on a GPU are loaded by Triton only"
        yield ("model", "framework"), f"{text}; give a Triton image by digest, or take a machine without GPU"
    elif model.framework is not None and model.framework not in FRAMEWORKS:
        text = f"{model.framework} does not load many models"
        yield ("model", "framework"), f"{text}; use {', '.join(FRAMEWORKS)}, or an image by digest"
    if model.artifact is not None and not model.s3_prefix:
        text = f"{model.artifact!r} is not a prefix of archives, which is what a multi-model endpoint loads from"
        yield ("model", "artifact"), f"{text}; write s3://<bucket>/<prefix>/"
