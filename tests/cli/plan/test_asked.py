"""What the options of `modelhost plan` may say, and how nonsense is refused before anything is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelhost.cli.plan.asked import quotas
from tests.cli.conftest import Modelhost

ASKED = ("plan", "-e", "digits", "--trace", "synthetic:constant,mean=5,days=1", "--p99-ms", "500")
SERVED = (*ASKED, "--service-ms", "40")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--timezone", "Europe/Berln"),
            "--timezone: 'Europe/Berln' is not an IANA time zone; did you mean Europe/Berlin",
        ),
        (("--machines", ","), "--machines: ',' names none; write such as ml.m7i.large,ml.c7i.large"),
        (("--quota", "m7i=8"), "--quota: 'm7i=8' is not a machine type and a number; write such as ml.m7i.large=8"),
        (("--curve-machine", "m7i.large"), "--curve-machine: 'm7i.large' is not a machine type of SageMaker"),
        (("--columns", "time"), "columns: 'time' is not MEANING=COLUMN; write time=at:ms,requests=hits"),
        (("--ttft-ms", "300"), "--p99-ms stands beside --ttft-ms or --itl-ms; promise a whole request, or its tokens"),
        (("--what-if", "load=much"), "--what-if: load='much' is not a factor such as 2x"),
    ],
)
def test_nonsense_is_refused_in_one_line(project: Path, modelhost: Modelhost, options: tuple[str, ...], message: str):
    """Where, what is wrong with which value, what to do; exit code 1."""
    ran = modelhost(*SERVED, *options)
    assert (ran.exit_code, len(ran.stderr.strip().splitlines())) == (1, 1), ran.stderr
    assert ran.stderr.startswith(message)


def test_the_three_ways_to_tell_a_service_time_are_named(project: Path, modelhost: Modelhost):
    """Nothing is guessed silently."""
    ran = modelhost(*ASKED)
    assert ran.exit_code == 1
    assert all(way in ran.stderr for way in ("--curve", "--service-ms", "architecture"))


def test_quotas_are_read_by_machine():
    """Blanks do not matter."""
    assert quotas("ml.m7i.large=8, ml.c7i.large=4") == {"ml.m7i.large": 8, "ml.c7i.large": 4}
    assert quotas(None) == {}
