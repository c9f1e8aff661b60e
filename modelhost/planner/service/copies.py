"""A service several times side by side on one machine."""

import math
from dataclasses import replace

import numpy as np

from modelhost.planner.array import Floats
from modelhost.planner.service.service import Service


def side_by_side(service: Service, copies: float) -> Service:
    """Return *service* as *copies* of it in one replica: the k-th request meets what the k/copies-th met in one."""
    slots = max(1, math.floor(service.slots * copies + 1e-9))
    places = np.maximum(1.0, np.arange(1, slots + 1) / copies)

    def at(values: Floats) -> Floats:
        return np.interp(places, np.arange(1, service.slots + 1), values)

    first, token = service.first_seconds, service.token_seconds
    return replace(
        service,
        slowdown=at(service.slowdown),
        first_seconds=None if first is None else at(first),
        token_seconds=None if token is None else at(token),
    )
