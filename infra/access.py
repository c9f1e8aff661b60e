"""Access to AWS: providers with an explicit region and tags, and the account behind them."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.account import Account
from components.provider.provider import Provider
from infra.settings import Settings
from infra.tagging import default_tags

OPEN_ZONES: Any = {"name": "opt-in-status", "values": ["opt-in-not-required"]}
"""Zones that every account has; local zones have to be asked for."""


def make_providers(settings: Settings) -> list[pulumi.ProviderResource]:
    """Return the providers of everything; other accounts than the allowed ones are refused before the first call."""
    return [
        aws.Provider(
            "aws",
            region=settings.region,
            profile=settings.profile,
            allowed_account_ids=settings.allowed_account_ids,
            default_tags={"tags": default_tags(settings.environment)},
        ),
        Provider(
            "modelhost",
            region=settings.region,
            profile=settings.profile,
            allowed_account_ids=settings.allowed_account_ids,
        ),
    ]


def look_up_account(settings: Settings, providers: list[pulumi.ProviderResource]) -> Account:
    """Ask AWS which account this is."""
    options = pulumi.InvokeOptions(provider=providers[0])
    return Account(
        id=aws.get_caller_identity(opts=options).account_id,
        region=settings.region,
        partition=aws.get_partition(opts=options).partition,
    )


def look_up_zones(count: int, providers: list[pulumi.ProviderResource]) -> list[str]:
    """Ask AWS for *count* availability zones of the region, in the order of their names."""
    options = pulumi.InvokeOptions(provider=providers[0])
    found = aws.get_availability_zones(state="available", filters=[OPEN_ZONES], opts=options)
    names = sorted(found.names)
    if len(names) < count:
        raise pulumi.RunError(
            f"environment.network.zones: {count} zones asked for, and the region has {', '.join(names)}; "
            f"use at most {len(names)}"
        )
    return names[:count]
