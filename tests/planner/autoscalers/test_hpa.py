"""The HPA in a fleet behaves as Kubernetes documents."""

import pytest

from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.hpa_rules import DOWN, Pace, Rules
from modelhost.spec.kubernetes.behavior import Select, Unit
from tests.planner.autoscalers.driver import Driver


def hpa(**changes: object) -> Hpa:
    """Return an HPA on four requests at once in each pod, measured at once."""
    return Hpa(Load.CONCURRENCY, **{"target": 4.0, "window_seconds": 10.0, "lag_seconds": 0.0} | changes)  # type: ignore[arg-type]


def run(policy: Hpa, loads: list[float], **changes: int) -> Driver:
    """Return the fleet after *loads* at once, each for ten seconds."""
    return Driver(policy, **changes).run([0.0] * len(loads), loads)


@pytest.mark.parametrize(("load", "wanted"), [(8.7, 2), (8.9, 3), (7.3, 2), (12.0, 3)])
def test_the_tolerance_of_a_tenth_ignores_small_changes(load: float, wanted: int) -> None:
    """Two pods with 8.7 requests are within 10 % of the target; with 8.9 they are not."""
    assert run(hpa(), [load], replicas=2).wanted == [wanted]


def test_it_decides_every_fifteen_seconds() -> None:
    """On a clock of ten seconds: at 0, 20, 30, 50 and so on."""
    fleet = run(hpa(), [4.0, 8.0, 16.0, 16.0, 32.0, 32.0])
    assert fleet.changes() == [(20, 2), (30, 4), (50, 8)]


def test_growth_is_doubled_or_four() -> None:
    """Without `behavior` one pod becomes four, and four become eight."""
    assert run(hpa(), [100.0] * 3).wanted == [4, 8, 16]


def test_shrinking_waits_for_the_highest_of_five_minutes() -> None:
    """A fleet that needs less keeps its size until its need is five minutes old."""
    fleet = run(hpa(), [40.0] * 3 + [4.0] * 40, replicas=10)
    assert fleet.changes()[0][1] == 1
    assert 320 <= fleet.changes()[0][0] <= 350


def test_a_stabilisation_window_upwards_waits_for_the_lowest() -> None:
    """With 60 s upwards a short peak is not followed."""
    calm = hpa(up=Rules(60.0, (Pace(Unit.PERCENT, 900, 15.0),)))
    fleet = run(calm, [4.0] * 6 + [40.0] * 3 + [4.0] * 6)
    assert fleet.changes() == []


def test_a_disabled_direction_stands_still() -> None:
    """selectPolicy Disabled keeps every pod."""
    kept = hpa(down=Rules(0.0, DOWN.paces, Select.DISABLED))
    assert run(kept, [1.0] * 100, replicas=9).changes() == []


def test_a_pace_limits_the_pods_in_its_period() -> None:
    """One pod in 60 s, however high the load."""
    slow = hpa(up=Rules(0.0, (Pace(Unit.PODS, 1, 60.0),)))
    assert run(slow, [100.0] * 19).changes() == [(10, 2), (80, 3), (140, 4)]


def test_starting_pods_count_as_idle_when_it_grows() -> None:
    """While pods start, the load per pod counts them, so that the same load asks for no more."""
    fleet = run(hpa(), [16.0] * 12, start_ticks=30)
    assert fleet.changes() == [(10, 4)]


def test_the_metric_is_as_old_as_its_lag() -> None:
    """With a lag of 30 s a peak is followed 30 s later."""
    now, late = (run(hpa(lag_seconds=lag), [4.0] * 2 + [16.0] * 8) for lag in (0.0, 30.0))
    assert (now.changes(), late.changes()) == ([(30, 4)], [(60, 4)])


def test_bounds_are_reached_at_once() -> None:
    """Below the fewest or above the most, no metric is asked."""
    assert run(hpa(), [4.0], low=3).wanted == [3]
    assert run(hpa(), [40.0], replicas=9, high=5).wanted == [5]


@pytest.mark.parametrize("changes", [{"target": 0.0}, {"lag_seconds": 9_000.0}])
def test_numbers_that_mean_nothing_are_refused(changes: dict[str, float]) -> None:
    """A target of 0 and a lag of hours are mistakes, and named."""
    with pytest.raises(ValueError, match=next(iter(changes))):
        hpa(**changes)


def test_more_policies_than_there_is_room_for_are_refused() -> None:
    """Four in a direction are enough for anybody; a fifth is named."""
    with pytest.raises(ValueError, match="policies: 5"):
        hpa(up=Rules(0.0, (Pace(Unit.PODS, 1, 60.0),) * 5)).parameters()
