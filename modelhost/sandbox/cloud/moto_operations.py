"""Which operations of a service moto implements: those for which its response class has a method."""

from __future__ import annotations

import importlib
import inspect

from moto.core.responses import BaseResponse
from moto.core.utils import camelcase_to_underscores, get_service_model


def implemented(service: str) -> set[str]:
    """Name the operations that moto answers."""
    classes = _response_classes(service)
    found = set()
    for operation in get_service_model(service).operation_names:
        method = camelcase_to_underscores(operation)
        if any(callable(getattr(one, method, None)) for one in classes):
            found.add(operation)
    return found


def _response_classes(service: str) -> list[type[BaseResponse]]:
    package = service.replace("-", "")
    module = importlib.import_module(f"moto.{package}.responses")
    return [
        one
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, BaseResponse) and one.__module__.startswith(f"moto.{package}")
    ]
