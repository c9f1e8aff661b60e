"""What the sound fields of a broken block still tell: rules that need no broken field."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from modelhost.spec.base import Place, Spec
from modelhost.spec.tree import blocks


def remaining(root: type[Spec], data: Any, error: ValidationError, region: str | None) -> Iterator[tuple[Place, str]]:
    """Yield what rules find beside *error*: pydantic asks no rule of a block with a broken field."""
    broken = [line["loc"] for line in error.errors(include_url=False, include_input=False, include_context=False)]
    for path, block, fields in blocks(root, data):
        below = [loc for loc in broken if loc[: len(path)] == path]
        bad = {loc[len(path)] for loc in below if len(loc) > len(path)}
        for place, text in _findings(block, fields, bad, region) if below else ():
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
            sound[name] = _value(_adapter(block, name), fields[name], region)
        elif not field.is_required():
            sound[name] = field.get_default(call_default_factory=True)
    yield from block.model_construct(set(fields), **sound).findings(region, frozenset(sound))


@cache
def _adapter(block: type[Spec], name: str) -> TypeAdapter[Any]:
    """Return what checks one field by itself."""
    field = block.model_fields[name]
    annotation: Any = Annotated[field.annotation, field]
    return TypeAdapter(annotation)


def _value(adapter: TypeAdapter[Any], raw: Any, region: str | None) -> Any:
    """Return the value of a sound field."""
    whole = int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    return adapter.validate_python(whole, strict=None, context={"region": region})
