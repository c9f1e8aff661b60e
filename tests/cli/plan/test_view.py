"""The answer on one screen, as JSON and as a page."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree

from rich.console import Console

from modelhost.cli.plan.plain import plain
from modelhost.cli.plan.report.page import page
from modelhost.cli.plan.view import present
from modelhost.planner.answer import Plan
from tests.cli.plan.answer import plan

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def printed(answer: Plan, width: int = 100) -> str:
    """What a terminal shows."""
    text = io.StringIO()
    present(Console(file=text, width=width), answer)
    return text.getvalue()


def test_the_first_sentence_comes_first():
    """What is paid, kept and to be saved, then the picture, then the rest."""
    lines = printed(plan()).splitlines()
    assert lines[2] == "You pay 690 USD a month and keep 99.5 %; change two lines and save 480 USD."
    assert lines[3].startswith("load     ▁")


def test_who_lost_says_why():
    """With the numbers."""
    shown = " ".join(printed(plan(), 200).split())
    assert "93.0 % kept, 99.0 % promised" in shown
    assert "knows the future" in shown


def test_a_plan_without_a_winner_is_shown():
    """Nothing that is not there is asked for."""
    assert "You pay" in printed(plan(winner=None, timeline=None, bottleneck=None, flips=(), today=None))


def test_it_fits_a_narrow_terminal():
    """No line is longer than the terminal is wide."""
    assert max(len(line) for line in printed(plan(), 80).splitlines()) <= 80


def test_json_has_every_number():
    """And nothing that JSON cannot say."""
    document = json.loads(json.dumps(plain(plan()), allow_nan=False))
    assert (document["winner"]["usdPerMonth"]["expected"], document["machines"][1]["usd_per_million"]) == (210.0, None)
    assert document["winner"]["scaling"]["target"] == {"metric": "concurrency", "value": 3.2}
    assert document["timeline"]["rate"][30] is None


def test_the_page_loads_nothing():
    """Neither scripts, nor fonts, nor pictures of others; only names of formats look like addresses."""
    text = page(plan(), NOW)
    assert set(re.findall(r"https?://[^\"' )<]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"<script|<link|<img|@import|url\((?!#)", text)


def test_the_page_has_every_picture():
    """Each is well-formed and has a name for those who cannot see it."""
    pictures = re.findall(r"<svg.*?</svg>", page(plan(), NOW), re.DOTALL)
    labels = [ElementTree.fromstring(each).attrib["aria-label"] for each in pictures]
    assert labels == [
        "Load and capacity over time",
        "Latency distribution",
        "Cost by strategy",
        "Cost against the promise",
    ]


def test_the_page_is_the_same_for_the_same_plan():
    """So that it can be kept beside the stack file and compared."""
    assert page(plan(), NOW) == page(plan(), NOW)


def test_names_cannot_break_the_page():
    """What a trace is called is text."""
    text = page(plan(change="<script>alert(1)</script>"), NOW)
    HTMLParser().feed(text)
    assert "&lt;script&gt;" in text
