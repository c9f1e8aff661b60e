"""The project's own provider with an explicit configuration."""

from collections.abc import Sequence

import pulumi


class Provider(pulumi.ProviderResource):
    """Access to one account and region for the provider `modelhost`."""

    def __init__(
        self,
        name: str,
        *,
        region: pulumi.Input[str],
        profile: pulumi.Input[str] | None = None,
        allowed_account_ids: pulumi.Input[Sequence[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        # Nested values of a provider's configuration cross as JSON text.
        accounts = None if allowed_account_ids is None else pulumi.Output.json_dumps(allowed_account_ids)
        super().__init__("modelhost", name, {"region": region, "profile": profile, "allowedAccountIds": accounts}, opts)
