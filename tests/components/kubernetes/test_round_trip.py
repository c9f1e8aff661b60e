"""What was simulated is what is deployed: a manifest, read back, is the autoscaler that it was made from."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kubernetes.hpa_plan import hpa as hpa_manifest
from components.kubernetes.scaled_object_plan import scaled_object as scaled_object_manifest
from modelhost.planner.autoscalers import hpa_rules
from modelhost.planner.autoscalers.hpa import Hpa, Load
from modelhost.planner.autoscalers.hpa_rules import Pace, Rules
from modelhost.planner.autoscalers.keda_cron import Window
from modelhost.planner.clock import WEEK_SECONDS
from modelhost.spec.kubernetes.behavior import MOST_POLICIES, Select, Unit
from tests.components.kubernetes.case import DEFAULT_TOLERANCE, OFFICE_HOURS, hpa, scaled_object, simulated
from tests.components.kubernetes.reading import hpa as read_hpa
from tests.components.kubernetes.reading import keda_cron as read_keda_cron
from tests.depth import cases

HOUR, QUARTER = 3600, 900
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FEW = settings(max_examples=cases(50, 2_000), deadline=None)

PACES = st.builds(Pace, st.sampled_from(Unit), st.integers(1, 500), st.integers(1, 1800).map(float))
RULES = st.builds(
    Rules,
    st.integers(0, 3600).map(float),
    st.lists(PACES, min_size=1, max_size=MOST_POLICIES).map(tuple),
    st.sampled_from(Select),
)
TOLERANCES = st.integers(0, 1000).map(lambda milli: milli / 1000)
LOADS = st.tuples(st.just(Load.CONCURRENCY), st.integers(1, 500_000).map(lambda milli: milli / 1000)) | st.tuples(
    st.just(Load.UTILIZATION), st.integers(1, 100).map(lambda percent: percent / 100)
)


@st.composite
def policies(draw: st.DrawFn) -> Hpa:
    """Draw what the planner can simulate; a tolerance needs a direction to stand in."""
    (load, target), up, down = draw(LOADS), draw(st.none() | RULES), draw(st.none() | RULES)
    tolerances = [draw(TOLERANCES) if each else DEFAULT_TOLERANCE for each in (up, down)]
    return Hpa(load, target, *tolerances, up, down)


@FEW
@given(policy=policies(), low=st.integers(1, 50), more=st.integers(0, 50))
def test_an_hpa_is_deployed_as_it_was_simulated(policy: Hpa, low: int, more: int) -> None:
    """Target, tolerances, windows, paces, choice and bounds come back as they were."""
    manifest = hpa_manifest(simulated(policy, low, low + more))
    assert read_hpa(manifest) == (policy, low, low + more)


def test_what_is_not_written_is_what_the_planner_takes() -> None:
    """The defaults of both directions, spelled out, are those of the simulated controller."""
    policy, _, _ = read_hpa(hpa_manifest(hpa(scale_up={}, scale_down={})))
    assert (policy.up, policy.down) == (hpa_rules.UP, hpa_rules.DOWN)


def test_without_a_behavior_the_controller_goes_its_old_way() -> None:
    """Then none is written, since one with the defaults is another: the doubling of the old way has no period."""
    policy, _, _ = read_hpa(hpa_manifest(hpa()))
    assert (policy.up, policy.down) == (None, None)


@st.composite
def weeks(draw: st.DrawFn) -> list[Window]:
    """Draw windows of a week that do not touch; the last may pass its end."""
    count = draw(st.integers(1, 4))
    quarters = st.integers(0, WEEK_SECONDS // QUARTER - 1)
    times = sorted(draw(st.lists(quarters, min_size=2 * count, max_size=2 * count, unique=True)))
    if draw(st.booleans()):
        times = [*times[1:], times[0]]
    pairs = zip(times[::2], times[1::2], strict=True)
    return [Window(first * QUARTER, last * QUARTER, draw(st.integers(2, 9))) for first, last in pairs]


@FEW
@given(windows=weeks(), low=st.integers(0, 1), poll=st.integers(1, 300), cooldown=st.integers(0, 3600))
def test_a_schedule_is_deployed_as_it_was_simulated(windows: list[Window], low: int, poll: int, cooldown: int) -> None:
    """Each window of the week, its number, the poll, the cooldown and the bounds come back as they were."""
    schedule = [entry for each in windows for entry in entries(each, low)]
    spec = scaled_object(*schedule, low=low, poll_seconds=poll, cooldown_seconds=cooldown)
    policy, fewest, most = read_keda_cron(scaled_object_manifest(spec))
    assert policy.windows == tuple(sorted(windows, key=lambda each: each.start_seconds))
    assert (policy.poll_seconds, policy.cooldown_seconds, fewest, most) == (poll, cooldown, low, 9)


def test_the_days_of_one_entry_are_windows_of_their_own() -> None:
    """Five weekdays are five windows, in one trigger."""
    manifest = scaled_object_manifest(scaled_object(*OFFICE_HOURS))
    policy, _, _ = read_keda_cron(manifest)
    assert len(manifest["triggers"]) == 1
    assert policy.windows == tuple(Window((24 * day + 8) * HOUR, (24 * day + 20) * HOUR, 3) for day in range(5))


@pytest.mark.parametrize(
    "changes",
    [
        {"scale_down": {"stabilisation_seconds": 60}},
        {"prometheus": {"url": "http://prometheus:9090", "query": "q", "target": 8}, "fallback": {"replicas": 2}},
    ],
)
def test_what_the_planner_cannot_simulate_is_not_read_as_if_it_could(changes: dict[str, Any]) -> None:
    """KEDA with a behavior of its own, or with demand beside the clock, can be deployed and is not simulated."""
    manifest = scaled_object_manifest(scaled_object(*OFFICE_HOURS, **changes))
    with pytest.raises(ValueError, match="simulated"):
        read_keda_cron(manifest)


def entries(window: Window, base: int) -> list[dict[str, Any]]:
    """Return what a schedule says to lift the floor for a window."""
    return [
        {"at": at(window.start_seconds), "min": window.replicas},
        {"at": at(window.end_seconds), "min": base},
    ]


def at(seconds: float) -> str:
    """Return a time of the week in words."""
    day, rest = divmod(int(seconds), 24 * HOUR)
    return f"{DAYS[day]} {rest // HOUR:02}:{rest % HOUR // 60:02}"
