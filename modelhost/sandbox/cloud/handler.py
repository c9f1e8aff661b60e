"""What a handler is: a function of a call and the cloud's state that answers or refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelhost.sandbox.cloud.call import Call
from modelhost.sandbox.cloud.cloud import Cloud

Handler = Callable[[Call, Cloud], dict[str, Any] | None]
HandlerTable = dict[tuple[str, str], Handler]
