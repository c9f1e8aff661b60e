"""What an editor says about a field: the text below it in the source, read only when a schema is written.

pydantic can read these texts itself, but then every process that imports the blocks parses their source.
"""

import ast
import inspect
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema


class Documented(GenerateJsonSchema):
    """Describes each field of a block by the text that stands below it."""

    def model_schema(self, schema: Any) -> dict[str, Any]:
        """Return the schema of one block with its fields described."""
        described = super().model_schema(schema)
        for name, text in texts(schema["cls"]).items():
            if name in described.get("properties", {}):
                described["properties"][name].setdefault("description", text)
        return described


def texts(block: type[BaseModel]) -> dict[str, str]:
    """Return the text below each field of *block*, its own before those of the blocks that it extends."""
    owners = block.__mro__[: block.__mro__.index(BaseModel)]
    return {name: text for owner in reversed(owners) for name, text in own_texts(owner).items()}


def own_texts(block: type) -> dict[str, str]:
    """Return the text below each field that the source of *block* itself declares."""
    body = ast.parse(dedent(inspect.getsource(block))).body[0]
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
