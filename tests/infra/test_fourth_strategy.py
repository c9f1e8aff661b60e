"""A fourth strategy needs a class and a line in each of two tables; everything that asks strategies then knows it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
import yaml

import infra.scaling
from modelhost.operate.agenda import agenda
from modelhost.operate.standing.endpoint import FILE, size_owner
from modelhost.operate.standing.scaling import in_force
from modelhost.spec.calendar import WINTER
from modelhost.spec.cost import ceiling, floor
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.host import Host
from modelhost.spec.lint import lints
from modelhost.spec.problem import SpecError
from modelhost.spec.scaling_words import ScalingWords
from modelhost.spec.schedule import Bounds, ScheduleSpec
from modelhost.spec.stack_file import read
from modelhost.spec.strategy import STRATEGIES, Strategy
from tests.components.recording import REGION
from tests.infra.conftest import digits, environment

TWINS = {"strategy": "twins", "replicas": {"count": 2}, "target": {"metric": "concurrency"}, "hours": "weekdays 07-20"}


class Twins(Strategy):
    """Two replicas for each that is asked for."""

    needs = uses = ("replicas.count",)

    @classmethod
    def base(cls, replicas: Any) -> Bounds:
        """Return twice the number."""
        twice = replicas.count and 2 * replicas.count
        return Bounds(twice, twice)

    @classmethod
    def decide(cls, words: ScalingWords, schedule: list[ScheduleSpec], host: Host) -> Self:
        """Return it with twice the number."""
        count, _ = cls.base(words.replicas).or_one()
        return cls(count=count, schedule=schedule, hours=words.hours)

    def said(self) -> Iterator[str]:
        """Yield what it does, in words."""
        yield f"{self.count // 2} pairs of twins"


@pytest.fixture(autouse=True)
def fourth(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the strategy through the tables alone."""
    monkeypatch.setitem(STRATEGIES, "twins", Twins)
    monkeypatch.setitem(infra.scaling.STRATEGIES, Twins, infra.scaling.keep_count)


def loaded(folder: Path, **scaling: Any) -> EnvironmentSpec:
    """Return what a stack file says whose endpoint scales so."""
    content = environment(endpoints=digits(scaling={**TWINS, **scaling}))
    path = folder / "Pulumi.dev.yaml"
    path.write_text(yaml.safe_dump({"config": {"aws:region": REGION, "modelhost:environment": content}}))
    return read(path).load()


def test_a_stack_file_may_say_its_word(tmp_path: Path) -> None:
    """It is checked, decided, counted and warned of like the others."""
    found = loaded(tmp_path)
    endpoint = found.endpoints["digits"]
    assert endpoint.in_force() == Twins(count=4, hours=endpoint.scaling.hours)
    assert (endpoint.scaling.fewest, endpoint.scaling.most, endpoint.scaling.kept()) == (4, 4, ["target"])
    assert lints(found, REGION) == []
    assert floor(found, REGION) == ceiling(found, REGION)


@pytest.mark.parametrize(
    ("scaling", "text"),
    [
        ({"replicas": {}}, "scaling: strategy twins lacks replicas.count; add it"),
        (
            {"strategy": "twin"},
            "'twin' is not a strategy; use horizontal, vertical, auto or twins (did you mean twins?)",
        ),
    ],
)
def test_it_is_refused_by_its_word(tmp_path: Path, scaling: dict[str, Any], text: str) -> None:
    """Messages name it, and offer it."""
    with pytest.raises(SpecError) as refused:
        loaded(tmp_path, **scaling)
    assert text in str(refused.value)


def test_commands_show_it(tmp_path: Path) -> None:
    """Standing and agenda ask what they have to know."""
    endpoint = loaded(tmp_path).endpoints["digits"]
    assert in_force(endpoint) == "2 pairs of twins, exists weekdays 07-20 UTC"
    assert size_owner(endpoint) == FILE
    assert agenda("digits", endpoint, WINTER, 1).strategy == "twins"


def test_the_program_hosts_it(run) -> None:
    """Its count is Pulumi's, and the machine of its hours stands beside it."""
    found = run(endpoints=digits(scaling=TWINS))
    assert found.one("modelhost:index:Endpoint")["desiredInstanceCount"] == 4
    orders = [json.loads(each.inputs["target"]["input"]) for each in found.of("Schedule")]
    assert orders == [{"action": "sleep"}, {"action": "wake"}]
