"""What all blocks of the stack file share: frozen, strict, nothing unknown, rules that span fields."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

Place = tuple[str | int, ...]
"""Keys from a block to the value in question."""

Findings = Iterator[tuple[Place, str]]
"""What a rule finds: each place, and what is wrong and what to do."""

RuleT = TypeVar("RuleT", bound=Callable[..., Findings])
RULE = "rule"


def rule(*needs: str) -> Callable[[RuleT], RuleT]:
    """Mark a method as a rule over the fields *needs*, called with the AWS region when that is known."""

    def mark(method: RuleT) -> RuleT:
        method.needs = frozenset(needs)  # type: ignore[attr-defined]
        return method

    return mark


class Spec(BaseModel):
    """Base of every block of the stack file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        hide_input_in_errors=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: Any) -> Any:
        """Take 2.0 for 2: a configuration may arrive as JSON written by another language."""
        if not isinstance(data, dict):
            return data
        return {key: _whole(value) for key, value in data.items()}

    @model_validator(mode="after")
    def _obey_rules(self, info: ValidationInfo) -> Self:
        """Refuse what breaks a rule, all of it at once."""
        region = (info.context or {}).get("region")
        found: list[InitErrorDetails] = [
            {"type": PydanticCustomError(RULE, "{text}", {"text": text}), "loc": place, "input": None}
            for place, text in self.findings(region)
        ]
        if found:
            raise ValidationError.from_exception_data(type(self).__name__, found)
        return self

    def findings(self, region: str | None = None, known: frozenset[str] | None = None) -> Findings:
        """Yield what breaks a rule; with *known* only the rules that need no other field."""
        for check in _rules(type(self)):
            if known is None or check.needs <= known:  # type: ignore[attr-defined]
                yield from check(self, region)

    def plain(self) -> dict[str, Any]:
        """Return the block as plain values, as a stack file would hold it; a null that means something stays."""
        values: dict[str, Any] = _written(self, self.model_dump(mode="json"))
        return values


@cache
def _rules(block: type[Spec]) -> tuple[Callable[[Spec, str | None], Findings], ...]:
    """Return the rules of *block* in the order they are written."""
    members = [member for owner in reversed(block.__mro__) for member in vars(owner).values()]
    return tuple(member for member in members if hasattr(member, "needs"))


def _written(value: Any, dumped: Any) -> Any:
    """Return *dumped*, the plain form of *value*, without the nulls that are defaults."""
    if isinstance(value, Spec):
        fields = type(value).model_fields.items()
        kept = [name for name, field in fields if dumped[name] is not None or field.default is not None]
        return {name: _written(getattr(value, name), dumped[name]) for name in kept}
    if isinstance(value, list):
        return [_written(*pair) for pair in zip(value, dumped, strict=True)]
    if isinstance(value, dict):
        return {key: _written(inner, dumped[key]) for key, inner in value.items()}
    return dumped


def _whole(value: Any) -> Any:
    """Return *value* with integral floats as integers, in lists too."""
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
