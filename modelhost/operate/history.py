"""What was live when: the record that our provider and the state machines keep in SSM, whose versions are the history.

SSM keeps the last hundred versions. A version can be rolled back to for as long as its model is there, which is what
`keep_versions` of the stack file decides.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, absent, found
from modelhost.operate.problem import OperateError
from modelhost.operate.standing.fact import Fact
from modelhost.spec.kind import EndpointKind

ROOT = "/modelhost/live/"
ROLLBACK = "rollback"
CLOCKWORK = frozenset({"schedule", "demand"})
"""Reasons of a change that a clock or an alarm made, not a person."""


class Release(Fact):
    """What an endpoint, or a component of it, served from one moment on."""

    number: int
    """Number of the version."""
    at: datetime
    """When it went live."""
    subject: str
    """Name of the endpoint or component in the cloud."""
    reason: str
    """`up`, `rollback`, `schedule` or `demand`."""
    machine: str | None = None
    """Machine type; none where there is none."""
    configuration: str | None = None
    """Endpoint configuration; none for a component."""
    models: tuple[str, ...] = ()
    """Models that answered, the endpoint's own first."""
    live: bool = False
    """Whether it is what serves now."""
    kept: bool = True
    """Whether its model is still there, so that it can be served again."""

    @property
    def model(self) -> str | None:
        """The endpoint's own model."""
        return self.models[0] if self.models else None

    @property
    def by_clockwork(self) -> bool:
        """Whether a clock or an alarm chose its machine."""
        return self.reason in CLOCKWORK


def history(cloud: Cloud, endpoint: str, kind: EndpointKind = EndpointKind.REALTIME) -> tuple[Release, ...]:
    """Return the releases of *endpoint*, newest first; the model of a components endpoint is in its component."""
    subjects = base_components(cloud, endpoint) if kind is EndpointKind.COMPONENTS else [endpoint]
    releases = [release for subject in subjects or [endpoint] for release in _of(cloud, subject)]
    there = _models_there(cloud, {model for release in releases for model in release.models})
    marked = [each.model_copy(update={"kept": set(each.models[:1]) <= there}) for each in releases]
    return tuple(sorted(marked, key=lambda each: (each.at, each.number), reverse=True))


def base_components(cloud: Cloud, endpoint: str) -> list[str]:
    """Return the names of the components of *endpoint* that have a model of their own, adapters left out."""
    listed = cloud.items("sagemaker", "list_inference_components", "InferenceComponents", EndpointNameEquals=endpoint)
    client = cloud.client("sagemaker")
    names = sorted(each["InferenceComponentName"] for each in listed)
    described = {name: found(client.describe_inference_component, InferenceComponentName=name) for name in names}
    return [name for name, each in described.items() if each is not None and not _adapter(each)]


def _adapter(component: Mapping[str, Any]) -> bool:
    return bool((component.get("Specification") or {}).get("BaseInferenceComponentName"))


def _of(cloud: Cloud, subject: str) -> list[Release]:
    """Return the releases of one endpoint or component, as SSM has them."""
    try:
        versions = list(cloud.items("ssm", "get_parameter_history", "Parameters", Name=ROOT + subject))
    except ClientError as error:
        if absent(error):
            return []
        raise
    newest = max((int(each["Version"]) for each in versions), default=0)
    return [release(subject, each, int(each["Version"]) == newest) for each in versions]


def release(subject: str, version: Mapping[str, Any], live: bool) -> Release:
    """Return one version of the record of *subject* as a release."""
    try:
        plain = json.loads(version["Value"])
        return Release(
            number=version["Version"],
            at=plain.get("at") or version["LastModifiedDate"],
            subject=subject,
            reason=plain.get("reason") or "up",
            machine=plain.get("machine") or None,
            configuration=plain.get("configuration") or None,
            models=tuple(plain.get("models") or ()),
            live=live,
        )
    except (ValueError, AttributeError, TypeError) as error:
        raise OperateError(
            f"{ROOT}{subject}: version {version['Version']} cannot be read ({error}); delete that SSM parameter, "
            f"`pulumi up` begins it anew"
        ) from error


def _models_there(cloud: Cloud, models: Iterable[str]) -> set[str]:
    """Return those of *models* that SageMaker still has."""
    describe = cloud.client("sagemaker").describe_model
    return {name for name in sorted(models) if found(describe, ModelName=name) is not None}


class Target(Fact):
    """What to serve again, and what the stack file has to say for it."""

    release: Release
    """The earlier release."""
    instead_of: Release
    """What is live."""


def target(releases: Sequence[Release], endpoint: str, wanted: str | None = None) -> Target:
    """Return the release to roll back to: the one *wanted*, else the one before the live one."""
    live = next((each for each in releases if each.live), None)
    if live is None:
        raise OperateError(f"{endpoint}: nothing is recorded as live; run `pulumi up` first, which begins the record")
    chosen = _named(releases, endpoint, wanted) if wanted else _earlier(releases, live, endpoint)
    if chosen.model is None or chosen.model == live.model:
        raise OperateError(f"{endpoint}: version {chosen.number} serves {chosen.model}, which is live; name another")
    if not chosen.kept:
        raise OperateError(
            f"{endpoint}: {chosen.model} of version {chosen.number} is gone; {_remaining(releases, live)}"
        )
    return Target(release=chosen, instead_of=live)


def _earlier(releases: Sequence[Release], live: Release, endpoint: str) -> Release:
    """Return the newest release of another model before the live one; what a rollback went away from is passed over."""
    before = list(releases[releases.index(live) + 1 :])
    others = [each for each in before if each.model not in (None, live.model)]
    if live.reason == ROLLBACK:
        served = next((place for place, each in enumerate(before) if each.model == live.model), len(before))
        before = before[served + 1 :]
    found = next((each for each in before if each.model not in (None, live.model)), None)
    if found is None:
        named = ", ".join(f"{each.number} ({each.model})" for each in others if each.kept)
        hint = f"--to takes what it was rolled back from: {named}" if named else "roll back after the next `pulumi up`"
        raise OperateError(f"{endpoint}: there is nothing earlier than {live.model}; {hint}")
    return found


def _named(releases: Sequence[Release], endpoint: str, wanted: str) -> Release:
    """Return the release of that number, model or configuration."""
    named = [each for each in releases if wanted in (str(each.number), each.model, each.configuration)]
    if not named:
        known = ", ".join(str(each.number) for each in releases)
        raise OperateError(f"{endpoint}: there is no version {wanted!r}; `modelhost history` lists {known}")
    return named[0]


def _remaining(releases: Sequence[Release], live: Release) -> str:
    """Say which releases can still be served again."""
    kept = [each for each in releases if each.kept and each.model != live.model]
    if not kept:
        return "none of the earlier ones is kept, so write its artifact into the stack file (and raise keep_versions)"
    return "still kept: " + ", ".join(f"version {each.number} ({each.model})" for each in kept)
