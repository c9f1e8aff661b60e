"""Where the SDK of Kubernetes comes from: an extra, as Pulumi fetches the provider of every SDK that is installed."""

from typing import Any

import pulumi


def sdk() -> Any:
    """Return pulumi_kubernetes, imported now and not before; RunError where it is not installed."""
    try:
        import pulumi_kubernetes
    except ModuleNotFoundError:
        raise pulumi.RunError(
            "pulumi_kubernetes is not installed; run `pip install -e '.[kubernetes]' -c constraints.txt`"
        ) from None
    return pulumi_kubernetes
