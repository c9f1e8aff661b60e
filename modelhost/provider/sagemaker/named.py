"""The configurations that the endpoints of this run name, one per size: no retirement may take them."""

import threading
from collections.abc import Mapping

from modelhost.provider.resource import Properties


class Named:
    """What endpoints named before and name now; shared by the resources of one provider process."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}
        self._lock = threading.Lock()

    def add(self, endpoint: str, *properties: Properties) -> None:
        """Remember every configuration that these inputs or outputs name, beside those known already."""
        with self._lock:
            self._names[endpoint] = self._names.get(endpoint, frozenset()).union(*map(_named_by, properties))

    def replace(self, endpoint: str, properties: Properties) -> None:
        """After an update that ended well only what is wanted now is named."""
        with self._lock:
            self._names[endpoint] = _named_by(properties)

    def forget(self, endpoint: str) -> None:
        """An endpoint that is gone names nothing."""
        with self._lock:
            self._names.pop(endpoint, None)

    def of(self, endpoint: str) -> frozenset[str]:
        """The configurations that the endpoint named or names."""
        with self._lock:
            return self._names.get(endpoint, frozenset())


def _named_by(properties: Properties) -> frozenset[str]:
    by_size = properties.get("configNamesBySize")
    names = by_size.values() if isinstance(by_size, Mapping) else ()
    return frozenset(name for name in names if isinstance(name, str))
