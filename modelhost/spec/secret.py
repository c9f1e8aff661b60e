"""Telling a secret from an ordinary value, so that none is ever kept in clear text."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

NAMED = re.compile(r"(^|_)(TOKEN|PASSWORD|PASSWD|PWD|SECRET|KEY|APIKEY|CREDENTIALS?)$", re.IGNORECASE)
HARMLESS = re.compile(r"^(|true|false|none|\d+(\.\d+)?|/[\w./-]*|arn:aws[\w:/.+=,@-]*|s3://\S+)$", re.IGNORECASE)
KNOWN = re.compile(
    r"(hf_[A-Za-z0-9]{20,}|(AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|sk-[\w-]{20,}"
    r"|xox[abprs]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.|-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:@]+:[^/\s:@]+@)"
)
MASK = "***"
LONG = 20
RANDOM_BITS = 4.0
"""Entropy per character above which a long mixed word is random; hexadecimal digests stay below."""


def looks_secret(name: str, value: str) -> bool:
    """Whether *value*, called *name*, is most likely a secret."""
    return bool(NAMED.search(name) and not HARMLESS.match(value)) or reads_secret(value)


def reads_secret(value: str) -> bool:
    """Whether *value* is most likely a secret whatever it is called: of a known form, or random."""
    return bool(KNOWN.search(value)) or any(_random(word) for word in re.split(r"[^A-Za-z0-9+=]", value))


def masked(text: str, data: Any) -> str:
    """Return *text* without the secrets that stand anywhere in *data*."""
    for word in _words(data):
        if word in text and reads_secret(word):
            text = text.replace(word, MASK)
    return text


def _words(data: Any) -> Iterator[str]:
    """Yield the texts in *data*, keys included."""
    if isinstance(data, str):
        yield data
    parts = [*data, *data.values()] if isinstance(data, dict) else data if isinstance(data, list) else []
    for part in parts:
        yield from _words(part)


def _random(word: str) -> bool:
    """Whether *word* is long, mixes kinds of characters, and has no pattern."""
    kinds = [r"[a-z].*[a-z]", r"[A-Z].*[A-Z]", r"\d.*\d"]
    if len(word) < LONG or not all(re.search(kind, word) for kind in kinds):
        return False
    total = len(word)
    return -sum(n / total * math.log2(n / total) for n in Counter(word).values()) > RANDOM_BITS
