"""Delete a version of an endpoint: while the endpoint lives it only retires, to be there for a rollback."""

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.live import describe_endpoint
from modelhost.provider.sagemaker.retention import retirement
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


def retire_configuration(context: Context, name: str, endpoint: str, keep: int, usage: Usage) -> None:
    """Delete what is beyond the newest `keep` configurations; everything when the endpoint is gone."""
    versions = find_versions(context, [stem(name)], endpoint, also=name)
    newest = keep if _stands(context, endpoint) else 0
    own_use = used_by(context.client("sagemaker"), endpoint)
    candidates = retirement(versions, newest, own_use).configurations
    if candidates:
        going = retirement(versions, newest, own_use | usage.in_use(context, candidates))
        delete_versions(context, going, endpoint)


def retire_model(context: Context, name: str, endpoint: str) -> None:
    """Delete a model that no configuration of the endpoint names; with the endpoint gone, all such models."""
    client = context.client("sagemaker")
    versions = find_versions(context, {stem(name), endpoint[:LONGEST_STEM]}, endpoint)
    needed = {model for version in versions for model in version.models}
    needed |= {model for used in used_by(client, endpoint) for model in models_of(client, used)}
    going = [name] if _stands(context, endpoint) else [*find_models(context, stem(name), endpoint), name]
    for model in dict.fromkeys(going):
        if model not in needed:
            delete_model(context, model)


def _stands(context: Context, endpoint: str) -> bool:
    live = describe_endpoint(context.client("sagemaker"), endpoint)
    return live is not None and live.status != "Deleting"
