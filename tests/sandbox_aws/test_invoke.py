"""The functions answer as the official provider's do."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.aws.invoke import INVOKES
from tests.sandbox_aws.world import World


def ask(world: World, name: str, **arguments: Any) -> dict[str, Any]:
    """Call a function of the provider."""
    return INVOKES[f"aws:index/{name}:{name}"](world.context, arguments)


def test_the_caller_is_the_sandboxs_account(empty_world: World) -> None:
    """The account id comes from the credentials in use."""
    assert ask(empty_world, "getCallerIdentity")["accountId"] == "123456789012"


def test_the_region_is_the_providers(empty_world: World) -> None:
    """The region is that of the configuration, unless another is asked for."""
    assert ask(empty_world, "getRegion")["region"] == "us-west-2"
    assert ask(empty_world, "getRegion", region="eu-central-1")["name"] == "eu-central-1"


def test_the_partition_follows_the_region(empty_world: World) -> None:
    """ARNs and service principals are built from the partition."""
    found = ask(empty_world, "getPartition")
    assert (found["partition"], found["dnsSuffix"]) == ("aws", "amazonaws.com")


def test_zones_are_sorted_and_can_be_left_out(empty_world: World) -> None:
    """Zones come in a stable order, with their ids, but for those excluded."""
    every = ask(empty_world, "getAvailabilityZones", state="available")
    fewer = ask(empty_world, "getAvailabilityZones", excludeNames=[every["names"][0]])
    assert every["names"] == sorted(every["names"])
    assert len(every["zoneIds"]) == len(every["names"])
    assert fewer["names"] == every["names"][1:]
