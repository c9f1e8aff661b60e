"""The baselines of a question, judged like every other candidate."""

from modelhost.planner.baseline.clairvoyant import clairvoyant_usd_per_month
from modelhost.planner.baseline.default import SAFETIES, default_scaling, fixed_peak_scaling
from modelhost.planner.search.bench import Bench
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.deploy import deployed
from modelhost.planner.search.dial import Dial, turned
from modelhost.planner.search.judge import of_candidate
from modelhost.planner.search.judged import Judged
from modelhost.planner.search.room import Room
from modelhost.planner.search.verify import run


def default_room(rooms: tuple[Room, ...]) -> Room:
    """Return the cheapest machine type on which the model fits and one request keeps the promise."""
    return min(rooms, key=lambda room: room.offer.usd_per_hour)


def aws_default(bench: Bench, room: Room) -> Candidate:
    """Return AWS's default on *room*."""
    return _candidate(bench, room, default_scaling(bench.question.trace, room.max_rps), Form.INVOCATIONS)


def fixed_peak(bench: Bench, room: Room) -> Candidate:
    """Return a quarter more than the peak needs, all the time."""
    return _candidate(bench, room, fixed_peak_scaling(bench.question.trace, room.max_rps), Form.FIXED)


def tuned_default(bench: Bench, room: Room) -> Candidate | None:
    """Return AWS's default with the largest safety factor that keeps the promise on the past; none when none does.

    The per-interval model says where to begin; replays decide, factor by factor.
    """
    target = bench.question.slo.attainment
    found = bench.screen(turned(safety_dial(bench, room), SAFETIES))
    likely = [place for place, each in enumerate(found) if each.attainment >= target]
    place, best = max(likely, default=len(found) // 2), None
    while 0 <= place < len(found) and _kept(bench, found[place].turned.candidate) >= target:
        best, place = found[place].turned.candidate, place + 1
    while best is None and place > 0:
        place -= 1
        if _kept(bench, found[place].turned.candidate) >= target:
            best = found[place].turned.candidate
    return best


def safety_dial(bench: Bench, room: Room) -> Dial:
    """Return AWS's default by its safety factor."""

    def make(safety: float) -> Candidate:
        scaling = default_scaling(bench.question.trace, room.max_rps, safety)
        return _candidate(bench, room, scaling, Form.INVOCATIONS)

    return Dial(Form.INVOCATIONS, room, make, SAFETIES)


def baselines(bench: Bench, rooms: tuple[Room, ...]) -> dict[str, Judged]:
    """Return `aws default`, `fixed peak` and `tuned default`, as far as they can be built."""
    if not rooms:
        return {}
    room = default_room(rooms)
    result: dict[str, Judged] = {}
    for name, make in (("aws default", aws_default), ("fixed peak", fixed_peak), ("tuned default", tuned_default)):
        candidate = make(bench, room)
        if candidate is not None:
            result[name] = of_candidate(bench, candidate)
    return result


def clairvoyant(bench: Bench, rooms: tuple[Room, ...]) -> float:
    """Return USD a month of who knows the future, on the cheapest machine for that; inf without one."""
    trace, fixed = bench.question.trace, bench.question.fixed_usd_per_month
    costs = [
        clairvoyant_usd_per_month(trace, room.max_rps, room.offer.startup.mean_seconds, room.offer.usd_per_hour)
        for room in rooms
    ]
    return min(costs, default=float("inf")) + fixed


def _candidate(bench: Bench, room: Room, scaling: dict[str, object], form: Form) -> Candidate:
    """Return the candidate that *scaling* describes."""
    policy = deployed(scaling, room.offer.machine, bench.trace, room.offer.startup.mean_seconds)
    return Candidate(form, room.offer.machine, policy, {}, scaling)


def _kept(bench: Bench, candidate: Candidate) -> float:
    """Return the share of the past that *candidate* serves within the promise, with services as expected."""
    return run(bench, bench.offer(candidate.machine), candidate.policy, 1.0).attainment
