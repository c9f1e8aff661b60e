"""Requests to each kind of endpoint, answered by a real script in the embedded AWS."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelhost.operate.addressing import Addressed, addressed
from modelhost.operate.cloud import Cloud
from modelhost.operate.invoke import AsleepError, invoke
from modelhost.operate.invoke_async import NoAnswerYetError, fetch, leave, queue
from modelhost.operate.problem import OperateError
from modelhost.operate.request import ModelAnsweredError, Request
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from tests.cloud.embedded import Sandbox, until
from tests.cloud.hosted_component import component, copies_of, host, settled_component, show, specification
from tests.cloud.hosted_script import bucket, endpoint, model, upload, variant

PATIENCE_SECONDS = 60.0
JSON = "application/json"


def request(name: str, *data: int, **fields: Any) -> Request:
    """A request with numbers; *fields* override."""
    plain = {"endpoint": name, "body": json.dumps(data or (1,)).encode(), "content_type": JSON, "accept": JSON}
    return Request(**{**plain, **fields})


def asynchronous(sandbox: Sandbox, folder: str = "output") -> str:
    """An asynchronous endpoint whose answers go to that folder of its queue."""
    root = f"s3://{bucket(sandbox)}/async/e"
    output = {"S3OutputPath": f"{root}/{folder}", "S3FailurePath": f"{root}/failures"}
    return endpoint(sandbox, variant(sandbox), AsyncInferenceConfig={"OutputConfig": output})


def test_an_asynchronous_endpoint_answers_through_s3(sandbox: Sandbox, cloud: Cloud):
    """Uploaded, queued, computed, fetched."""
    asked = request(asynchronous(sandbox), 3, kind=EndpointKind.ASYNC)
    assert invoke(cloud, asked, PATIENCE_SECONDS).value == [6.0]


def test_a_request_waits_beside_the_answers(sandbox: Sandbox, cloud: Cloud):
    """Where the endpoint's role may read, and callers may write."""
    ticket = leave(cloud, request(asynchronous(sandbox), kind=EndpointKind.ASYNC))
    assert ticket.input.rpartition("/")[0].endswith("/async/e/input")
    assert fetch(cloud, ticket, PATIENCE_SECONDS).value == [2.0]


def test_an_adopted_queue_is_asked_below_its_answers(sandbox: Sandbox, cloud: Cloud):
    """It was laid out by somebody else."""
    assert queue(cloud, asynchronous(sandbox, "answers")).endswith("/async/e/answers/input")


def test_why_a_queued_request_failed_is_told(sandbox: Sandbox, cloud: Cloud):
    """In the container's words."""
    asked = request(asynchronous(sandbox), -1, kind=EndpointKind.ASYNC)
    with pytest.raises(ModelAnsweredError, match=r"could not answer: .*negative"):
        invoke(cloud, asked, PATIENCE_SECONDS)


def test_waiting_for_an_answer_ends(sandbox: Sandbox, cloud: Cloud):
    """And says where the answer will be."""
    ticket = leave(cloud, request(asynchronous(sandbox), kind=EndpointKind.ASYNC))
    gone = ticket.__class__(ticket.request, ticket.input, f"{ticket.output}-never", None, ticket.inference_id)
    with pytest.raises(NoAnswerYetError, match=f"the answer will be at {ticket.output}-never"):
        fetch(cloud, gone, 0.0, pytest.fail)


def test_an_endpoint_that_is_not_asynchronous_yet_says_so(sandbox: Sandbox, cloud: Cloud):
    """The stack file is ahead of the cloud."""
    with pytest.raises(OperateError, match="is not asynchronous yet; run pulumi up"):
        leave(cloud, request(endpoint(sandbox), kind=EndpointKind.ASYNC))


def test_a_component_answers_by_its_name(sandbox: Sandbox, cloud: Cloud):
    """The endpoint alone would not know which."""
    where = host(sandbox)
    name = component(sandbox, where, Specification=specification(sandbox, model(sandbox, 3.0)))
    assert invoke(cloud, request(where, 2, component=name)).value == [6.0]


def sleeping(sandbox: Sandbox) -> tuple[str, str]:
    """An endpoint whose only component has no copy."""
    where = host(sandbox, low=0)
    name = component(sandbox, where, Specification=specification(sandbox, model(sandbox)))
    sandbox.control("scale", {"component": name, "count": 0})
    until(lambda: copies_of(show(sandbox, name)) == (0, 0))
    return where, name


def test_a_component_without_copies_says_that_it_sleeps(sandbox: Sandbox, cloud: Cloud):
    """And that this request wakes it."""
    where, name = sleeping(sandbox)
    with pytest.raises(AsleepError, match=f"{where} sleeps: it has no copy just now"):
        invoke(cloud, request(where, component=name))


def test_who_waits_gets_the_answer_when_it_woke(sandbox: Sandbox, cloud: Cloud):
    """The request is sent again."""
    where, name = sleeping(sandbox)

    def wake(_: float) -> None:
        if copies_of(show(sandbox, name)) == (0, 0):
            sandbox.control("scale", {"component": name, "count": 1})
        settled_component(sandbox, name)

    assert invoke(cloud, request(where, component=name), PATIENCE_SECONDS, wake).value == [2.0]


def test_one_of_many_models_answers(sandbox: Sandbox, cloud: Cloud):
    """By its path below the prefix."""
    where = bucket(sandbox)
    for factor, key in ((5.0, "many/berlin.tar.gz"), (7.0, "many/paris.tar.gz")):
        upload(sandbox, factor, key, where)
    many = model(sandbox, Mode="MultiModel", ModelDataUrl=f"s3://{where}/many/")
    name = endpoint(sandbox, variant(sandbox, ModelName=many))
    assert invoke(cloud, request(name, 1, target_model="paris.tar.gz")).value == [7.0]


def test_a_new_session_is_named(sandbox: Sandbox, cloud: Cloud):
    """So that the next request may stay with it."""
    name = endpoint(sandbox)
    first = invoke(cloud, request(name, session="new"))
    assert first.session not in (None, "new")
    assert invoke(cloud, request(name, session=first.session)).session == first.session


def test_a_variant_answers_by_its_name(sandbox: Sandbox, cloud: Cloud):
    """Whatever its weight."""
    name = endpoint(sandbox, variant(sandbox), variant(sandbox, "b", 9.0, InitialVariantWeight=0.1))
    answer = invoke(cloud, request(name, 1, target_variant="b"))
    assert (answer.value, answer.variant) == ([9.0], "b")


def spec(kind: EndpointKind) -> EndpointSpec:
    """What the stack file says of an endpoint of a kind; nothing else of it matters here."""
    return EndpointSpec.model_construct(kind=kind, adapters={"support": None})


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        (
            EndpointKind.REALTIME,
            {"component": "x"},
            "chat is a realtime endpoint, and --component belongs to kind comp",
        ),
        (EndpointKind.ASYNC, {"session": "x"}, "--session belongs to kind realtime or components or multi-model"),
        (EndpointKind.SERVERLESS, {"target_variant": "x"}, "--variant belongs to kind realtime or multi-model"),
        (EndpointKind.COMPONENTS, {"target_model": "x"}, "--target-model belongs to kind multi-model; take it out"),
        (EndpointKind.MULTI_MODEL, {}, "chat serves many models; name one with --target-model"),
    ],
)
def test_what_does_not_fit_the_kind_is_refused(kind: EndpointKind, words: dict[str, str], said: str):
    """Before anything is sent."""
    with pytest.raises(OperateError, match=said):
        addressed("chat", "dev-chat", spec(kind), Addressed(**words), b"", JSON)


@pytest.mark.parametrize(
    ("word", "named"),
    [(None, "dev-chat-base"), ("support", "dev-chat-adapter-support"), ("dev-chat-other", "dev-chat-other")],
)
def test_a_component_is_named_by_word_or_by_name(word: str | None, named: str):
    """The base answers when nothing is named, an adapter by its key in the stack file."""
    asked = addressed("chat", "dev-chat", spec(EndpointKind.COMPONENTS), Addressed(component=word), b"", JSON)
    assert asked.component == named
