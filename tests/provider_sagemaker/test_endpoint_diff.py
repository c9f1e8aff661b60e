"""What the preview shows of an endpoint."""

import pytest
from botocore.exceptions import ClientError

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.wire import UNKNOWN
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import Stage

INPUTS: Properties = {"name": "e", "endpointConfigName": "c-1", "variantName": "main", "alarmNames": []}
OUTPUTS: Properties = {**INPUTS, "liveConfigName": "c-1", "instanceCount": 1}


def changed(news: Properties, outputs: Properties = OUTPUTS) -> tuple[dict[str, str], frozenset[str]]:
    """The diff as data."""
    diff = Endpoint().diff(Context(cloud=Cloud()), "e", INPUTS, outputs, {**INPUTS, **news})
    return dict(diff.changed), diff.replace


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        ({"endpointConfigName": "c-2"}, ({"endpointConfigName": "update"}, frozenset())),
        ({"endpointConfigName": UNKNOWN}, ({"endpointConfigName": "update"}, frozenset())),
        ({"desiredInstanceCount": 2}, ({"desiredInstanceCount": "add"}, frozenset())),
        ({"alarmNames": ["a"]}, ({"alarmNames": "add"}, frozenset())),
        ({"name": "f"}, ({"name": "update"}, frozenset({"name"}))),
        ({"kind": "realtime"}, ({}, frozenset())),
        ({"sleeps": False}, ({}, frozenset())),
        ({"sleeps": True}, ({"sleeps": "add"}, frozenset())),
        ({"kind": "async"}, ({"kind": "add"}, frozenset({"kind"}))),
    ],
)
@pytest.mark.usefixtures("embedded_aws")
def test_changes(news: Properties, expected: tuple[dict[str, str], frozenset[str]]) -> None:
    """Only another name or kind replaces an endpoint; everything else changes it in place."""
    assert changed(news) == expected


def test_another_kind_goes_first(stage: Stage) -> None:
    """Two endpoints of one name cannot stand side by side; of two names they can."""
    diffs = [
        Endpoint().diff(stage.context(), "e", INPUTS, OUTPUTS, {**INPUTS, **news})
        for news in ({"kind": "async"}, {"kind": "async", "name": "f"}, {"name": "f"})
    ]
    assert [diff.delete_before_replace for diff in diffs] == [True, False, False]


def test_live_configuration_other_than_wanted_shows() -> None:
    """The diff is against what is live, not against what was asked for last."""
    assert changed({}, {**OUTPUTS, "liveConfigName": "c-0"}) == ({"endpointConfigName": "update"}, frozenset())


def test_records_are_asked_for_once_per_run(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """However many endpoints there are, a run asks SSM once for updates left over."""
    resource = Endpoint()
    embedded_aws.control("DELETE", "calls")
    for _ in range(3):
        assert not resource.diff(stage.context(), "e", INPUTS, OUTPUTS, INPUTS).changed
    assert len(embedded_aws.calls("GetParametersByPath", "ssm")) == 1


def test_denied_look_at_the_records_is_a_warning(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Without the permission to list parameters a preview still works, and says what it cannot see."""
    denied = {"code": "AccessDeniedException", "message": "not you", "status": 400}
    embedded_aws.fault("GetParametersByPath", "ssm", error=denied)
    assert not Endpoint().diff(stage.context(), "e", INPUTS, OUTPUTS, INPUTS).changed
    assert any(line.startswith("warning:") and "AccessDenied" in line for line in stage.logged)


def test_other_failures_of_that_look_are_errors(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """Anything but a missing permission stops the preview rather than hiding a record."""
    failure = {"code": "ValidationException", "message": "odd", "status": 400}
    embedded_aws.fault("GetParametersByPath", "ssm", error=failure)
    with pytest.raises(ClientError, match="odd"):
        Endpoint().diff(stage.context(), "e", INPUTS, OUTPUTS, INPUTS)
