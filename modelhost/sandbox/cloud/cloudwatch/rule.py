"""Read and evaluate the rule of a composite alarm."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelhost.sandbox.cloud.cloudwatch.check import refusal

TOKEN = re.compile(
    r"""\s*(?:(AND|OR|NOT|TRUE|FALSE)\b|(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*("[^"]*"|[^)\s]+)\s*\)|([()]))"""
)
StateOf = Callable[[str], str]
Token = tuple[str, str]


def names(rule: str) -> set[str]:
    """List the alarms that a rule refers to, by name or ARN."""
    return {name for _, name in _tokens(rule) if name}


def children(rule: str) -> set[str]:
    """List the alarms that a rule refers to, by name."""
    return {name_in(reference) for reference in names(rule)}


def name_in(reference: str) -> str:
    """Read the name out of a reference that may be an ARN."""
    return reference.partition(":alarm:")[2] or reference


def holds(rule: str, state_of: StateOf) -> bool:
    """Evaluate a rule against the states of its alarms."""
    tokens = _tokens(rule)
    value = _either(tokens, state_of)
    if tokens:
        raise refusal(f"Invalid alarm rule: unexpected {tokens[0][0]}")
    return value


def _tokens(rule: str) -> list[Token]:
    found: list[Token] = []
    position = 0
    text = rule.strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise refusal(f"Invalid alarm rule at position {position}: {text[position : position + 20]}")
        word, state, name, bracket = match.groups()
        found.append((word or state or bracket, (name or "").strip('"')))
        position = match.end()
    return found


def _either(tokens: list[Token], state_of: StateOf) -> bool:
    value = _both(tokens, state_of)
    while tokens and tokens[0][0] == "OR":
        tokens.pop(0)
        value = _both(tokens, state_of) or value
    return value


def _both(tokens: list[Token], state_of: StateOf) -> bool:
    value = _one(tokens, state_of)
    while tokens and tokens[0][0] == "AND":
        tokens.pop(0)
        value = _one(tokens, state_of) and value
    return value


def _one(tokens: list[Token], state_of: StateOf) -> bool:
    if not tokens:
        raise refusal("Invalid alarm rule: it ends too early")
    word, name = tokens.pop(0)
    if word == "NOT":
        return not _one(tokens, state_of)
    if word in ("TRUE", "FALSE"):
        return word == "TRUE"
    if word == "(":
        value = _either(tokens, state_of)
        if not tokens or tokens.pop(0)[0] != ")":
            raise refusal("Invalid alarm rule: a bracket is not closed")
        return value
    if not name:
        raise refusal(f"Invalid alarm rule: unexpected {word}")
    return state_of(name) == word
