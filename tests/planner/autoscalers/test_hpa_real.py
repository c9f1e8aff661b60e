"""The HPA proposes and slows down as the controller of Kubernetes does."""

from typing import Any

import numpy as np

from modelhost.planner.autoscalers.hpa import Hpa, Load, Memory
from modelhost.planner.autoscalers.hpa_calculator import external, external_per_pod, per_pod
from modelhost.planner.autoscalers.hpa_rules import History, Pace, Rules, history
from modelhost.planner.autoscalers.hpa_sync import normalise
from modelhost.spec.kubernetes.behavior import Select, Unit
from tests.planner.autoscalers import hpa_case

BASE = int(Memory.HISTORY)


def test_the_answers_name_their_versions() -> None:
    """It can be said which Kubernetes answered, compiled by which Go."""
    assert hpa_case.versions() == {"go": "go1.26.8", "kubernetes": "v1.36.3"}


def test_two_thousand_calculations_are_equal() -> None:
    """Plain, per-cent and external metrics, with pods that start, end or report nothing."""
    cases = hpa_case.calculations()
    wrong = [case for case in cases if answer(case) != case["Answer"]]
    assert (len(cases), wrong[:3]) == (2000, [])


def test_the_calculations_are_of_every_kind() -> None:
    """None of the ways through the calculator is left out: growth, shrinkage, no change and no answer."""
    cases = hpa_case.calculations()
    ways = {(case["Kind"], int(np.sign(case["Answer"] - case["Current"]))) for case in cases}
    kinds = {"pods", "resource", "external", "external-per-pod"}
    assert ways == {(kind, sign) for kind in kinds for sign in (-1, 0, 1)}


def test_all_trajectories_are_equal() -> None:
    """Windows, paces by pods and per cent, Max, Min and Disabled, and no `behavior` at all, over ten minutes each."""
    cases = hpa_case.trajectories()
    wrong = [case for case in cases if follow(case) != case["Decided"]]
    assert (len(cases), wrong[:1]) == (250, [])


def answer(case: dict[str, Any]) -> int:
    """Return what our calculator proposes."""
    current, target, total, down, up = (case[name] for name in ("Current", "Target", "Total", "Down", "Up"))
    ready, unready, missing = case["Ready"], case["Unready"], case["Missing"]
    if case["Kind"] == "external":
        found = external(total, ready + missing, current, target, down, up)
        nobody = ready + unready + missing + case["Exempt"] == 0
        return -1 if nobody and found != current else found
    if case["Kind"] == "external-per-pod":
        return external_per_pod(total, current, target, down, up)
    request = case["Request"] if case["Kind"] == "resource" else 0
    return per_pod(total, ready, unready, missing, current, target, request, down, up)


def rules(words: dict[str, Any] | None) -> Rules | None:
    """Return the rules of one direction."""
    if words is None:
        return None
    paces = tuple(Pace(Unit(unit), value, float(period)) for unit, value, period in words["Policies"])
    return Rules(float(words["Window"]), paces, Select(words["Select"]))


def follow(case: dict[str, Any]) -> list[int]:
    """Return what our HPA makes of the recommendations of *case*."""
    policy = Hpa(Load.CONCURRENCY, 1.0, up=rules(case["Up"]), down=rules(case["Down"]))
    parameters, state, current, decided = policy.parameters(), policy.state(), case["First"], []
    history(BASE, state, current)
    assert state[BASE + History.RECOMMENDATIONS] == 1
    for step, wanted in enumerate(case["Wanted"], start=1):
        current = normalise(parameters, state, 15.0 * step, current, wanted, case["Least"], case["Most"])
        decided.append(current)
    return decided
