"""What an editor says about a field."""

from pydantic import BaseModel

from modelhost.spec.schema_words import texts


class Base(BaseModel):
    """A block that others extend."""

    shared: int = 0
    """As the base says it."""
    silent: int = 0


class Extended(Base):
    """A block that extends it."""

    shared: int = 1
    """As the block itself says it,
    on two lines."""


def test_a_field_is_described_by_the_text_below_it_the_nearest_class_first() -> None:
    """A field without a text has no description."""
    assert texts(Extended) == {"shared": "As the block itself says it,\non two lines."}
    assert texts(Base) == {"shared": "As the base says it."}
