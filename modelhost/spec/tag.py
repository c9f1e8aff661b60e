"""Tags: which AWS takes, and which are ours."""

from collections.abc import Mapping

from modelhost.spec.base import Findings
from modelhost.spec.secret import looks_secret

OWN_TAGS = ("environment", "owner", "cost-centre", "service", "endpoint")
"""Tags that we set ourselves."""
MOST_TAGS = 50
LONGEST_KEY, LONGEST_VALUE = 128, 256


def illegal(tags: Mapping[str, str]) -> Findings:
    """Yield what is wrong with the *tags* of an environment."""
    if len(tags) + len(OWN_TAGS) > MOST_TAGS:
        yield ("tags",), f"{len(tags)} tags beside our {len(OWN_TAGS)}, and AWS takes {MOST_TAGS}; leave some"
    for key, value in tags.items():
        if key in OWN_TAGS:
            yield ("tags", key), "is set from the environment itself; leave it out"
        elif not key or len(key) > LONGEST_KEY or key.lower().startswith("aws:"):
            yield ("tags", key), f"is not a tag key; use 1 to {LONGEST_KEY} characters, not starting with aws:"
        if len(value) > LONGEST_VALUE:
            yield ("tags", key), f"has {len(value)} characters, and AWS takes {LONGEST_VALUE}; shorten it"
        if looks_secret(key, value):
            yield ("tags", key), "looks like a secret, and tags are read by everyone; take it out"
