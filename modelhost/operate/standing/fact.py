"""The base of everything that `show` knows."""

from pydantic import BaseModel, ConfigDict


class Fact(BaseModel):
    """An immutable fact; dumps to JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")
