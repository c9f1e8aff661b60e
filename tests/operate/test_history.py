"""What was live when, and what of it can be served again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from modelhost.operate.cloud import Cloud
from modelhost.operate.history import ROOT, Release, history, target
from modelhost.operate.problem import OperateError
from tests.cloud.embedded import Sandbox, unique
from tests.operate.live import went_live


def release(number: int, model: str, **fields: Any) -> Release:
    """A release of an endpoint; *fields* override."""
    plain = {
        "number": number,
        "at": datetime(2026, 11, number, tzinfo=UTC),
        "subject": "dev-digits",
        "reason": "up",
        "machine": "ml.m7i.large",
        "models": (model,),
    }
    return Release(**{**plain, **fields})


BAD, GOOD, OLD = release(3, "bad", live=True), release(2, "good"), release(1, "old")


def test_every_version_of_the_record_is_a_release(sandbox: Sandbox, cloud: Cloud):
    """Newest first, the live one marked, and each says whether its model is still there."""
    endpoint, kept = unique("e"), sandbox.model()
    went_live(cloud, endpoint, "gone-model", at="2026-11-20T05:00:00+00:00")
    went_live(cloud, endpoint, kept, at="2026-11-21T05:00:00+00:00", reason="schedule", machine="ml.m7i.2xlarge")
    found = history(cloud, endpoint)
    assert [(each.number, each.model, each.live, each.kept) for each in found] == [
        (2, kept, True, True),
        (1, "gone-model", False, False),
    ]
    assert (found[0].reason, found[0].machine, found[0].by_clockwork) == ("schedule", "ml.m7i.2xlarge", True)


def test_an_endpoint_that_was_never_recorded_has_no_history(cloud: Cloud):
    """That is no error."""
    assert history(cloud, unique("e")) == ()


def test_a_record_that_somebody_wrote_by_hand_is_told_of(cloud: Cloud):
    """With what to do about it."""
    endpoint = unique("e")
    cloud.client("ssm").put_parameter(Name=ROOT + endpoint, Value="not json", Type="String")
    with pytest.raises(
        OperateError, match=rf"{ROOT}{endpoint}: version 1 cannot be read .*; delete that SSM parameter"
    ):
        history(cloud, endpoint)


def test_the_target_is_the_newest_other_model():
    """A change of the machine alone is no version to go back to."""
    releases = (BAD, release(2, "bad", machine="ml.m7i.2xlarge"), GOOD, OLD)
    assert target(releases, "digits").release is GOOD


def test_a_second_rollback_goes_further_back():
    """Never forward again, to what the first one went away from."""
    again = release(4, "good", live=True, reason="rollback")
    before = [each.model_copy(update={"live": False}) for each in (BAD, GOOD, OLD)]
    assert target((again, *before), "digits").release.model == "old"
    with pytest.raises(
        OperateError, match=r"nothing earlier than good; --to takes what it was rolled back from: 3 \(bad\)"
    ):
        target((again, *before[:2]), "digits")


@pytest.mark.parametrize("wanted", ["1", "old", "configuration-of-old"])
def test_a_target_is_named_by_number_model_or_configuration(wanted: str):
    """As the history shows them."""
    old = OLD.model_copy(update={"configuration": "configuration-of-old"})
    assert target((BAD, GOOD, old), "digits", wanted).release is old


@pytest.mark.parametrize(
    ("releases", "wanted", "said"),
    [
        ((), None, "digits: nothing is recorded as live; run `pulumi up` first, which begins the record"),
        ((BAD,), None, "digits: there is nothing earlier than bad; roll back after the next `pulumi up`"),
        ((BAD, GOOD), "7", "digits: there is no version '7'; `modelhost history` lists 3, 2"),
        ((BAD, GOOD), "3", "digits: version 3 serves bad, which is live; name another"),
        (
            (BAD, GOOD.model_copy(update={"kept": False}), OLD),
            None,
            "digits: good of version 2 is gone; still kept: version 1 (old)",
        ),
        (
            (BAD, GOOD.model_copy(update={"kept": False})),
            None,
            "digits: good of version 2 is gone; none of the earlier ones is kept, so write its artifact into the "
            "stack file (and raise keep_versions)",
        ),
    ],
)
def test_what_cannot_be_rolled_back_is_refused(releases: tuple[Release, ...], wanted: str | None, said: str):
    """Each with what to do instead."""
    with pytest.raises(OperateError) as refused:
        target(releases, "digits", wanted)
    assert str(refused.value) == said
