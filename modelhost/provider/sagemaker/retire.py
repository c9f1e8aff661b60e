"""Delete a version of an endpoint: while the endpoint lives it only retires, to be there for a rollback."""

from collections.abc import Collection, Iterable

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.model_use import models_in_use
from modelhost.provider.sagemaker.live import describe_endpoint
from modelhost.provider.sagemaker.parameter import asleep
from modelhost.provider.sagemaker.retention import Version, retirement
from modelhost.provider.sagemaker.version import (
    LONGEST_STEM,
    Usage,
    delete_model,
    delete_versions,
    find_models,
    find_versions,
    models_of,
    stem,
    used_by,
)


def retire_configuration(
    context: Context, name: str, endpoint: str, keep: int, usage: Usage, named: Collection[str] = ()
) -> None:
    """Delete what is beyond the newest `keep` configurations of each size; everything when the endpoint is gone."""
    versions = find_versions(context, _stems(name, endpoint), endpoint, also=name)
    own_use = _own_use(context, endpoint)
    newest = keep if own_use is not None else 0
    spared = (own_use or frozenset()) | (frozenset(named) if own_use is not None else frozenset())
    candidates = retirement(versions, newest, spared).configurations
    if candidates:
        going = retirement(versions, newest, spared | usage.in_use(context, candidates))
        delete_versions(context, going, endpoint, _component_models(context, endpoint, versions))


def retire_model(context: Context, name: str, endpoint: str, keep: int) -> None:
    """Delete what is beyond the newest `keep` models and named by nothing of the endpoint's; all with it gone."""
    client, stems = context.client("sagemaker"), _stems(name, endpoint)
    versions = find_versions(context, stems, endpoint)
    own_use = _own_use(context, endpoint)
    needed = {model for version in versions for model in version.models}
    needed |= {model for used in own_use or () for model in models_of(client, used)}
    needed |= _component_models(context, endpoint, versions)
    found = list(dict.fromkeys([*find_models(context, stems, endpoint), name]))
    if own_use is not None:
        found = [model for model in found if stem(model) == stem(name)]
        needed |= {*found[:keep]}
    for model in found:
        if model not in needed:
            delete_model(context, model)


def _own_use(context: Context, endpoint: str) -> frozenset[str] | None:
    """The configurations that the endpoint serves, moves to or wakes with; None when the endpoint is gone."""
    client = context.client("sagemaker")
    live = describe_endpoint(client, endpoint)
    if live is not None and live.status != "Deleting":
        return used_by(client, endpoint)
    sleeping = asleep.load(context, endpoint)
    return None if sleeping is None else frozenset({sleeping.configuration})


def _component_models(context: Context, endpoint: str, versions: Iterable[Version]) -> frozenset[str]:
    """The models that components name, asked for only where a configuration leaves that to them."""
    if all(version.models for version in versions):
        return frozenset()
    return models_in_use(context.client("sagemaker"), endpoint)


def _stems(name: str, endpoint: str) -> frozenset[str]:
    return frozenset({stem(name), endpoint[:LONGEST_STEM]})
