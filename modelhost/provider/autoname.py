"""Names for resources whose program gives none: the resource's own name and seven random hex digits."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Literal

SUFFIX_DIGITS = 7
SEPARATOR = "-"


@dataclass(frozen=True)
class NameRule:
    """What a service allows in a name."""

    limit: int = 64
    """Longest name, suffix included."""
    refused: str = r"[^0-9A-Za-z-]"
    """Characters that are replaced by the separator."""
    lower: bool = False
    prefix: str = ""
    """Text that every name of the type starts with, such as alias/."""
    suffix: bool = True
    """Whether random digits follow; without them the name is the resource's own."""
    leading: str = r"[0-9A-Za-z]"
    """What the first character must be."""


@dataclass(frozen=True)
class Proposal:
    """What the user's `pulumi:autonaming` configuration says about one name."""

    mode: Literal["propose", "enforce", "disable"]
    name: str = ""


def auto_name(name: str, seed: bytes, rule: NameRule, proposal: Proposal | None = None) -> str | None:
    """Return a legal name: the same for the same seed, another for another; None when naming is disabled."""
    if proposal and proposal.mode == "disable":
        return None
    if proposal and proposal.mode == "enforce":
        return proposal.name
    if proposal:
        return rule.prefix + _stem(proposal.name, rule, rule.limit - len(rule.prefix))
    if not rule.suffix:
        return rule.prefix + _stem(name, rule, rule.limit - len(rule.prefix))
    return f"{_start(name, rule)}{SEPARATOR}{_digits(seed)}"


def is_auto(name: str, value: str, rule: NameRule) -> bool:
    """Say whether `value` is a name that `auto_name` could have given to the resource `name`."""
    if not rule.suffix:
        return value == auto_name(name, b"", rule)
    pattern = f"{re.escape(_start(name, rule))}{SEPARATOR}[0-9a-f]{{{SUFFIX_DIGITS}}}"
    return re.fullmatch(pattern, value) is not None


def _start(name: str, rule: NameRule) -> str:
    room = rule.limit - len(rule.prefix) - len(SEPARATOR) - SUFFIX_DIGITS
    return rule.prefix + _stem(name, rule, room)


def _stem(name: str, rule: NameRule, room: int) -> str:
    legal = re.sub(rule.refused, SEPARATOR, name.lower() if rule.lower else name)
    legal = re.sub(f"{SEPARATOR}+", SEPARATOR, legal)[:room].strip(SEPARATOR)
    return legal if re.match(rule.leading, legal) else f"r{legal}"[:room]


def _digits(seed: bytes) -> str:
    if not seed:
        return secrets.token_hex(SUFFIX_DIGITS)[:SUFFIX_DIGITS]
    return hashlib.sha256(seed).hexdigest()[:SUFFIX_DIGITS]
