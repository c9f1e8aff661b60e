"""Compare what a component runs with what is asked of it: only what the program wrote counts, AWS fills in the rest."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from modelhost.provider.difference import changes
from modelhost.provider.sagemaker.component.live import Live

FIXED = ("baseInferenceComponentName", "instanceType")
"""Fields that AWS never changes in place, and which a component that never served has nevertheless."""
KEYS = ("specification", "specifications")


def is_adapter(specification: object) -> bool:
    """Whether a specification hangs a small adapter on another component instead of loading a model."""
    return isinstance(specification, Mapping) and specification.get("baseInferenceComponentName") is not None


def is_adapter_wanted(inputs: Mapping[str, Any]) -> bool:
    """Whether the properties ask for an adapter."""
    return is_adapter(inputs.get("specification"))


def in_force(inputs: Mapping[str, Any], live: Live) -> dict[str, Any]:
    """What is live of the fields that the program wrote; of a component that never served, only its fixed fields."""
    found = {"specification": live.specification, "specifications": _in_order(inputs, live)}
    seen = {key: _projected(inputs[key], found[key]) for key in KEYS if inputs.get(key)}
    if live.answers:
        return seen
    return {key: _fixed(value) for key, value in seen.items()}


def differing(inputs: Mapping[str, Any], live: Live) -> list[str]:
    """The paths at which the live component is not what was asked for."""
    wanted = {key: inputs[key] for key in KEYS if inputs.get(key)}
    return [path for path, _ in changes(in_force(inputs, live), wanted)]


def described(live: Live) -> dict[str, Any]:
    """Everything that is live, for a component that Pulumi did not make."""
    if live.specifications:
        return {"specifications": [dict(each) for each in live.specifications]}
    return {"specification": dict(live.specification)}


def label(inputs: Mapping[str, Any]) -> str:
    """What a reader recognises a specification by: its models, else its artifacts, else its images."""
    every = list(_every(inputs))
    for pick in (_model, _artifact, _image):
        if found := _distinct(map(pick, every)):
            return ", ".join(found)
    return "its specification"


def entry(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the history remembers of a specification: its models, and the artifacts that it loads by itself."""
    every = list(_every(inputs))
    models, artifacts = (_distinct(map(pick, every)) for pick in (_model, _artifact))
    known = {"configuration": "", "models": models, "machine": "", "kind": "components"}
    return {**known, "endpoint": inputs["endpointName"], **({"artifacts": artifacts} if artifacts else {})}


def _in_order(inputs: Mapping[str, Any], live: Live) -> list[Mapping[str, Any]]:
    """The live specifications in the program's order of machine types; those of other types last."""
    wanted = [each.get("instanceType") for each in inputs.get("specifications") or () if isinstance(each, Mapping)]
    places = {machine: place for place, machine in enumerate(wanted)}
    return sorted(live.specifications, key=lambda each: places.get(each.get("instanceType"), len(places)))


def _every(inputs: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for each in (inputs.get("specification"), *(inputs.get("specifications") or ())):
        if isinstance(each, Mapping):
            yield each


def _model(specification: Mapping[str, Any]) -> Any:
    return specification.get("modelName")


def _artifact(specification: Mapping[str, Any]) -> Any:
    return (specification.get("container") or {}).get("artifactUrl")


def _image(specification: Mapping[str, Any]) -> Any:
    return (specification.get("container") or {}).get("image")


def _distinct(values: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(str(value) for value in values if value))


def _projected(wanted: Any, live: Any) -> Any:
    """The live value at every place that the wanted one has."""
    if isinstance(wanted, Mapping) and isinstance(live, Mapping):
        return {key: _projected(value, live[key]) for key, value in wanted.items() if key in live}
    if isinstance(wanted, list) and isinstance(live, list):
        pairs = zip(wanted, live, strict=False)
        return [_projected(asked, found) for asked, found in pairs] + live[len(wanted) :]
    return live


def _fixed(value: Any) -> Any:
    if isinstance(value, list):
        return [_fixed(each) for each in value]
    return {key: each for key, each in value.items() if key in FIXED}
