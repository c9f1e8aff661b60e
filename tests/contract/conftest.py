"""The ground that engine tests stand on, shared with those of tests/sandbox."""

from tests.sandbox.conftest import ground, team

__all__ = ["ground", "team"]
