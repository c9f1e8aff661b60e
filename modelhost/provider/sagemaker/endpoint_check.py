"""What SageMaker and CloudWatch would refuse of an endpoint's properties, before anything is sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Failure, Properties
from modelhost.provider.sagemaker.ownership import own_tags, tag_list
from modelhost.provider.validate import check
from modelhost.provider.wire import UNKNOWN, contains_unknown

REQUIRED = ("name", "endpointConfigName", "variantName")
KNOWN = frozenset((*REQUIRED, "desiredInstanceCount", "alarmNames", "tags"))
PROPERTY = {
    "EndpointName": "name",
    "EndpointConfigName": "endpointConfigName",
    "VariantName": "variantName",
    "DesiredInstanceCount": "desiredInstanceCount",
}


def check_endpoint(context: Context, news: Properties) -> list[Failure]:
    """All problems at once, each at the property that the program wrote."""
    unknown = [Failure(key, "is not a property of an endpoint") for key in news if key not in KNOWN]
    missing = [Failure(key, "is required") for key in REQUIRED if news.get(key) in (None, "")]
    found = {(failure.property, failure.reason): failure for failure in _refused(context, news)}
    return [*unknown, *missing, *found.values(), *_count_failures(news.get("desiredInstanceCount"))]


def _refused(context: Context, news: Properties) -> Iterator[Failure]:
    create = {"EndpointName": news.get("name"), "EndpointConfigName": news.get("endpointConfigName")}
    tags = news.get("tags") or {}
    if isinstance(news.get("name"), str) and isinstance(tags, Mapping) and not contains_unknown(tags):
        create["Tags"] = tag_list({**tags, **own_tags(news["name"], context.urn)})
    scale = {"VariantName": news.get("variantName"), "DesiredInstanceCount": news.get("desiredInstanceCount")}
    requests = (
        ("sagemaker", "create_endpoint", create),
        (
            "sagemaker",
            "update_endpoint_weights_and_capacities",
            {"EndpointName": news.get("name"), "DesiredWeightsAndCapacities": [scale]},
        ),
        ("cloudwatch", "disable_alarm_actions", {"AlarmNames": news.get("alarmNames") or []}),
    )
    for service, operation, request in requests:
        for problem in check(_present(request), service, operation):
            if problem.reason != "is required":
                yield Failure(_property(problem.path), problem.reason)


def _count_failures(count: Any) -> Iterator[Failure]:
    if count is not UNKNOWN and isinstance(count, int) and count < 1:
        yield Failure("desiredInstanceCount", f"is {count}; a real-time variant needs at least 1 instance")


def _property(path: str) -> str:
    if path.startswith("AlarmNames"):
        return path.replace("AlarmNames", "alarmNames")
    return "tags" if path.startswith("Tags") else PROPERTY.get(path.rpartition(".")[2], path)


def _present(request: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in request.items() if value is not None}
