"""Which operations of a service moto implements: those for which its response class has a method.

S3's response class finds its way by the query string instead, so there the backend's methods count too.
"""

from __future__ import annotations

import importlib
import inspect
from functools import cache

from moto.core.responses import BaseResponse
from moto.core.utils import camelcase_to_underscores, get_service_model
from moto.s3.models import S3Backend

OURS_ALONE = frozenset({"scheduler", "stepfunctions"})
"""Services whose resources are all on our shelves, where moto would not find them."""
BY_QUERY_STRING: dict[str, type] = {"s3": S3Backend}
SAME_REQUEST = {"s3": frozenset({"PutBucketNotification", "PostObject"})}
"""Answered under the name of another operation, as the older of two names, or as a form."""


@cache
def implemented(service: str) -> frozenset[str]:
    """Name the operations that moto answers."""
    if service in OURS_ALONE:
        return frozenset()
    classes = _answering_classes(service)
    found = set(SAME_REQUEST.get(service, ()))
    for operation in get_service_model(service).operation_names:
        method = camelcase_to_underscores(operation)
        if any(callable(getattr(one, method, None)) for one in classes):
            found.add(operation)
    return frozenset(found)


def pretended(service: str, operation: str) -> bool:
    """Tell whether moto would take an operation for another one, or look for its resource in vain."""
    return service in (*BY_QUERY_STRING, *OURS_ALONE) and operation not in implemented(service)


def _answering_classes(service: str) -> list[type]:
    package = service.replace("-", "")
    module = importlib.import_module(f"moto.{package}.responses")
    backends = [BY_QUERY_STRING[service]] if service in BY_QUERY_STRING else []
    return backends + [
        one
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, BaseResponse) and one.__module__.startswith(f"moto.{package}")
    ]
