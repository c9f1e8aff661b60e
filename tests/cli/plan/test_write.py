"""The plan's words in the stack file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelhost.cli.plan.write import merged, rewritten
from modelhost.cli.stack_edit.node import data
from modelhost.planner.autoscalers.fixed import Fixed
from modelhost.planner.policy import Bounds, Policy
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.spec.stack_file import ENVIRONMENT, read
from tests.cli.conftest import STACK_FILE

MACHINES = ["ml.m7i.large", "ml.m7i.xlarge", "ml.c7i.2xlarge"]
COMMENTED = STACK_FILE.format(environment="dev").replace(
    "          strategy: auto\n", "          strategy: auto      # the word\n          # a line of its own\n"
)


def candidate(form: Form, machine: str, scaling: Mapping[str, Any]) -> Candidate:
    """What a plan found."""
    return Candidate(form, machine, Policy(Fixed(), Bounds.constant(1, 1)), {}, scaling)


def file(folder: Path) -> Path:
    """A stack file with comments."""
    path = folder / "Pulumi.dev.yaml"
    path.write_text(COMMENTED)
    return path


def block(text: str) -> dict[str, Any]:
    """The endpoint as the file says it."""
    found: dict[str, Any] = data(text)["config"][ENVIRONMENT]["endpoints"]["digits"]
    return found


def test_comments_and_what_other_strategies_keep_stay(tmp_path: Path):
    """Only the planned words change; the ladder is kept for `vertical`."""
    path = file(tmp_path)
    plan = candidate(Form.FIXED, "ml.m7i.xlarge", {"strategy": "horizontal", "replicas": {"count": 4}})
    after = rewritten(path.read_text(), read(path), "digits", plan)
    assert "# a line of its own" in after
    assert "strategy: horizontal      # the word" in after
    found = block(after)
    assert (found["machine"], found["scaling"]["replicas"]) == ("ml.m7i.xlarge", {"count": 4, "min": 1, "max": 6})
    assert (found["scaling"]["sizes"], "schedule" in found["scaling"]) == (["ml.m7i.large", "ml.m7i.2xlarge"], False)


def test_one_policy_takes_the_place_of_all(tmp_path: Path):
    """Other targets would scale as well, and the plan did not look at them."""
    now = {"strategy": "auto", "target": {"metric": "cpu"}, "steps": [{"name": "x"}], "hours": "weekdays 07-20"}
    planned = {"strategy": "auto", "replicas": {"min": 1, "max": 3}, "target": {"metric": "concurrency", "value": 2.0}}
    assert merged(now, planned) == planned


def test_a_count_outside_the_new_bounds_goes():
    """It would be refused."""
    now = {"strategy": "horizontal", "replicas": {"count": 9}}
    assert merged(now, {"strategy": "auto", "replicas": {"min": 1, "max": 3}})["replicas"] == {"min": 1, "max": 3}


SCALING = st.one_of(
    st.builds(lambda n: (Form.FIXED, {"strategy": "horizontal", "replicas": {"count": n}}), st.integers(1, 40)),
    st.builds(
        lambda low, more, value: (
            Form.CONCURRENCY,
            {
                "strategy": "auto",
                "replicas": {"min": low, "max": low + more},
                "target": {"metric": "concurrency", "value": value},
            },
        ),
        st.integers(1, 20),
        st.integers(0, 20),
        st.floats(0.1, 90.0).map(lambda value: round(value, 2)),
    ),
)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stack file that no test changes."""
    return file(tmp_path_factory.mktemp("stack"))


@settings(deadline=None, max_examples=12)
@given(found=SCALING, machine=st.sampled_from(MACHINES))
def test_every_plan_is_written_as_it_is(stack: Path, found: tuple[Form, dict[str, Any]], machine: str):
    """Comments and order survive, and the file says what the plan says."""
    form, scaling = found
    text = stack.read_text()
    after = rewritten(text, read(stack), "digits", candidate(form, machine, scaling))
    written = block(after)
    assert written["machine"] == machine
    for name, value in scaling.items():
        assert {**written["scaling"][name], **value} == written["scaling"][name] if name == "replicas" else value
    assert [line for line in after.splitlines() if "#" in line and "own" in line] == ["          # a line of its own"]
    assert [name for name in written if name != "routing"] == list(block(text))


def test_the_routing_that_was_simulated_is_written(tmp_path: Path):
    """Another one would spread the same requests in another way."""
    path = file(tmp_path)
    scaling = {"strategy": "horizontal", "replicas": {"count": 4}}
    plan = replace(candidate(Form.FIXED, "ml.m7i.large", scaling), routing="least-outstanding-requests")
    assert block(rewritten(path.read_text(), read(path), "digits", plan))["routing"] == {
        "strategy": "least-outstanding-requests"
    }


def test_sizes_by_the_clock_are_written(tmp_path: Path):
    """The ladder is the plan's, and the machine is the size of the week's beginning."""
    path, sizes = file(tmp_path), ["ml.m7i.large", "ml.m7i.xlarge"]
    schedule = [{"at": "daily 07:00", "size": sizes[1]}, {"at": "daily 21:00", "size": sizes[0]}]
    scaling = {"strategy": "vertical", "sizes": sizes, "replicas": {"count": 2}, "schedule": schedule}
    found = block(rewritten(path.read_text(), read(path), "digits", candidate(Form.SIZES, sizes[0], scaling)))
    assert (found["machine"], found["scaling"]["sizes"], found["scaling"]["schedule"]) == (sizes[0], sizes, schedule)


def test_bounds_that_the_planned_schedule_leaves_go(tmp_path: Path):
    """They would refuse the plan that was just found."""
    path = file(tmp_path)
    schedule = [
        {"at": "weekdays 08:00", "timezone": "UTC", "count": 9},
        {"at": "weekdays 20:00", "timezone": "UTC", "count": 1},
    ]
    scaling = {"strategy": "horizontal", "replicas": {"count": 2}, "schedule": schedule}
    after = rewritten(path.read_text(), read(path), "digits", candidate(Form.SCHEDULED, "ml.m7i.large", scaling))
    assert block(after)["scaling"]["replicas"] == {"count": 2, "min": 1}
