"""Whom a request is for: what may be named on each kind of endpoint, and who answers when nothing is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from modelhost.operate.problem import OperateError
from modelhost.operate.request import Request
from modelhost.operate.standing.scaling import base_component
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.name import cloud_name

KINDS: Mapping[str, tuple[EndpointKind, ...]] = {
    "component": (EndpointKind.COMPONENTS,),
    "target_model": (EndpointKind.MULTI_MODEL,),
    "target_variant": (EndpointKind.REALTIME, EndpointKind.MULTI_MODEL),
    "session": (EndpointKind.REALTIME, EndpointKind.COMPONENTS, EndpointKind.MULTI_MODEL),
}
"""Kinds of endpoint on which each may be named."""
OPTIONS = {"target_model": "--target-model", "target_variant": "--variant"}
"""Options of the command line, where they are not the word itself."""


@dataclass(frozen=True)
class Addressed:
    """What the user named."""

    component: str | None = None
    target_model: str | None = None
    target_variant: str | None = None
    session: str | None = None


def addressed(
    key: str,
    name: str,
    spec: EndpointSpec,
    words: Addressed,
    body: bytes,
    content_type: str,
    accept: str | None = None,
) -> Request:
    """Return the request for endpoint *key*, called *name* in the cloud; what does not fit its kind is refused."""
    for word, value in asdict(words).items():
        if value is not None and spec.kind not in KINDS[word]:
            listed = " or ".join(KINDS[word])
            option = OPTIONS.get(word, f"--{word}")
            raise OperateError(f"{key} is {spec.kind.text}, and {option} belongs to kind {listed}; take it out")
    if spec.kind is EndpointKind.MULTI_MODEL and words.target_model is None:
        raise OperateError(f"{key} serves many models; name one with --target-model, by its path below the prefix")
    return Request(
        endpoint=name,
        body=body,
        content_type=content_type,
        accept=accept,
        kind=spec.kind,
        component=component_of(name, spec, words.component),
        target_model=words.target_model,
        target_variant=words.target_variant,
        session=words.session,
    )


def component_of(name: str, spec: EndpointSpec, wanted: str | None) -> str | None:
    """Return the component that answers: the one *wanted*, an adapter by its word, else the base."""
    if spec.kind is not EndpointKind.COMPONENTS:
        return None
    if wanted is None:
        return base_component(name)
    return cloud_name(name, "adapter", wanted) if wanted in spec.adapters else wanted
