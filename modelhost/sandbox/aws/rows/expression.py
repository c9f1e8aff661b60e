"""The filter expressions of Cost Explorer and Budgets, which the official provider spells in its own words."""

from __future__ import annotations

from typing import Any

from modelhost.provider.table import Codec
from modelhost.provider.wire import UNKNOWN

LISTS = {"ands": "And", "ors": "Or"}
NEGATION = ("not", "Not")
LEAVES = {
    "dimension": "Dimensions",
    "dimensions": "Dimensions",
    "tags": "Tags",
    "costCategory": "CostCategories",
    "costCategories": "CostCategories",
}


def expression_codec(dimensions: str, cost_categories: str) -> Codec:
    """Return the codec of a type that uses these words for its leaves."""
    words = {"Dimensions": dimensions, "Tags": "tags", "CostCategories": cost_categories}
    return Codec(encode=_encode, decode=lambda given: _decode(given, words))


def _encode(expression: Any) -> Any:
    if expression is UNKNOWN:
        return expression
    encoded: dict[str, Any] = {}
    for key, value in expression.items():
        if key in LISTS:
            encoded[LISTS[key]] = [_encode(each) for each in value]
        elif key == NEGATION[0]:
            encoded[NEGATION[1]] = _encode(value)
        else:
            encoded[LEAVES.get(key, key)] = value
    return encoded


def _decode(expression: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    decoded: dict[str, Any] = {}
    for name, api in LISTS.items():
        if expression.get(api):
            decoded[name] = [_decode(each, words) for each in expression[api]]
    if expression.get(NEGATION[1]):
        decoded[NEGATION[0]] = _decode(expression[NEGATION[1]], words)
    for api, name in words.items():
        if expression.get(api):
            decoded[name] = {f"{key[0].lower()}{key[1:]}": value for key, value in expression[api].items()}
    return decoded
