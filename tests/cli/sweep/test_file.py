"""The file of a sweep."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelhost.cli.sweep.file import cases
from modelhost.operate.problem import OperateError
from modelhost.spec.stack_file import read

DAY = "synthetic:constant,mean=5,days=1"


@pytest.fixture
def asked(project: Path):
    """Return the plans that a file asks for."""
    file = read(project / "Pulumi.dev.yaml")
    environment = file.load()

    def found(text: str):
        (project / "plans.toml").write_text(text)
        return cases(project / "plans.toml", environment, file.region)

    return found


def test_lists_are_combined(asked):
    """Two traces by two what-ifs are four plans, in the order in which they are written."""
    text = f"""
        [[plan]]
        endpoint = "digits"
        trace = ["{DAY}", "load.csv"]
        what_if = ["", "load=2x"]
        p99_ms = 300
        service_ms = 40
        machines = "ml.m7i.large"
    """
    Path("load.csv").write_text("time,requests\n" + "".join(f"{60 * minute},{minute}\n" for minute in range(90)))
    found = asked(text)
    assert [(each.trace, each.what_if) for each in found] == [
        (DAY, ""),
        (DAY, "load=2x"),
        ("load.csv", ""),
        ("load.csv", "load=2x"),
    ]
    assert found[1].question.trace.total == pytest.approx(2 * found[0].question.trace.total)
    assert [each.question.slo.latency_ms for each in found] == [300.0] * 4
    assert found[0].question.region == "us-west-2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[plan", "it is no TOML"),
        ("", r"must hold \[\[plan\]\] blocks and nothing else"),
        ("plan = 3", r"must hold \[\[plan\]\] blocks"),
        ("plan = [3]", "plan 1"),
        ("[[plan]]\nendpoint = 'digits'", "plan 1.trace: field required"),
        ("[[plan]]\nendpoint = 'x'\ntrace = 'y'\np99 = 3", "plan 1.p99: extra inputs are not permitted"),
        (
            "[[plan]]\nendpoint = 'x'\ntrace = 'y'\nservice_ms = inf",
            "plan 1.service_ms: .* less than or equal to 3600000",
        ),
        (
            f"[[plan]]\nendpoint = 'digits'\ntrace = '{DAY}'\np99_ms = 9\nservice_ms = 1e6\nwhat_if = 'service=99x'",
            "lone req",
        ),
        ("[[plan]]\nendpoint = 'x'\ntrace = 'y'\np99_ms = -3", "plan 1.p99_ms: input should be greater than 0"),
        (f"[[plan]]\nendpoint = 'digts'\ntrace = '{DAY}'", "has no endpoint 'digts'; it has digits"),
        (f"[[plan]]\nendpoint = 'digits'\ntrace = '{DAY}'", "nothing is promised"),
        ("[[plan]]\nendpoint = 'digits'\ntrace = 'none.csv'\np99_ms = 3\nservice_ms = 1", r"none\.csv"),
        (f"[[plan]]\nendpoint = 'digits'\ntrace = '{DAY}'\nwhat_if = 'x=1'", "'x' is not known"),
    ],
)
def test_what_is_wrong_is_said(asked, text: str, message: str):
    """With the number of the block and the field."""
    with pytest.raises(OperateError, match=message):
        asked(text)


def test_all_problems_are_told_at_once(asked):
    """Nobody mends a file one error at a time."""
    with pytest.raises(OperateError, match="has 2 problems") as error:
        asked(f"[[plan]]\nendpoint = ['a', 'b']\ntrace = '{DAY}'")
    assert str(error.value).count("has no endpoint") == 2


@settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text() | st.text("[]plan=\n\"'{},.0123456789", max_size=60).map(lambda rest: f"[[plan]]\n{rest}"))
def test_no_file_is_a_traceback(asked, text: str):
    """Whatever stands in it is a list of plans or one message."""
    with pytest.raises(OperateError):
        asked(text)
