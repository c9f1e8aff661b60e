"""KEDA's cron scaler holds its numbers from start to end."""

import numpy as np

from modelhost.planner.autoscalers.keda_cron import KedaCron, Window
from tests.planner.autoscalers.driver import Driver

HOUR = 360
"""Ticks of an hour."""


def office(**changes: float) -> KedaCron:
    """Return eight pods on Monday from one o'clock to two."""
    return KedaCron((Window(3_600.0, 7_200.0, 8),), **changes)


def test_the_number_holds_within_its_window() -> None:
    """From the start it is reached as fast as an HPA grows, at most doubled or four in 15 s."""
    fleet = Driver(office(), replicas=1, low=1).run([0.0] * 3 * HOUR)
    assert fleet.changes()[:2] == [(3_600, 4), (3_620, 8)]


def test_after_the_window_it_falls_when_the_hpa_is_stable() -> None:
    """The highest recommendation of five minutes holds; then one pod is left."""
    fleet = Driver(office(), replicas=1, low=1).run([0.0] * 3 * HOUR)
    assert fleet.changes()[2][1] == 1
    assert 7_200 + 290 <= fleet.changes()[2][0] <= 7_200 + 320


def test_from_zero_keda_itself_wakes_the_first_pod() -> None:
    """It looks every thirty seconds; the HPA does the rest."""
    fleet = Driver(office(), replicas=0, low=0).run([0.0] * int(1.5 * HOUR))
    assert fleet.changes()[0][1] == 1
    assert fleet.changes()[0][0] <= 3_630
    assert fleet.wanted[-1] == 8


def test_to_zero_it_waits_for_its_cooldown() -> None:
    """Five minutes after the window nothing is left."""
    fleet = Driver(office(), replicas=0, low=0).run([0.0] * 3 * HOUR)
    assert fleet.wanted[-1] == 0
    assert 7_480 <= fleet.changes()[-1][0] <= 7_520


def test_windows_return_every_week_and_pass_its_end() -> None:
    """A window from Sunday night to Monday morning holds on both sides of the week's end."""
    night = KedaCron((Window(6 * 86_400 + 82_800.0, 3_600.0, 5),), week_offset_seconds=6 * 86_400 + 79_200.0)
    wanted = np.array(Driver(night, replicas=1, low=1).run([0.0] * 4 * HOUR).wanted)
    assert (wanted[HOUR + 12 : 3 * HOUR] == 5).all()
    assert wanted[-1] == 1


def test_of_windows_that_overlap_the_largest_counts() -> None:
    """Two triggers are not added."""
    both = KedaCron((Window(0.0, 7_200.0, 3), Window(0.0, 7_200.0, 6)))
    assert Driver(both, replicas=1, low=1).run([0.0] * 20).wanted[-1] == 6
