"""The blocks of the stack file as a tree: which block stands at which path."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, TypeGuard, Union, get_args, get_origin

from modelhost.spec.base import Place, Spec


def block_at(root: type[Spec], path: Place) -> type[Spec] | None:
    """Return the block that stands at *path* below *root*; none where a plain value stands."""
    here: Any = root
    for key in path:
        here = _step(here, key)
    return here if _is_block(here) else None


def field_type(block: type[Spec], name: str) -> Any:
    """Return the type of the field *name*, without its none."""
    field = block.model_fields.get(name)
    return None if field is None else _solid(field.annotation)


def blocks(root: type[Spec], data: Any, path: Place = ()) -> Iterator[tuple[Place, type[Spec], dict[str, Any]]]:
    """Yield each block that *data* holds, with its path and its fields as written."""
    if not isinstance(data, dict):
        return
    yield path, root, data
    for name, value in data.items():
        kind = field_type(root, name) if isinstance(name, str) else None
        for key, block, inner in _inner(kind, value):
            yield from blocks(block, inner, (*path, name, *key))


def _inner(kind: Any, value: Any) -> Iterator[tuple[Place, type[Spec], Any]]:
    """Yield the blocks directly inside a field of type *kind*."""
    if _is_block(kind):
        yield (), kind, value
        return
    item = get_args(kind)[-1] if get_args(kind) else None
    if not _is_block(item):
        return
    if get_origin(kind) is list and isinstance(value, list):
        yield from (((place,), item, each) for place, each in enumerate(value))
    if get_origin(kind) is dict and isinstance(value, dict):
        yield from (((key,), item, each) for key, each in value.items())


def _step(here: Any, key: str | int) -> Any:
    """Return the type of what stands under *key* in a value of type *here*."""
    if _is_block(here):
        return field_type(here, str(key))
    return _solid(get_args(here)[-1]) if get_origin(here) in (list, dict) else None


def _solid(annotation: Any) -> Any:
    """Return *annotation* without its none."""
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    return kinds[0] if len(kinds) == 1 else annotation


def _is_block(kind: Any) -> TypeGuard[type[Spec]]:
    """Whether *kind* is a block of the stack file."""
    return isinstance(kind, type) and issubclass(kind, Spec)
