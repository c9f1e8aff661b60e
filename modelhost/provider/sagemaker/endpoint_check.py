"""What SageMaker and CloudWatch would refuse of an endpoint's properties, before anything is sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Failure, Properties
from modelhost.provider.sagemaker.endpoint_conflict import conflicts
from modelhost.provider.sagemaker.ownership import own_tags, tag_list
from modelhost.provider.sagemaker.request import pascal_keys, property_path
from modelhost.provider.validate import check
from modelhost.provider.wire import UNKNOWN, contains_unknown

REQUIRED = ("name", "endpointConfigName", "variantName")
SHARES = {"variantWeights": "DesiredWeight", "variantCounts": "DesiredInstanceCount"}
KNOWN = frozenset(
    (
        *(*REQUIRED, *SHARES, "kind", "desiredInstanceCount", "configNamesBySize"),
        *("deploymentConfig", "sleeps", "scalingFingerprint", "alarmNames", "tags"),
    )
)
PROPERTY = {
    "EndpointName": "name",
    "EndpointConfigName": "endpointConfigName",
    "VariantName": "variantName",
    "DesiredInstanceCount": "desiredInstanceCount",
}
Request = tuple[str, str, Mapping[str, Any], Mapping[str, str]]
"""Service, operation, request, and which property stands for the last part of a path."""


def check_endpoint(context: Context, news: Properties) -> list[Failure]:
    """All problems at once, each at the property that the program wrote."""
    unknown = [Failure(key, "is not a property of an endpoint") for key in news if key not in KNOWN]
    missing = [Failure(key, "is required") for key in REQUIRED if news.get(key) in (None, "")]
    found = {(failure.property, failure.reason): failure for failure in _refused(context, news)}
    return [*unknown, *missing, *found.values(), *conflicts(news)]


def _refused(context: Context, news: Properties) -> Iterator[Failure]:
    for service, operation, request, places in (_create(context, news), *_scale(news), _mute(news), *_sizes(news)):
        for problem in check(_present(request), service, operation):
            if problem.reason != "is required" or problem.path.startswith("DeploymentConfig"):
                yield Failure(_property(problem.path, places), problem.reason)


def _create(context: Context, news: Properties) -> Request:
    create = {"EndpointName": news.get("name"), "EndpointConfigName": news.get("endpointConfigName")}
    tags = news.get("tags") or {}
    if isinstance(news.get("name"), str) and isinstance(tags, Mapping) and not contains_unknown(tags):
        create["Tags"] = tag_list({**tags, **own_tags(news["name"], context.urn)})
    return "sagemaker", "create_endpoint", {**create, "DeploymentConfig": pascal_keys(news.get("deploymentConfig"))}, {}


def _scale(news: Properties) -> Iterator[Request]:
    """The request for the main variant's instances, and one for each weight and count of the others."""
    main = {"VariantName": news.get("variantName"), "DesiredInstanceCount": news.get("desiredInstanceCount")}
    yield _share(news, main, {})
    for key, field in SHARES.items():
        by_variant = news.get(key)
        for variant, value in by_variant.items() if isinstance(by_variant, Mapping) else ():
            places = {"VariantName": key, field: f"{key}.{variant}"}
            yield _share(news, {"VariantName": variant, field: value}, places)


def _share(news: Properties, share: Mapping[str, Any], places: Mapping[str, str]) -> Request:
    request = {"EndpointName": news.get("name"), "DesiredWeightsAndCapacities": [share]}
    return "sagemaker", "update_endpoint_weights_and_capacities", request, places


def _sizes(news: Properties) -> Iterator[Request]:
    by_size = news.get("configNamesBySize")
    for size, name in by_size.items() if isinstance(by_size, Mapping) else ():
        place = {"EndpointConfigName": f'configNamesBySize["{size}"]'}
        yield "sagemaker", "describe_endpoint_config", {"EndpointConfigName": name}, place


def _mute(news: Properties) -> Request:
    return "cloudwatch", "disable_alarm_actions", {"AlarmNames": news.get("alarmNames") or []}, {}


def _property(path: str, places: Mapping[str, str]) -> str:
    if path.startswith("AlarmNames"):
        return path.replace("AlarmNames", "alarmNames")
    if path.startswith("DeploymentConfig"):
        return property_path(path)
    last = path.rpartition(".")[2]
    return "tags" if path.startswith("Tags") else {**PROPERTY, **places}.get(last, path)


def _present(request: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in request.items() if value is not None and value is not UNKNOWN}
