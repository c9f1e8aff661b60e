"""What stands for the scaling of an endpoint beside it, so that a change of it waits for a machine at work."""

import hashlib
import json

from modelhost.spec.strategy import Strategy


def fingerprint(strategy: Strategy) -> str | None:
    """Return what changes with the bounds, the policies and the clock; none where no machine puts them back."""
    if not strategy.ordered:
        return None
    return hashlib.sha256(json.dumps(strategy.plain(), sort_keys=True).encode()).hexdigest()
