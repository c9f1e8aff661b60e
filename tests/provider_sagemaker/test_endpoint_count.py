"""Who owns the number of instances, and what follows when the owner changes."""

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.count import missing_counts
from modelhost.provider.sagemaker.instance_owner import wanted_count
from tests.provider_sagemaker.stage import LARGE, Stage


@pytest.mark.parametrize(
    ("before", "wanted", "live", "expected"),
    [
        (None, None, 4, None),
        (None, 3, 1, 3),
        (None, 3, 4, None),
        (3, 5, 3, 5),
        (5, 2, 5, 2),
        (3, 3, 5, None),
        (3, 3, 1, 3),
        (3, None, 3, None),
        (2, 3, 3, None),
    ],
)
def test_wanted_count(before: int | None, wanted: int | None, live: int, expected: int | None) -> None:
    """Taking the count over from an autoscaler only raises it; a count that Pulumi owns is applied exactly."""
    assert wanted_count(before, wanted, live) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"main": 4}, {"main": 1}, {"main": 4}),
        ({"main": 4}, {"main": 4}, {}),
        ({"main": 4}, {"main": 6}, {}),
        ({"old": 4}, {"new": 1}, {"new": 4}),
        ({"a": 2, "b": 3}, {"b": 1}, {"b": 3}),
    ],
)
def test_missing_counts(before: dict[str, int], after: dict[str, int], expected: dict[str, int]) -> None:
    """No variant may have fewer instances than before; a lone variant under a new name inherits."""
    assert missing_counts(before, after) == expected


def test_count_changes_exactly_when_pulumi_owns_it(stage: Stage) -> None:
    """From three to five and back to two, without a new configuration."""
    state = stage.endpoint(stage.configuration(count=3), desiredInstanceCount=3)
    state = stage.update(state, desiredInstanceCount=5)
    assert (stage.count(), state.outputs["instanceCount"]) == (5, 5)
    state = stage.update(state, desiredInstanceCount=2)
    assert stage.count() == 2


def test_switch_from_auto_to_horizontal_never_lowers(stage: Stage) -> None:
    """With five instances live and three asked for, five stay; a second up finds nothing to do."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    stage.scale(5)
    state = stage.update(state, desiredInstanceCount=3)
    assert (stage.count(), state.outputs["desiredInstanceCount"]) == (5, 3)


def test_switch_from_auto_to_horizontal_raises(stage: Stage) -> None:
    """With one instance live and three asked for, three are there after the update, new machine included."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id, desiredInstanceCount=3)
    assert stage.count() == 3


def test_switch_from_horizontal_to_auto_leaves_the_count(stage: Stage) -> None:
    """Giving the count away changes nothing by itself."""
    state = stage.endpoint(stage.configuration(count=3), desiredInstanceCount=3)
    state = stage.update(state, desiredInstanceCount=None)
    assert (stage.count(), state.outputs.get("desiredInstanceCount")) == (3, None)


def test_count_beyond_a_target_about_to_go_waits_for_the_next_up(stage: Stage) -> None:
    """The target's ceiling holds until the program has removed it; the state says what is in force."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale(high=2)
    state = stage.update(state, desiredInstanceCount=4)
    assert (stage.count(), state.outputs["desiredInstanceCount"]) == (2, 2)


def test_count_that_a_scalable_target_would_undo_is_refused(stage: Stage) -> None:
    """Two owners of one number are an error that names the other."""
    state = stage.endpoint(stage.configuration(count=2), desiredInstanceCount=2)
    stage.autoscale(high=3)
    with pytest.raises(PartialUpdate, match="a scalable target keeps them between 1 and 3") as caught:
        stage.update(state, desiredInstanceCount=5)
    assert (stage.count(), caught.value.outputs["desiredInstanceCount"]) == (2, 2)
