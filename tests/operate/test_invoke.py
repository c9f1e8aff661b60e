"""Requests to endpoints, and the judgement of answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from modelhost.operate.invoke import mismatch
from modelhost.operate.problem import OperateError
from modelhost.operate.request import body_of, content_type_of


@pytest.mark.parametrize(
    ("name", "expected"), [("a.json", "application/json"), ("b.CSV", "text/csv"), ("c.npy", "application/x-npy")]
)
def test_the_suffix_tells_the_content_type(name: str, expected: str):
    """Nobody has to type it for the usual files."""
    assert content_type_of(Path(name)) == expected


def test_an_unknown_suffix_says_what_to_do():
    """A guess would reach the container as a wrong header."""
    with pytest.raises(OperateError, match=r"--content-type"):
        content_type_of(Path("request.xyz"))


def test_a_missing_file_is_named():
    """One line, no traceback."""
    with pytest.raises(OperateError, match=r"nowhere\.json: No such file"):
        body_of(Path("nowhere.json"))


@pytest.mark.parametrize(
    ("expected", "answered"),
    [
        ({"labels": [1, 4]}, {"labels": [1, 4], "probabilities": [0.9, 0.8]}),
        ([0.1 + 0.2], [0.3]),
        (1, 1.0),
        ("ok", "ok"),
    ],
)
def test_an_answer_as_expected_passes(expected: Any, answered: Any):
    """Keys that nobody expects may be there, and floats are floats."""
    assert mismatch(expected, answered) is None


@pytest.mark.parametrize(
    ("expected", "answered", "said"),
    [
        ({"labels": [1]}, {"classes": [1]}, "the answer has no 'labels'"),
        ({"labels": [1, 4]}, {"labels": [1, 9]}, "labels[1] is 9, expected is 4"),
        ([1], [1, 2], "the answer has 2 entries, expected are 1"),
        (True, 1, "the answer is 1, expected is true"),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, 'a.b is "y", expected is "x"'),
    ],
)
def test_a_wrong_answer_is_told_with_its_place(expected: Any, answered: Any, said: str):
    """The line says where the model answers otherwise."""
    assert mismatch(expected, answered) == said
