"""Scaling, rollouts and capacity that are legal and yet most likely not meant."""

from typing import Any

from tests.spec.kind import HERE, LLM, of
from tests.spec.test_lint_clock import warned

AUTO = {"strategy": "auto", "replicas": {"min": 1, "max": 6}}
ARN = "arn:aws:sagemaker:us-west-2:123456789012:training-plan/spring"
STEP = {"metric": "cpu", "above": 0.8, "change": [{"add": 1}]}


def llm(kind: str = "realtime", **changes: Any) -> dict[str, Any]:
    """Return a language model on a GPU."""
    return of(kind, **{**LLM, **changes})


def test_a_hasty_scale_in_is_warned_of() -> None:
    """A replica that goes too soon takes its start-up time to come back."""
    target = {"metric": "concurrency", "scale_in_cooldown_seconds": 120}
    text = "120 is less than the 648 s that a replica takes to start; raise it, or leave it out"
    assert warned(llm(scaling={**AUTO, "target": target})) == [
        f"{HERE}.scaling.target.scale_in_cooldown_seconds: {text}"
    ]


def test_scaling_that_never_comes_back_is_warned_of() -> None:
    """Somebody has to remove replicas."""
    text = "adds replicas and never removes one; let a target scale in, or write steps below"
    assert warned(of("realtime", scaling={**AUTO, "steps": [STEP]})) == [f"{HERE}.scaling: {text}"]
    down = {"metric": "cpu", "below": 0.3, "change": [{"add": -1}]}
    assert warned(of("realtime", scaling={**AUTO, "steps": [STEP, down]})) == []
    assert warned(of("realtime", scaling={**AUTO, "target": {"metric": "cpu", "scale_in": False}})) == [
        f"{HERE}.scaling: {text}"
    ]


def test_a_canary_of_one_instance_is_warned_of() -> None:
    """A tenth of one is one."""
    text = "canary of 1 instance moves everything at once; have 2 replicas or more, or write all-at-once"
    assert warned(of("realtime", scaling=AUTO, rollout={"strategy": "canary"})) == [f"{HERE}.rollout.strategy: {text}"]
    assert warned(of("realtime", rollout={"strategy": "canary"})) == []
    assert warned(of("serverless", rollout={"strategy": "canary"})) == []


def test_a_canary_of_one_challenger_is_warned_of() -> None:
    """Every variant is shifted in steps, and one instance has none."""
    other = {"model": {"artifact": "s3://models/other/", "framework": "sklearn"}}
    text = "moves everything at once; have 2 replicas or more, or write all-at-once"
    challenged = {"challengers": {"b": {**other, "weight": 1}}, "rollout": {"strategy": "linear"}}
    assert warned(of("realtime", **challenged)) == [
        f"{HERE}.rollout.strategy: linear of 1 instance of challengers.b {text}"
    ]
    shadowed = {"shadow": {**other, "sample": 0.5, "count": 2}, "rollout": {"strategy": "linear"}}
    assert warned(of("realtime", **shadowed)) == []


def test_two_owners_of_a_size_are_warned_of() -> None:
    """What the clock sets, demand moves, and the other way round."""
    sizes = ["ml.m7i.large", "ml.m7i.xlarge"]
    scaling = {
        "strategy": "vertical",
        "sizes": sizes,
        "replicas": {"count": 1},
        "ladder": {"up_above": 0.8, "down_below": 0.2},
        "schedule": [{"at": "daily 08:00", "size": sizes[1]}, {"at": "daily 20:00", "size": sizes[0]}],
    }
    text = "moves the size by demand, and the schedule sets it by the clock, each undoing the other"
    assert warned(of("realtime", scaling=scaling)) == [f"{HERE}.scaling.ladder: {text}; leave one of the two out"]


def test_instances_without_copies_are_warned_of() -> None:
    """Scale to zero saves nothing while an instance stays."""
    config = llm("components", scaling={**AUTO, "replicas": {"min": 0, "max": 6}}, instances={"min": 1, "max": 6})
    text = "1 stays and costs while there are no copies; write 0, or raise replicas.min"
    assert warned(config) == [f"{HERE}.instances.min: {text}"]


def test_a_reservation_that_was_refused_is_warned_of() -> None:
    """SageMaker was seen to refuse a quarter of the memory of such a machine."""
    text = "4 of 16 GiB; a quarter was refused in 2026-07 ('not enough hardware resources'); "
    text += "a copy may use more than it reserves, so leave it out"
    assert warned(llm("components", component={"memory_gib": 4})) == [f"{HERE}.component.memory_gib: {text}"]
    assert warned(llm("components", component={"memory_gib": 2})) == []
    assert warned(of("components", component={"memory_gib": 4})) == []


def test_a_weight_beside_no_other_is_warned_of() -> None:
    """One variant gets everything."""
    text = "0.9 is compared with nothing; add challengers, or leave it out"
    assert warned(of("realtime", weight=0.9)) == [f"{HERE}.weight: {text}"]


def test_a_fallback_that_aws_does_not_document_is_warned_of() -> None:
    """Only reservations without fallback are documented."""
    text = "[reserved, on-demand] names the reservation without AWS's only documented preference "
    text += (
        "(capacity-reservations-only), and what happens when it is full is not documented; try it, or write [reserved]"
    )
    capacity = {"prefer": ["reserved", "on-demand"], "reservation_arn": ARN}
    assert warned(of("realtime", capacity=capacity)) == [f"{HERE}.capacity.prefer: {text}"]
    assert warned(of("realtime", capacity={**capacity, "prefer": ["reserved"]})) == []


def test_an_unknown_cuda_is_warned_of() -> None:
    """A container newer than its driver fails without a log."""
    image = f"123456789012.dkr.ecr.us-west-2.amazonaws.com/own@sha256:{'0' * 64}"
    text = "has a CUDA that the digest does not tell, and on SageMaker's default driver (12.2) a newer one fails "
    text += "without a log; write model.cuda, such as 12.9"
    assert warned(llm(model={"image": image})) == [f"{HERE}.model.image: {text}"]
    assert warned(llm(model={"image": image, "cuda": "12.9"})) == []
    assert warned(of("realtime", model={"image": image})) == []


def test_a_promise_that_outlasts_a_request_is_warned_of() -> None:
    """SageMaker gives up on an answer after a minute; asynchronous requests may take an hour."""
    text = "90000 is longer than the 60 s that SageMaker waits for an answer that is not streamed; "
    assert warned(of("realtime", slo={"p99_ms": 90_000})) == [
        f"{HERE}.slo.p99_ms: {text}write kind: async, or promise less"
    ]
    assert warned(of("async", slo={"p99_ms": 90_000})) == []
