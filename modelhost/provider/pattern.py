"""AWS's patterns are Java's; this turns them into Python's, and says which it cannot."""

from __future__ import annotations

import re
from functools import lru_cache

CLASSES = {
    "L": r"\w",
    "N": r"\d",
    "Z": r"\s",
    "Zs": r"\s",
    "M": r"\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f",
    "S": r"$+<=>^`|~\u00a2-\u00a9\u00ac\u00ae-\u00b4\u2044-\u2bff\U0001f000-\U0001faff",
    "P": r"!-#%-*,-/:;?@\[\\\]_{}\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010-\u2043\u3001-\u3003",
    "Print": r" -~",
    "Alnum": r"a-zA-Z0-9",
}
"""Unicode classes by their members, a little wider than Java's where Python has no exact word."""
SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"
BEYOND_BASIC_PLANE = r"\U00010000-\U0010FFFF"


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the Python pattern, or None when Python cannot express it."""
    try:
        return re.compile(_translated(pattern))
    except re.error:
        return None


def matches(pattern: str, text: str) -> bool:
    """Say whether AWS takes the text: its services match the whole of it."""
    found = compiled(pattern)
    return found is None or found.fullmatch(text) is not None


def _translated(pattern: str) -> str:
    pattern = pattern.replace(SURROGATES, BEYOND_BASIC_PLANE).replace("${", "{").replace("|(?i)", "|")
    parts, inside = [], False
    for token in re.findall(r"\\p\{\w+\}|\\.|\[\^?\]?|.", pattern, flags=re.DOTALL):
        if token.startswith(r"\p{"):
            members = CLASSES.get(token[3:-1], token)
            parts.append(members if inside else f"[{members}]")
            continue
        if token.startswith("[") and not inside:
            inside = True
        elif token == "]" and inside:
            inside = False
        parts.append(token)
    return _without_false_ranges("".join(parts))


def _without_false_ranges(pattern: str) -> str:
    """A hyphen after a class is a hyphen, which Java takes and Python refuses."""
    return re.sub(r"(\\[wds])-(?!\])", r"\1\\-", pattern)
