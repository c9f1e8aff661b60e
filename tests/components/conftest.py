"""The `build` fixture: run a piece of program against recording mocks."""

from collections.abc import Callable
from typing import Any

import pytest

from components.account import Account
from tests.components.recording import ACCOUNT, REGION, Recording, record

Build = Callable[[Callable[[], Any]], Recording]


@pytest.fixture
def build() -> Build:
    """Return what records the resources of a piece of program."""
    return record


@pytest.fixture
def account() -> Account:
    """The account that tests deploy to."""
    return Account(id=ACCOUNT, region=REGION)
