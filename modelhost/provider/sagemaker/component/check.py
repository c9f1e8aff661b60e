"""What SageMaker and CloudWatch would refuse of a component's properties, before anything is sent."""

from collections.abc import Iterator, Mapping
from typing import Any

from modelhost.provider.context import Context
from modelhost.provider.resource import Failure, Properties
from modelhost.provider.sagemaker.component.lifecycle import all_tags
from modelhost.provider.sagemaker.component.request import copies_request, create_request, update_request
from modelhost.provider.sagemaker.component.rule import refused_specifications
from modelhost.provider.sagemaker.component.specification import is_adapter_wanted
from modelhost.provider.sagemaker.request import property_path
from modelhost.provider.sagemaker.rollout.conflict import conflicts
from modelhost.provider.validate import check
from modelhost.provider.wire import UNKNOWN, contains_unknown

REQUIRED = ("name", "endpointName")
KNOWN = frozenset(
    (
        *REQUIRED,
        "variantName",
        "specification",
        "specifications",
        "copyCount",
        "desiredCopyCount",
        "deploymentConfig",
        "alarmNames",
        "tags",
    )
)
PROPERTY = {
    "InferenceComponentName": "name",
    "RuntimeConfig.CopyCount": "copyCount",
    "DesiredRuntimeConfig.CopyCount": "desiredCopyCount",
}


def check_component(context: Context, news: Properties) -> list[Failure]:
    """All problems at once, each at the property that the program wrote."""
    unknown = [Failure(key, "is not a property of an inference component") for key in news if key not in KNOWN]
    missing = [Failure(key, "is required") for key in REQUIRED if news.get(key) in (None, "")]
    rules = [*refused_specifications(news), *_copies(news), *conflicts("components", news.get("deploymentConfig"))]
    found = [*unknown, *missing, *rules, *_refused(context, news)]
    return list(dict.fromkeys(found))


def _refused(context: Context, news: Properties) -> Iterator[Failure]:
    requests = (
        ("sagemaker", "create_inference_component", create_request(news, _tags(context, news))),
        ("sagemaker", "update_inference_component", update_request(news)),
        (
            "sagemaker",
            "update_inference_component_runtime_config",
            copies_request(news.get("name"), news.get("desiredCopyCount", 1)),
        ),
        ("cloudwatch", "disable_alarm_actions", {"AlarmNames": news.get("alarmNames") or []}),
    )
    for service, operation, request in requests:
        for problem in check(request, service, operation):
            path = PROPERTY.get(problem.path) or property_path(problem.path)
            if path not in REQUIRED or problem.reason != "is required":
                yield Failure(path, problem.reason)


def _copies(news: Properties) -> Iterator[Failure]:
    count = news.get("copyCount")
    if isinstance(count, int) and count < 1:
        yield Failure(
            "copyCount",
            f"is {count}; SageMaker creates a component with at least 1 copy, only an autoscaler takes it to 0",
        )
    if is_adapter_wanted(news):
        for key in ("copyCount", "desiredCopyCount"):
            if news.get(key) is not None:
                yield Failure(key, "an adapter has no copies of its own; set it on the base component")


def _tags(context: Context, news: Mapping[str, Any]) -> dict[str, str]:
    tags = news.get("tags")
    if tags is UNKNOWN or contains_unknown(tags or {}) or not isinstance(news.get("endpointName"), str):
        return {}
    return all_tags(context, news)
