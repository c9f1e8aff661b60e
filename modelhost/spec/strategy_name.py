"""The one word that a team changes."""

from enum import StrEnum


class Strategy(StrEnum):
    """Who decides the scale."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    AUTO = "auto"
