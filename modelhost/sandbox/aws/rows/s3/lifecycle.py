"""What a bucket does with its objects as they age."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from modelhost.provider.table import Call, Codec, Pairs, Prop
from modelhost.provider.table.case import camel
from modelhost.sandbox.aws.rows.codecs import utc_text
from modelhost.sandbox.aws.rows.s3.setting import BY_BUCKET, setting

TAGS = Pairs()
ALL_OBJECTS = {"prefix": ""}


def _encode(rule: Any) -> Any:
    """A rule without a filter is for all objects, which the API wants said."""
    if not isinstance(rule, dict):
        return rule
    if rule.get("prefix"):
        return rule
    wanted = {**(rule.get("filter") or ALL_OBJECTS)}
    both = wanted.get("and")
    if isinstance(both, dict) and isinstance(both.get("tags"), dict):
        wanted["and"] = {**both, "tags": TAGS.to_api(both["tags"])}
    return {**rule, "filter": wanted}


def _decode(value: Any, name: str = "") -> Any:
    """Rename the keys, write dates as text, and turn lists of tags into maps."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, list):
        return TAGS.from_api(value) if name == "Tags" else [_decode(each) for each in value]
    if isinstance(value, dict):
        return {camel(key): _decode(each, key) for key, each in value.items()}
    return value


class Rules(Codec):
    """Rules in their order; one without a filter is the same as one for all objects."""

    def same(self, old: Any, new: Any) -> bool:
        """Compare what the rules apply to."""
        return super().same(_said(old), _said(new))


def _said(rules: Any) -> Any:
    if not isinstance(rules, list):
        return rules
    return [{**each, "filter": each.get("filter") or ALL_OBJECTS} if isinstance(each, dict) else each for each in rules]


RULES = Rules(encode=lambda rules: [_encode(each) for each in rules], decode=_decode)

LIFECYCLE = setting(
    "BucketLifecycleConfiguration",
    {
        "rules": Prop(required=True, codec=RULES),
        "transitionDefaultMinimumObjectSize": Prop(computed=True),
    },
    put=Call("put_bucket_lifecycle_configuration", {"LifecycleConfiguration": {"Rules": "{rules}"}}),
    get="get_bucket_lifecycle_configuration",
    found="Rules && @",
    delete=Call("delete_bucket_lifecycle", BY_BUCKET),
    missing=("NoSuchLifecycleConfiguration",),
)

ROWS = (LIFECYCLE,)
