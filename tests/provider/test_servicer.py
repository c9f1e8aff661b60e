"""The engine gets what its protocol says, and errors as one line."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb
from pulumi.runtime.proto import status_pb2

from modelhost.provider.cloud import Cloud
from modelhost.provider.failure import DETAILS_KEY
from modelhost.provider.wire import UNKNOWN, decode, encode, secret_keys
from tests.provider.engine import TYPE, URN, AbortedError, Call, servicer


def create(properties: dict[str, Any], secrets: set[str] | None = None, **more: Any) -> pb.CreateRequest:
    """Return a request to create a thing."""
    return pb.CreateRequest(urn=URN, properties=encode(properties, secrets or set()), **more)


def half_made(call: Call) -> pb.ErrorResourceInitFailed:
    """Return what a failed call says of the resource that nevertheless exists."""
    status = status_pb2.Status.FromString(call.trailing[DETAILS_KEY])
    found = pb.ErrorResourceInitFailed()
    assert status.details[0].Unpack(found)
    return found


def test_a_created_resource_has_id_and_outputs() -> None:
    """Creation answers the id and everything known of the resource."""
    answer = servicer().Create(create({"size": "m"}), Call())
    assert (answer.id, decode(answer.properties)) == ("id-1", {"size": "m", "arn": "a", "version": 1})


def test_a_preview_creates_nothing_and_knows_no_outputs() -> None:
    """A preview answers the inputs, and UNKNOWN for what only the cloud can say."""
    answer = servicer().Create(create({"size": "crash"}, preview=True), Call())
    assert (answer.id, decode(answer.properties)) == ("", {"size": "crash", "arn": UNKNOWN, "version": UNKNOWN})


def test_a_preview_of_an_update_keeps_what_an_update_cannot_change() -> None:
    """Only volatile outputs become unknown, so that dependents do not seem to change."""
    olds, inputs = {"size": "s", "old": 1, "arn": "a", "version": 1}, {"size": "s", "old": 1}
    request = pb.UpdateRequest(
        urn=URN, id="id-1", olds=encode(olds), old_inputs=encode(inputs), news=encode({"size": "l"}), preview=True
    )
    assert decode(servicer().Update(request, Call()).properties) == {"size": "l", "arn": "a", "version": UNKNOWN}


def test_a_half_made_resource_stays_in_the_state() -> None:
    """What exists travels with the error, so that the next up continues instead of creating it twice."""
    call = Call()
    with pytest.raises(AbortedError):
        servicer().Create(create({"size": "half", "token": "hushhush"}, {"token"}), call)
    found = half_made(call)
    assert (found.id, decode(found.properties)["arn"]) == ("id-1", "a")
    assert secret_keys(found.properties) == {"token"}
    assert found.reasons[0] == "the second step failed"
    assert "hushhush" not in found.reasons[1]


def test_a_half_done_update_keeps_what_was_reached() -> None:
    """The outputs reached so far are kept."""
    call = Call()
    request = pb.UpdateRequest(urn=URN, id="id-1", olds=encode({"version": 1}), news=encode({"size": "half"}))
    with pytest.raises(AbortedError, match="stopped"):
        servicer().Update(request, call)
    assert decode(half_made(call).properties) == {"version": 2}


def test_an_error_is_one_line_without_secrets() -> None:
    """No traceback, no line break, no secret reaches the user."""
    with pytest.raises(AbortedError, match=r"^ValueError: line one line two of \[secret\]$"):
        servicer().Create(create({"size": "crash", "token": "hushhush"}, {"token"}), Call())


def test_an_unknown_type_is_named_with_the_way_out() -> None:
    """A type that the provider lacks is named, and where to see what it has."""
    request = pb.CheckRequest(urn="urn:pulumi:dev::p::demo:index:Other::x")
    with pytest.raises(AbortedError, match="the resource type demo:index:Other; `modelhost sandbox coverage`"):
        servicer().Check(request, Call())


def test_secrets_stay_secret_through_every_answer() -> None:
    """A secret input is sealed again in checked inputs, outputs and what a refresh reads."""
    sealed = encode({"token": "hushhush"}, {"token"})
    answer = servicer().Check(pb.CheckRequest(urn=URN, news=sealed), Call())
    assert secret_keys(answer.inputs) == {"token"}
    read = servicer().Read(pb.ReadRequest(urn=URN, id="id-1", inputs=sealed, properties=sealed), Call())
    assert (secret_keys(read.inputs), secret_keys(read.properties)) == ({"token"}, {"token"})


def test_a_failed_check_names_the_property_but_not_a_secret() -> None:
    """A refused secret is masked in the reason."""
    answer = servicer().Check(pb.CheckRequest(urn=URN, news=encode({"size": "bad"})), Call())
    assert [(each.property, each.reason) for each in answer.failures] == [("size", "'bad' is no size")]


def test_a_name_comes_from_the_urn() -> None:
    """The resource's name is the last part of its URN, whatever its parents."""
    answer = servicer().Check(pb.CheckRequest(urn=URN), Call())
    assert decode(answer.inputs)["name"] == "thing"


def test_a_diff_compares_with_the_old_inputs() -> None:
    """Outputs that AWS added are no change; a changed name replaces."""
    request = pb.DiffRequest(
        urn=URN,
        id="id-1",
        olds=encode({"name": "a", "arn": "x"}),
        old_inputs=encode({"name": "a"}),
        news=encode({"name": "b"}),
    )
    found = servicer().Diff(request, Call())
    assert (list(found.diffs), list(found.replaces)) == (["name"], ["name"])


def test_a_resource_that_is_gone_reads_as_an_empty_id() -> None:
    """The engine then drops it from the state."""
    assert servicer().Read(pb.ReadRequest(urn=URN, id="gone"), Call()).id == ""


def test_a_deletion_sees_the_inputs_too() -> None:
    """Switches such as forceDestroy are inputs, not outputs of the cloud."""
    servicer().Delete(pb.DeleteRequest(urn=URN, id="id-1", old_inputs=encode({"force": True})), Call())


def test_functions_answer() -> None:
    """A function gets its arguments and answers its result."""
    answer = servicer().Invoke(pb.InvokeRequest(tok="demo:index:double", args=encode({"n": 2})), Call())
    assert decode(getattr(answer, "return")) == {"result": 4}


def test_an_unknown_function_is_named() -> None:
    """A function that the provider lacks is named."""
    with pytest.raises(AbortedError, match="the function demo:index:half"):
        servicer().Invoke(pb.InvokeRequest(tok="demo:index:half"), Call())


def test_nested_configuration_arrives_as_json() -> None:
    """Pulumi writes nested provider configuration as JSON text."""
    served = servicer()
    args = {"region": "eu-central-1", "defaultTags": '{"tags":{"owner":"ml"}}'}
    served.Configure(pb.ConfigureRequest(args=encode(args)), Call())
    context = served._context
    assert (context.region, dict(context.default_tags)) == ("eu-central-1", {"owner": "ml"})


def test_the_wrong_account_stops_before_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of an account that is not allowed are refused at once, naming both."""
    monkeypatch.setattr(Cloud, "account_id", "123456789012")
    args = encode({"region": "us-west-2", "allowedAccountIds": '["000000000012"]'})
    with pytest.raises(AbortedError, match="are for account 123456789012; allowed are 000000000012"):
        servicer().Configure(pb.ConfigureRequest(args=args), Call())


def test_configuration_that_would_be_ignored_is_refused() -> None:
    """Credentials in the configuration are refused with the way out; the program's own settings are left out."""
    news = encode({"region": "us-west-2", "environment": "{}", "secretKey": "x"})
    answer = servicer().CheckConfig(pb.CheckRequest(news=news), Call())
    assert decode(answer.inputs) == {"region": "us-west-2"}
    assert [each.property for each in answer.failures] == ["secretKey"]


def test_a_changed_configuration_replaces_nothing() -> None:
    """Another default tag is an update of the provider, not a replacement of everything."""
    request = pb.DiffRequest(olds=encode({"region": "a"}), news=encode({"region": "b"}))
    found = servicer().DiffConfig(request, Call())
    assert (found.changes, list(found.replaces)) == (pb.DiffResponse.DIFF_SOME, [])


def test_the_schema_names_the_types() -> None:
    """Tools can ask what the provider has."""
    assert TYPE in servicer().GetSchema(pb.GetSchemaRequest(), Call()).schema
    assert servicer().GetPluginInfo(None, Call()).version == "1.2.3"
