"""A load that AWS does not measure on a kind of endpoint is refused, with what to follow instead."""

from typing import Any

import pytest

from modelhost.spec.kind import EndpointKind
from modelhost.spec.metric_rule import REFUSED, UNCOUNTED
from modelhost.spec.target_metric import TargetMetric
from tests.spec.kind import HERE, LLM, of
from tests.spec.stack import told

QUEUED = "an asynchronous endpoint is measured by what waits for it; use backlog"
BY_MINUTE = "AWS measures a multi-model endpoint by the minute only; use invocations"
UNMEASURED = "a serverless endpoint has no instances to measure; use provisioned-concurrency"
BACKLOG = "only asynchronous endpoints have a backlog; use {other}, or write kind: async"
PROVISIONED = "only serverless endpoints have provisioned concurrency; use {other}"
CASES = [
    ("concurrency", "multi-model", BY_MINUTE),
    ("concurrency", "async", QUEUED),
    ("concurrency", "serverless", UNMEASURED),
    ("invocations", "async", QUEUED),
    ("invocations", "serverless", UNMEASURED),
    ("backlog", "realtime", BACKLOG.format(other="concurrency")),
    ("backlog", "components", BACKLOG.format(other="concurrency")),
    ("backlog", "multi-model", BACKLOG.format(other="invocations")),
    ("backlog", "serverless", UNMEASURED),
    ("cpu", "serverless", UNMEASURED),
    ("memory", "serverless", UNMEASURED),
    ("gpu", "serverless", UNMEASURED),
    ("gpu-memory", "serverless", UNMEASURED),
    ("provisioned-concurrency", "realtime", PROVISIONED.format(other="concurrency")),
    ("provisioned-concurrency", "components", PROVISIONED.format(other="concurrency")),
    ("provisioned-concurrency", "multi-model", PROVISIONED.format(other="invocations")),
    ("provisioned-concurrency", "async", PROVISIONED.format(other="backlog")),
]


def auto(**fields: Any) -> dict[str, Any]:
    """Return a demand-driven scaling block."""
    return {"strategy": "auto", "replicas": {"min": 1, "max": 3}, **fields}


@pytest.mark.parametrize(("metric", "kind", "text"), CASES, ids=[f"{metric}-{kind}" for metric, kind, _ in CASES])
def test_a_load_that_is_not_measured_is_refused(metric: str, kind: str, text: str) -> None:
    """The reason and another load stand at the metric, in targets and in steps."""
    target = {"metric": metric, "value": 0.5}
    step = {"metric": metric, "above": 0.5, "change": [{"add": 1}]}
    assert f"{HERE}.scaling.target.metric: {metric}: {text}" in told(of(kind, scaling=auto(target=target)))
    assert f"{HERE}.scaling.steps[0].metric: {metric}: {text}" in told(of(kind, scaling=auto(steps=[step])))


COUNTLESS = "nothing in CloudWatch counts the copies that a queue is to be divided by; "
COUNTLESS += "use concurrency, write steps, or publish the depth per copy and write custom"


@pytest.mark.parametrize(("kind", "text"), [("components", COUNTLESS), ("serverless", UNMEASURED)])
def test_a_queue_that_cannot_be_divided_is_no_target(kind: str, text: str) -> None:
    """A total does not fall as replicas come, so holding it would add replicas without end; steps may follow it."""
    target = {"metric": "queue-depth", "queue": "jobs", "value": 10}
    step = {"metric": "queue-depth", "queue": "jobs", "above": 10, "change": [{"add": 1}]}
    place = f"{HERE}.scaling.target.metric"
    assert told(of(kind, scaling=auto(target=target))) == [f"{place}: queue-depth: {text}"]
    assert told(of(kind, scaling=auto(steps=[step]))) == []
    assert EndpointKind(kind) in UNCOUNTED[TargetMetric.QUEUE_DEPTH]


def test_every_refusal_of_the_table_is_tested() -> None:
    """A cell that is added to the table is added here."""
    table = {(str(metric), str(kind)) for metric, kinds in REFUSED.items() for kind in kinds}
    assert table == {case[:2] for case in CASES}


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("realtime", {"metric": "concurrency"}),
        ("realtime", {"metric": "concurrency", "high_resolution": False}),
        ("realtime", {"metric": "cpu"}),
        ("components", {"metric": "invocations", "value": 60}),
        ("multi-model", {"metric": "invocations", "value": 60}),
        ("async", {"metric": "backlog"}),
        ("async", {"metric": "queue-depth", "queue": "jobs", "value": 10}),
        ("serverless", {"metric": "provisioned-concurrency"}),
        ("serverless", {"metric": "custom", "custom": {"namespace": "Team", "name": "Waiting"}, "value": 3}),
    ],
)
def test_a_load_that_is_measured_is_taken(kind: str, target: dict[str, Any]) -> None:
    """Each kind has loads of its own."""
    assert told(of(kind, scaling=auto(target=target))) == []


def test_a_gpu_load_needs_a_gpu() -> None:
    """A machine without GPU has no GPU to measure."""
    target = {"metric": "gpu", "value": 0.7}
    text = "gpu: ml.m7i.large has no GPU; use cpu, or a machine with one"
    assert told(of("realtime", scaling=auto(target=target))) == [f"{HERE}.scaling.target.metric: {text}"]
    assert told(of("realtime", **{**LLM, "scaling": auto(target=target)})) == []


def test_a_multi_model_endpoint_says_what_it_bears() -> None:
    """Nothing can be derived for many models."""
    text = "missing; nobody can guess the invocations per minute that an instance with many models bears, "
    text += "so write {metric: invocations, value: <how many>}"
    assert told(of("multi-model", scaling=auto())) == [f"{HERE}.scaling.target: {text}"]


CUSTOM = {"namespace": "Team", "name": "Waiting"}


@pytest.mark.parametrize(
    ("target", "place", "text"),
    [
        ({"metric": "cpu", "value": 70}, "value", "70 is not a fraction of cpu; write 0.7"),
        (
            {"metric": "invocations"},
            "value",
            "missing; invocations per minute depend on the model, so write how many a replica bears",
        ),
        ({"metric": "memory"}, "value", "missing; nobody can guess the memory value to hold, so write it"),
        (
            {"metric": "custom", "value": 1},
            "custom",
            "missing beside metric custom; write namespace, name and dimensions of the CloudWatch metric",
        ),
        (
            {"metric": "queue-depth", "value": 1},
            "queue",
            "missing beside metric queue-depth; write the name of the SQS queue",
        ),
        (
            {"metric": "cpu", "custom": CUSTOM},
            "custom",
            "belongs to metric custom, and the metric is cpu; leave one of the two",
        ),
        (
            {"metric": "cpu", "queue": "jobs"},
            "queue",
            "belongs to metric queue-depth, and the metric is cpu; leave one of the two",
        ),
        (
            {"metric": "latency", "value": 100},
            "metric",
            "latency does not fall in proportion to replicas, so no target holds it; use concurrency, or write steps",
        ),
        (
            {"metric": "cpu", "high_resolution": False},
            "high_resolution",
            "false says nothing of cpu, seen once a minute anyway; leave it out",
        ),
        ({"metric": "queue-depth", "queue": "a b", "value": 1}, "queue", "'a b' is not the name of an SQS queue"),
    ],
)
def test_a_target_that_says_too_little_or_too_much_is_refused(target: dict[str, Any], place: str, text: str) -> None:
    """What is followed, and how much of it, is clear."""
    assert f"{HERE}.scaling.target.{place}: {text}" in told(of("realtime", scaling=auto(target=target)))


def test_two_policies_do_not_follow_one_load() -> None:
    """AWS takes one target-tracking policy for a metric."""
    cpu = {"metric": "cpu"}
    lines = told(of("realtime", scaling=auto(target=cpu, targets=[{"metric": "invocations", "value": 9}, cpu])))
    assert lines == [f"{HERE}.scaling.targets[1].metric: cpu is already followed by target; leave one of them"]


def test_two_queues_are_two_loads() -> None:
    """Queues and metrics of the team's own are told apart by name."""
    queues = [{"metric": "queue-depth", "queue": name, "value": 5} for name in ("jobs", "more-jobs")]
    customs = [{"metric": "custom", "custom": {**CUSTOM, "name": name}, "value": 5} for name in ("One", "Two")]
    assert told(of("realtime", scaling=auto(targets=[*queues, *customs]))) == []


def test_two_step_policies_have_names_of_their_own() -> None:
    """A name is derived from metric and direction, which may meet."""
    step = {"metric": "cpu", "above": 0.5, "change": [{"add": 1}]}
    text = "'cpu-high' is already the name of steps[0]; give it a name of its own"
    assert told(of("realtime", scaling=auto(steps=[step, step]))) == [f"{HERE}.scaling.steps[1]: {text}"]
    assert told(of("realtime", scaling=auto(steps=[step, {**step, "name": "more"}]))) == []
