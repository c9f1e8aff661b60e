"""Whatever a stack file holds, it is accepted or refused with explained problems: never a crash, never a leak."""

import copy
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from modelhost.price.line import Line
from modelhost.spec.cost import ceiling, floor
from modelhost.spec.lint import lints
from modelhost.spec.load import load
from modelhost.spec.problem import Problem, SpecError
from modelhost.spec.schema import schema
from modelhost.spec.strategy import Auto
from tests.depth import cases
from tests.spec.generate import endpoint_of, environments
from tests.spec.stack import REGION

pytestmark = pytest.mark.deep

SCHEMA = Draft202012Validator(schema())
CANARY = "hf_CanaryCanaryCanaryCanary0123"
RICH: dict[str, Any] = {
    "name": "dev",
    "owner": "team",
    "cost_centre": "42",
    "tags": {"a": "b"},
    "network": {"cidr": "10.20.0.0/16", "zones": 2, "nat": "single"},
    "storage": {"delete_content": True},
    "notify": {"emails": ["me@example.com"]},
    "budget": {"monthly_usd": 4000.0, "alert_at": [0.5, 1.0]},
    "endpoints": {
        "digits": {
            "model": {"artifact": "./m", "framework": "sklearn", "size_gib": 0.5},
            "machine": "ml.m7i.large",
            "scaling": {
                "strategy": "auto",
                "replicas": {"count": 3, "min": 1, "max": 6},
                "sizes": ["ml.m7i.large", "ml.m7i.2xlarge"],
                "target": {"metric": "concurrency", "value": 8},
                "schedule": [
                    {"at": "weekdays 08:00", "timezone": "Europe/Berlin", "min": 2},
                    {"at": "weekdays 20:00", "timezone": "Europe/Berlin", "min": 1},
                ],
            },
            "slo": {"p99_ms": 300, "error_rate": 0.001},
            "environment": {"LOG_LEVEL": "info"},
        }
    },
}
SCALARS = [None, True, 0, 1, 2, -1, 7.0, 2.5, 10**12, float("nan"), float("inf"), "", "two", "yes", "08:00", CANARY]
WORDS = [
    "auto",
    "vertical",
    "horizontal",
    "ml.g6.xlarge",
    "ml.nope",
    "weekends 10:00",
    "2026-12-24 18:00",
    "UTC",
    "é" * 70,
]
anything = st.one_of(
    st.sampled_from(SCALARS),
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.lists(st.sampled_from(SCALARS), max_size=2),
    st.dictionaries(st.sampled_from(["min", "max", "secure", "x"]), st.sampled_from(SCALARS), max_size=2),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths of everything inside *value*."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


@st.composite
def stack_files(draw: st.DrawFn) -> dict[str, Any]:
    """Return a sound environment with up to four changes: values, keys, whole blocks."""
    config = copy.deepcopy(RICH)
    for _ in range(draw(st.integers(0, 4))):
        path = draw(st.sampled_from(list(places(config)) or [("name",)]))
        holder: Any = config
        for key in path[:-1]:
            holder = holder[key]
        change = draw(st.sampled_from(["set", "drop", "rename", "copy"]))
        _change(holder, path[-1], change, draw(anything))
    return config


def _change(holder: Any, key: Any, change: str, value: Any) -> None:
    """Change what *holder* has under *key*."""
    if change == "set" or (isinstance(holder, list) and change == "rename"):
        holder[key] = value
    elif change == "copy" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif change == "copy":
        holder[f"{key}-2"] = copy.deepcopy(holder[key])
    elif change == "rename":
        holder[value if isinstance(value, str | int) else "renamed"] = holder.pop(key)
    else:
        del holder[key]


@settings(max_examples=cases(400, 8000))
@given(stack_files())
def test_a_stack_file_is_accepted_or_explained(config: dict[str, Any]) -> None:
    """Every file loads, or each of its problems has a place, a text and no secret."""
    problems = problems_of(config)
    text = " ".join(map(str, problems))
    assert all(problem.path[0] == "environment" and problem.message.strip() for problem in problems)
    assert "alidation" not in text
    assert CANARY not in text


@settings(max_examples=cases(200, 4000))
@given(stack_files())
def test_what_is_accepted_round_trips_and_adds_up(config: dict[str, Any]) -> None:
    """What was loaded and written again loads to the same; its floor is not above its ceiling; it can be linted."""
    if problems_of(config):
        return
    spec = load(config, REGION)
    assert load(spec.plain(), REGION) == spec
    assert total(floor(spec, REGION)) <= total(ceiling(spec, REGION))
    assert all(str(lint) for lint in lints(spec))


def problems_of(config: dict[str, Any]) -> list[Problem]:
    """Return the problems of *config*, none when it is sound; an error says at least one."""
    try:
        load(config, REGION)
    except SpecError as error:
        return error.problems or [Problem(("nothing",), "")]
    return []


def total(lines: list[Line]) -> float:
    """Return the sum of a cost estimate."""
    return sum(line.usd_per_month for line in lines)


def test_the_sound_file_round_trips() -> None:
    """What was loaded and written again loads to the same."""
    spec = load(RICH, REGION)
    assert load(spec.plain(), REGION) == spec


@settings(max_examples=cases(200, 4000))
@given(environments())
def test_an_endpoint_of_any_kind_is_accepted_or_explained(config: dict[str, Any]) -> None:
    """With all words, right and wrong: it loads, or each of its problems has a place and a text."""
    problems = problems_of(config)
    assert all(problem.path[0] == "environment" and problem.message.strip() for problem in problems)
    assert "alidation" not in " ".join(map(str, problems))


@settings(max_examples=cases(120, 2400))
@given(environments(broken=False))
def test_an_endpoint_without_mistakes_is_accepted(config: dict[str, Any]) -> None:
    """What the generator calls sound is sound, adds up, round-trips, and passes the schema."""
    spec = load(config, REGION)
    assert load(spec.plain(), REGION) == spec
    assert total(floor(spec, REGION)) <= total(ceiling(spec, REGION)) + 1e-6
    assert all(str(lint) for lint in lints(spec, REGION, date(2026, 11, 22)))
    assert SCHEMA.is_valid({"config": {"aws:region": REGION, "modelhost:environment": config}})


@settings(max_examples=cases(80, 1600))
@given(environments(broken=False))
def test_what_is_decided_holds_together(config: dict[str, Any]) -> None:
    """Counts lie in their bounds, policies have names of their own, cooldowns outlast starts."""
    endpoint = load(config, REGION).endpoints["it"]
    chosen = endpoint.in_force()
    if isinstance(chosen, Auto):
        names = [policy.name for policy in [*chosen.targets, *chosen.steps]]
        assert names
        assert len(set(names)) == len(names)
        assert chosen.min <= chosen.count <= chosen.max
        assert all(bool(target.predefined) != bool(target.customized) for target in chosen.targets)
    assert endpoint.scaling.fewest <= endpoint.scaling.most
    assert endpoint.rollout.limit_seconds > endpoint.rollout.waits_seconds


def test_a_seed_draws_the_same_endpoint() -> None:
    """Blocks can be drawn without hypothesis, thousands in a second, and again."""
    one, same = (endpoint_of(Random(7), broken=False) for _ in range(2))
    assert one == same
    kinds = {endpoint_of(Random(seed), broken=False)["kind"] for seed in range(50)}
    assert kinds == {"realtime", "components", "multi-model", "async", "serverless"}
