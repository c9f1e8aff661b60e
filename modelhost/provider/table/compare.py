"""What differs between a resource and what is wanted of it, as its row sees it."""

from __future__ import annotations

from collections.abc import Iterator

from modelhost.provider.difference import changes, top
from modelhost.provider.resource import Diff, Kind, Properties
from modelhost.provider.table.row import Row


def compared(row: Row, inputs: Properties, outputs: Properties, news: Properties) -> Diff:
    """Return the difference, and whether it replaces the resource."""
    changed = {
        path: kind
        for name in sorted(inputs.keys() | news.keys())
        for path, kind in differing(row, name, inputs, outputs, news)
    }
    tops = {top(path) for path in changed}
    replace = (row.replace | {"region"} | _switched(row, inputs, news)) & tops
    same_identity = bool(row.unique) and tops.isdisjoint(row.unique)
    return Diff(changed, frozenset(replace), delete_before_replace=bool(replace) and same_identity)


def _switched(row: Row, inputs: Properties, news: Properties) -> set[str]:
    """Return the properties of which another one is given now than before."""
    if not row.switch_replaces:
        return set()
    old, new = ({name for name in row.one_of if values.get(name) is not None} for values in (inputs, news))
    return old ^ new


def differing(
    row: Row, name: str, inputs: Properties, outputs: Properties, news: Properties
) -> Iterator[tuple[str, Kind]]:
    """Yield where one property differs; what AWS has chosen and the program does not speak of is no change."""
    prop = row.properties.get(name)
    old, new = inputs.get(name), news.get(name)
    if prop is None:
        if name == "region":
            yield from changes(old or outputs.get(name), new or outputs.get(name), name)
        return
    if prop.computed and old is None:
        old = outputs.get(name)
    if not prop.codec.same(old, new) and not (prop.computed and new is None):
        yield from changes(old, new, name)
