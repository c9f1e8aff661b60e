"""What goes wrong with machines, and fleets whose size moves."""

import numpy as np
import pytest

from modelhost.planner.clock import SECOND_NS
from modelhost.planner.mishap import Mishaps, ZoneLoss
from modelhost.planner.policy import Bounds, Policy, Startup
from modelhost.planner.service.service import Service, Shape, Work
from modelhost.planner.service.slo import Slo
from tests.planner.simulation.builder import Fixed, fixed, run, service, steady
from tests.planner.test_simulate import constant, exact

SLOW = Slo(latency_ms=10_000.0)


def test_a_zone_that_fails_takes_its_replicas_and_their_requests() -> None:
    """Of four replicas in two zones with a request each, two end at 3 s, and as many start in the other zone."""
    mishaps = Mishaps(zones=2, zone_losses=(ZoneLoss(0, 3.0, 50.0),))
    seen = run(exact(1, 1, 1, 1), constant(5.0), fixed(4), startup=Startup(10.0), mishaps=mishaps, slo=SLOW)
    assert (seen.offered, seen.within, seen.lost) == (4, 2, 2)
    assert seen.changed_ns.tolist() == [0, 3 * SECOND_NS, 13 * SECOND_NS]
    assert (seen.serving.tolist(), seen.paid.tolist()) == ([4, 2, 4], [4, 4, 4])


def test_no_zone_is_left_only_by_mistake() -> None:
    """A loss of all zones at once is refused, as is one of a zone that does not exist."""
    with pytest.raises(ValueError, match="all of the 1 zones fail at once; leave one, or write more zones"):
        Mishaps(zones=1, zone_losses=(ZoneLoss(0, 1.0, 2.0),))
    with pytest.raises(ValueError, match="a zone is not among the 2 zones"):
        Mishaps(zones=2, zone_losses=(ZoneLoss(2, 1.0, 2.0),))


def test_interruptions_come_as_often_as_they_should() -> None:
    """Ten replicas that are each taken back once in two hours are replaced some fifty times in ten hours."""
    seen = run(steady(20.0, 36_000.0), service(), fixed(10), mishaps=Mishaps(interruptions_per_hour=0.5))
    replaced = int((np.diff(seen.serving) < 0).sum())
    assert 30 < replaced < 70
    assert seen.lost > 0
    assert seen.replica_seconds == pytest.approx(360_000.0)


def test_a_launch_that_finds_no_machine_is_tried_again_and_not_paid() -> None:
    """With nine of ten launches failing, the second replica of a minute comes late and costs only what it ran."""
    policy = Policy(Fixed(), Bounds(np.array([0, 10]) * SECOND_NS, np.array([1, 2]), np.array([1, 2])), 1)
    mishaps = Mishaps(failed_launches=0.9, retry_seconds=60.0)
    seen = run(exact(1, length=36_000.0), constant(1.0), policy, startup=Startup(30.0), mishaps=mishaps)
    launched = int(seen.changed_ns[1])
    assert launched > 10 * SECOND_NS
    assert (launched - 10 * SECOND_NS) % (60 * SECOND_NS) == 0
    assert seen.replica_seconds == 36_000.0 + (36_000.0 - launched / SECOND_NS)


def ladder(*rows: tuple[int, int]) -> Policy:
    """Two replicas of the first or the second size from some second on."""
    since, size = np.array(rows).T
    return Policy(Fixed(), Bounds(since * SECOND_NS, size, size), int(size[0]), ladder=2)


def test_another_size_starts_beside_the_old_one() -> None:
    """From 10 s on four are paid for; at 40 s the new ones serve and the old ones, which are idle, end."""
    larger = Service("large", Work(0.25, Shape.CONSTANT), np.ones(1), 10)
    seen = run(exact(1), constant(0.5), ladder((0, 1), (10, 2)), startup=Startup(30.0), larger=(larger,))
    assert seen.changed_ns.tolist() == [0, 10 * SECOND_NS, 40 * SECOND_NS]
    assert (seen.serving.tolist(), seen.paid.tolist()) == ([2, 2, 2], [2, 4, 2])
    assert seen.size_seconds == (2 * 40.0, 2 * 50.0)


def test_a_larger_size_is_faster_once_it_serves() -> None:
    """Half a second of work on the small machine is a quarter of a second on the large one."""
    larger = Service("large", Work(0.25, Shape.CONSTANT), np.ones(1), 10)
    seen = run(exact(20, 50), constant(0.5), ladder((0, 1), (10, 2)), startup=Startup(30.0), larger=(larger,))
    assert [seen.quantile_ms(0.4), seen.quantile_ms(1.0)] == pytest.approx([250.0, 500.0], rel=0.006)


def test_a_size_that_is_not_on_the_ladder_is_refused() -> None:
    """The message names the places and the ladder."""
    with pytest.raises(ValueError, match="bounds: 1 to 2 are not places on a ladder of 1 sizes"):
        run(exact(1), constant(0.5), ladder((0, 1), (10, 2)))
