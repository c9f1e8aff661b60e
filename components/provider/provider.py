"""The project's own provider with an explicit configuration."""

from collections.abc import Mapping, Sequence

import pulumi


class Provider(pulumi.ProviderResource):
    """Access to one account and region for the provider `modelhost`."""

    def __init__(
        self,
        name: str,
        *,
        region: pulumi.Input[str],
        allowed_account_ids: pulumi.Input[Sequence[str]] | None = None,
        default_tags: Mapping[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        # Nested values of a provider's configuration cross as JSON text.
        accounts = None if allowed_account_ids is None else pulumi.Output.json_dumps(allowed_account_ids)
        tags = None if default_tags is None else pulumi.Output.json_dumps({"tags": default_tags})
        props = {"region": region, "allowedAccountIds": accounts, "defaultTags": tags}
        super().__init__("modelhost", name, props, opts)
