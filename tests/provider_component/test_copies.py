"""Who decides how many copies there are: Pulumi, where the program gives a count, or a scalable target."""

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.component import InferenceComponent
from tests.provider_component.stage import Stage


def test_count_is_applied_at_creation(stage: Stage) -> None:
    """A count that Pulumi owns is the number of copies from the start."""
    state = stage.component(copyCount=None, desiredCopyCount=2)
    assert (stage.copies(), state.outputs["desiredCopyCount"]) == (2, 2)


def test_count_is_raised_and_lowered(stage: Stage) -> None:
    """What the program owns it may lower again."""
    state = stage.update(stage.component(desiredCopyCount=1), desiredCopyCount=3)
    assert stage.copies() == 3
    stage.update(state, desiredCopyCount=1)
    assert stage.copies() == 1


def test_taking_over_from_an_autoscaler_lowers_nothing(stage: Stage) -> None:
    """Copies that an autoscaler added stay when Pulumi begins to own the count, and that is said."""
    state = stage.component()
    stage.scale(3)
    stage.update(state, desiredCopyCount=1)
    assert stage.copies() == 3
    assert any("3 copies are live, the stack file says 1: 3 are kept" in line for line in stage.logged)


def test_count_outside_the_autoscaler_s_bounds_is_refused(stage: Stage) -> None:
    """Two owners of one number fight; the provider says which the other is."""
    state = stage.component(desiredCopyCount=1)
    stage.autoscale(low=1, high=2)
    with pytest.raises(
        PartialUpdate, match=r"3 copies are asked for, but a scalable target keeps them between 1 and 2"
    ):
        stage.update(state, desiredCopyCount=3)


def test_takeover_goes_as_far_as_the_target_allows(stage: Stage) -> None:
    """While the old target still stands, its ceiling holds; the next up goes on."""
    state = stage.component()
    stage.autoscale(low=1, high=2)
    state = stage.update(state, desiredCopyCount=3)
    assert (stage.copies(), state.outputs["desiredCopyCount"]) == (2, 2)
    assert any("the next up sets 3" in line for line in stage.logged)


def test_count_without_a_program_is_left_alone(stage: Stage) -> None:
    """A refresh of a component whose copies an autoscaler owns shows no count as an input."""
    state = stage.component()
    stage.scale(3)
    read = InferenceComponent().read(stage.context(), state.id, state.inputs, state.outputs)
    assert read is not None
    assert (read[1], read[2]["copyCount"]) == (state.inputs, 3)


def test_count_changed_by_hand_is_drift(stage: Stage) -> None:
    """A refresh shows copies that somebody took away from what Pulumi owns."""
    state = stage.component(desiredCopyCount=2)
    stage.scale(1)
    read = InferenceComponent().read(stage.context(), state.id, state.inputs, state.outputs)
    assert read is not None
    assert read[1]["desiredCopyCount"] == 1
