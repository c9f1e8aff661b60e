"""Resources by table: a row says which calls make, read, change and remove a type; this makes a Resource of it."""

from modelhost.provider.table.codec import JSON, MAP, PLAIN, SET, Codec, Pairs
from modelhost.provider.table.resource import TableResource
from modelhost.provider.table.row import Call, Lookup, Prop, Row, Step, Wait
from modelhost.provider.table.run import Run
from modelhost.provider.table.tags import TagStyle

__all__ = [
    "JSON",
    "MAP",
    "PLAIN",
    "SET",
    "Call",
    "Codec",
    "Lookup",
    "Pairs",
    "Prop",
    "Row",
    "Run",
    "Step",
    "TableResource",
    "TagStyle",
    "Wait",
]
