"""From an endpoint of the stack file to the question: what is refused, and what is carried along."""

from __future__ import annotations

from typing import Any

import pytest

from modelhost.planner.asking import ask
from modelhost.planner.question import Question
from modelhost.planner.search.candidate import Form
from modelhost.planner.service.assume import assumed
from modelhost.planner.service.slo import Slo
from modelhost.planner.verdict.note import unjudged
from modelhost.spec.endpoint import EndpointSpec
from tests.planner.question import trace

MACHINE = "ml.m7i.large"
FIXED = {"strategy": "horizontal", "replicas": {"count": 2}}
MEMORY = {"strategy": "auto", "replicas": {"min": 1, "max": 6}, "target": {"metric": "memory", "value": 0.5}}
SIZES = [MACHINE, "ml.m7i.xlarge"]
CLOCK = [{"at": "daily 06:00", "size": SIZES[1]}, {"at": "daily 18:00", "size": MACHINE}]
LADDER = {"metric": "cpu", "up_above": 0.7, "down_below": 0.3}
AUTO = {"strategy": "auto", "replicas": {"min": 1, "max": 6}}
PROMISE = Slo(latency_ms=300.0)


def endpoint(**words: Any) -> EndpointSpec:
    """A realtime endpoint on one machine, with *words*."""
    model = {"artifact": "s3://models/digits/", "framework": "sklearn"}
    return EndpointSpec(**{"model": model, "machine": MACHINE, "scaling": FIXED, **words})


def asked(spec: EndpointSpec, slo: Slo = PROMISE, **changes: Any) -> Question:
    """The question of *spec*, whose requests are said to take 40 ms."""
    words = {"measured": assumed(MACHINE, 40.0), "machines": [MACHINE], **changes}
    return ask(spec, "digits", "us-west-2", trace(1), slo, **words)


def test_other_kinds_are_refused() -> None:
    """An asynchronous endpoint is not planned as if it answered at once."""
    spec = endpoint().model_copy(update={"kind": "async"})
    with pytest.raises(ValueError, match=r"^endpoint digits: kind async is not planned yet; .*modelhost schedule"):
        asked(spec)


def test_every_unknown_machine_is_named_with_what_was_meant() -> None:
    """All of them at once."""
    with pytest.raises(ValueError, match="did you mean") as caught:
        asked(endpoint(), machines=["m7i.large", MACHINE, "ml.c7i.larg"])
    first, second = str(caught.value).splitlines()
    assert first == "--machines: 'm7i.large' is not a machine type that the catalogue knows; did you mean ml.m7i.large?"
    assert "'ml.c7i.larg'" in second


def test_a_machine_that_the_region_lacks_does_not_fit() -> None:
    """It stays among the offers, with what is nearest to it there."""
    found = asked(endpoint(), machines=["ml.m6i.12xlarge"])
    [lacking] = [offer for offer in found.offers if offer.machine == "ml.m6i.12xlarge"]
    assert lacking.misfit.startswith("ml.m6i.12xlarge is not offered in us-west-2")
    assert "nearest there: ml." in lacking.misfit


def test_what_stands_is_always_looked_at() -> None:
    """Other machines are compared with it even when nobody names it."""
    assert {offer.machine for offer in asked(endpoint(), machines=["ml.c7i.large"]).offers} == {"ml.c7i.large", MACHINE}


def test_a_promise_of_tokens_needs_their_times() -> None:
    """A promise that nothing can break is not planned by."""
    with pytest.raises(ValueError, match=r"^--ttft-ms, --itl-ms: nothing tells .* columns ttft_ms and itl_ms"):
        asked(endpoint(), Slo(ttft_ms=100.0, itl_ms=20.0))


def test_why_what_stands_is_not_judged_is_carried() -> None:
    """A load that the simulator does not know leaves its reason, its machine and its ladder."""
    found = asked(endpoint(scaling={**MEMORY, "sizes": [MACHINE, "ml.m7i.xlarge"]}))
    assert found.today is None
    assert "MemoryUtilization cannot be simulated" in found.today_note
    assert (found.today_machine, found.today_sizes) == (MACHINE, (MACHINE, "ml.m7i.xlarge"))


def test_what_stands_and_can_be_judged_has_no_note() -> None:
    """Two replicas are simulated as they are."""
    found = asked(endpoint())
    assert found.today is not None
    assert found.today_note == ""


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ({"strategy": "horizontal", "replicas": {"count": 2}, "hours": "daily 07-20"}, Form.SCHEDULED),
        ({"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 2}}, Form.VERTICAL),
        ({"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 2}, "schedule": CLOCK}, Form.SIZES),
        ({"strategy": "vertical", "sizes": SIZES, "replicas": {"count": 2}, "ladder": LADDER}, Form.CLIMBING),
        ({**AUTO, "steps": [{"above": 4, "change": [{"add": 1}]}]}, Form.STEPS),
        ({**AUTO, "targets": [{"value": 4}, {"metric": "invocations", "value": 90}]}, Form.SEVERAL),
        ({**AUTO, "target": {"metric": "cpu"}}, Form.CONCURRENCY),
    ],
)
def test_every_way_to_scale_that_stands_is_a_candidate(words: dict[str, Any], form: Form) -> None:
    """So that what it costs and keeps is told."""
    found = asked(endpoint(scaling=words))
    assert (found.today_note, found.today and found.today.form) == ("", form)
    assert unjudged(found) == ""
