"""The one error of this room."""


class FootprintError(ValueError):
    """A description of a model that cannot be used; the text says where, what is wrong, and what to do."""
