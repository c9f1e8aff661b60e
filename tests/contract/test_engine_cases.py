"""Generated stack files through the real engine: refused by the program with a reason, or brought up, all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.components.recording import ACCOUNT, REGION
from tests.contract.hosting import accepted
from tests.depth import cases
from tests.sandbox.workbench import Workbench
from tests.spec.generate import endpoint_of

pytestmark = [pytest.mark.sandbox, pytest.mark.deep]

STACKS, ENDPOINTS = cases(2, 20), 13
FIRST_SEED = 1_000_000
"""None of the cases that are proven in process."""
EARLIER, ROLE = "dev-it-0123456", f"arn:aws:iam::{ACCOUNT}:role/serving"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/digits:1"


@cache
def drawn(stack: int) -> dict[str, dict[str, Any]]:
    """The endpoints of one stack, some of them broken; its number alone decides what they are."""
    first = FIRST_SEED + stack * ENDPOINTS
    return {f"e{number:02}": endpoint_of(Random(first + number)) for number in range(ENDPOINTS)}


@pytest.fixture
def stack_of(ground: Workbench, team: Callable[..., Workbench]) -> Callable[..., Workbench]:
    """Make stacks in an account that has the model which generated endpoints go back to."""
    client = ground.aws("sagemaker")
    if not client.list_models(NameContains=EARLIER)["Models"]:
        client.create_model(ModelName=EARLIER, PrimaryContainer={"Image": IMAGE}, ExecutionRoleArn=ROLE)
    return team


@pytest.mark.parametrize("number", range(STACKS))
def test_a_stack_is_refused_or_comes_up(stack_of, number):
    """Each broken endpoint is named with its reason; the others pass the preview, and AWS takes them."""
    endpoints = drawn(number)
    sound = {key: block for key, block in endpoints.items() if accepted(block)}
    bench = stack_of(endpoints=endpoints)
    if broken := endpoints.keys() - sound.keys():
        said = bench.pulumi("preview").failed().output
        assert [key for key in sorted(broken) if f"environment.endpoints.{key}" not in said] == [], said
        assert [key for key in sorted(sound) if f"environment.endpoints.{key}" in said] == [], said
        bench.edit(lambda environment: environment.update(endpoints=sound))

    bench.pulumi("up", "--yes").ok()
