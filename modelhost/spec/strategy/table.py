"""Every strategy by its word: a new one is a file beside this one, and a line in the table."""

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from modelhost.spec.strategy.auto import Auto
from modelhost.spec.strategy.horizontal import Horizontal
from modelhost.spec.strategy.strategy import Strategy
from modelhost.spec.strategy.vertical import Vertical

STRATEGIES: dict[str, type[Strategy]] = {
    "horizontal": Horizontal,
    "vertical": Vertical,
    "auto": Auto,
}
"""The strategies by their word."""

DEFAULT = next(word for word, each in STRATEGIES.items() if each.optional)
"""The strategy of an endpoint that says nothing of scaling."""


def known(word: Any) -> Any:
    """Return *word* if it is one of the table."""
    if isinstance(word, str) and word in STRATEGIES:
        return word
    raise PydanticCustomError("enum", "Input should be {expected}", {"expected": one_of([*STRATEGIES])})


def one_of(words: list[str]) -> str:
    """Return *words* as a choice in a sentence."""
    return " or ".join([part for part in (", ".join(words[:-1]), *words[-1:]) if part])


Word = Annotated[str, BeforeValidator(known), WithJsonSchema({"type": "string", "enum": list(STRATEGIES)})]
"""The one word that a team changes."""
