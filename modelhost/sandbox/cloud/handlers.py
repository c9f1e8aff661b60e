"""The one list of what this server answers itself, before anything reaches moto."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud

Handler = Callable[[Call, Cloud], dict[str, Any] | None]
Handlers = Mapping[tuple[str, str], Handler]

ANSWERS: dict[tuple[str, str], Handler] = {}
GUARDS: dict[tuple[str, str], Handler] = {}
