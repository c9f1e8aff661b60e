"""What all spec models share: frozen, strict, nothing unknown, docstrings as descriptions."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """Base of every block of the stack file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)

    def plain(self) -> dict[str, Any]:
        """Return the block as plain values, as it would be written in a stack file."""
        return self.model_dump(mode="json", exclude_none=True)
