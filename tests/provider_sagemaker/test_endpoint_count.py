"""Who owns the number of instances, and what follows when the owner changes."""

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.count import missing_counts
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.instance_owner import count_found, wanted_count
from tests.provider_sagemaker.stage import LARGE, NAMESPACE, Stage, State


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


def switched(stage: Stage) -> State:
    """An endpoint with five instances that came from an autoscaler, for which the program now asks for three."""
    state = stage.endpoint(stage.configuration())
    stage.autoscale()
    stage.scale(5)
    state = stage.update(state, desiredInstanceCount=3)
    stage.client("application-autoscaling").deregister_scalable_target(**NAMESPACE, ResourceId=stage.resource_id)
    return state


def refreshed(stage: Stage, state: State) -> State:
    """The state after a refresh."""
    found = Endpoint().read(stage.context(), state.id, state.inputs, state.outputs)
    assert found
    return State(*found)


def changed(stage: Stage, state: State, count: int) -> set[str]:
    """What an up with this count in the stack file would change."""
    news = {**state.inputs, "desiredInstanceCount": count}
    return set(Endpoint().diff(stage.context(), state.id, state.inputs, state.outputs, news).changed)


def test_kept_instances_are_said(stage: Stage) -> None:
    """Whoever asked for three learns why there are five, and how to have fewer."""
    switched(stage)
    assert stage.logged[-1] == (
        f"warning: endpoint {stage.name}: 5 instances are live, the stack file says 3: 5 are kept; "
        f"change count to lower them"
    )


def test_kept_instances_are_no_drift(stage: Stage) -> None:
    """A refresh after the switch changes nothing, so that no later up lowers what the switch kept."""
    state = switched(stage)
    again = refreshed(stage, state)
    assert (again.inputs, again.outputs) == (state.inputs, state.outputs)
    assert changed(stage, again, 3) == set()


def test_kept_instances_survive_the_next_update(stage: Stage) -> None:
    """A new machine after a refresh leaves five."""
    state = refreshed(stage, switched(stage))
    state = stage.update(state, endpointConfigName=stage.configuration(machine=LARGE).id)
    assert (stage.count(), changed(stage, refreshed(stage, state), 3)) == (5, set())


def test_kept_instances_go_when_the_file_says_so(stage: Stage) -> None:
    """A changed count is applied exactly."""
    state = refreshed(stage, switched(stage))
    stage.update(state, desiredInstanceCount=4)
    assert stage.count() == 4


@pytest.mark.parametrize("by_hand", [7, 4, 2])
def test_drift_after_a_switch_shows(stage: Stage, by_hand: int) -> None:
    """Instances that somebody added or took afterwards are drift, which the preview shows."""
    state = switched(stage)
    stage.scale(by_hand)
    state = refreshed(stage, state)
    assert (state.inputs["desiredInstanceCount"], changed(stage, state, 3)) == (by_hand, {"desiredInstanceCount"})


@pytest.mark.parametrize(
    ("applied", "kept", "live", "expected"),
    [
        (3, 5, 5, 3),
        (3, 3, 3, 3),
        (3, 5, 7, 7),
        (3, 5, 4, 4),
        (4, 3, 3, 3),
        (3, None, 5, 5),
        (3, 3, None, None),
    ],
)
def test_count_found(applied: int, kept: int | None, live: int | None, expected: int | None) -> None:
    """What was kept at the last update is no drift; fewer than asked for, or another number, is."""
    assert count_found(applied, kept, live) == expected


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
