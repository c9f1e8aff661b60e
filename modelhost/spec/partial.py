"""What the sound fields of a broken block still tell: rules that need no broken field."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from modelhost.spec.base import RULE, Place, Spec
from modelhost.spec.tree import blocks


def remaining(root: type[Spec], data: Any, error: ValidationError, region: str | None) -> Iterator[tuple[Place, str]]:
    """Yield findings that *error* does not show yet, because pydantic asks no rule of a block with a broken field."""
    broken = [line["loc"] for line in error.errors(include_url=False, include_input=False, include_context=False)]
    told = {line["loc"] for line in error.errors(include_url=False) if line["type"] == RULE}
    for path, block, fields in blocks(root, data):
        bad = {loc[len(path)] for loc in broken if len(loc) > len(path) and loc[: len(path)] == path}
        own = {loc for loc in broken if loc[: len(path)] == path and loc not in told}
        if not own:
            continue
        for place, text in _findings(block, fields, bad, region):
            if (*path, *place) not in told:
                yield (*path, *place), text


def _findings(
    block: type[Spec], fields: dict[str, Any], bad: set[str | int], region: str | None
) -> Iterator[tuple[Place, str]]:
    """Yield what the sound fields of one block break."""
    sound: dict[str, Any] = {}
    for name, field in block.model_fields.items():
        if name in bad:
            continue
        if name in fields:
            sound[name] = _value(field, fields[name], region)
        elif not field.is_required():
            sound[name] = field.get_default(call_default_factory=True)
    yield from block.model_construct(**sound).findings(region, frozenset(sound))


def _value(field: Any, raw: Any, region: str | None) -> Any:
    """Return the value of a sound field."""
    annotation: Any = Annotated[field.annotation, field]
    whole = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    return TypeAdapter(annotation).validate_python(whole, strict=None, context={"region": region})
