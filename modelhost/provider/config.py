"""The provider configuration that counts; what would silently be ignored is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelhost.provider.resource import Failure

KEPT = frozenset({"region", "profile", "defaultTags", "allowedAccountIds", "version"})
REFUSED = {
    "accessKey": "give credentials by the environment or a profile",
    "secretKey": "give credentials by the environment or a profile",
    "token": "give credentials by the environment or a profile",
    "assumeRoles": "assume the role in the profile",
    "assumeRoleWithWebIdentity": "assume the role in the profile",
    "endpoints": "set AWS_ENDPOINT_URL instead",
    "ignoreTags": "leave the tags to ignoreChanges of the resource",
    "forbiddenAccountIds": "name the allowed accounts by allowedAccountIds instead",
}


def check(news: Mapping[str, Any]) -> tuple[dict[str, Any], list[Failure]]:
    """Return the settings to keep and those to refuse.

    A default provider receives all configuration of its namespace, so settings of the program are left out.
    """
    kept = {key: value for key, value in news.items() if key in KEPT}
    refused = [Failure(key, f"is not supported by this provider; {REFUSED[key]}") for key in news if key in REFUSED]
    return kept, refused
