"""Weights of variants, and instances of those beside the main one."""

from typing import Any

import pytest

from modelhost.provider.resource import PartialUpdate
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.variant import Shares, changed_shares, found_shares
from tests.provider_sagemaker.conftest import EmbeddedAws
from tests.provider_sagemaker.stage import LARGE, SMALL, VARIANT, Stage, State

LIVE = Live(
    "e", "arn", "c", "InService", variants=("main", "b"), counts={"main": 1, "b": 2}, weights={"main": 1, "b": 0.5}
)
SHARES = {"variantWeights": {VARIANT: 1, "b": 0.25}, "variantCounts": {"b": 1}}


def compared(stage: Stage, machine: str = SMALL, count: int = 1) -> State:
    """A configuration with a challenger beside the main variant."""
    variants = [
        {
            "variantName": name,
            "modelName": stage.model().id,
            "instanceType": machine,
            "initialInstanceCount": count,
            "initialVariantWeight": weight,
        }
        for name, weight in ((VARIANT, 1), ("b", 0.25))
    ]
    return stage.configuration(around={"productionVariants": variants})


def shares_of(stage: Stage) -> dict[str, tuple[float, int]]:
    """Weight and instances of each variant as SageMaker says."""
    variants = stage.live()["ProductionVariants"]
    return {v["VariantName"]: (v["DesiredWeight"], v["DesiredInstanceCount"]) for v in variants}


def set_by_hand(stage: Stage, variant: str, **share: Any) -> None:
    """What somebody does in the console."""
    stage.client("sagemaker").update_endpoint_weights_and_capacities(
        EndpointName=stage.name, DesiredWeightsAndCapacities=[{"VariantName": variant, **share}]
    )
    stage.client("sagemaker").get_waiter("endpoint_in_service").wait(
        EndpointName=stage.name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}
    )


def test_weights_and_counts_change_without_a_new_version(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """One call sets what the program changed."""
    state = stage.endpoint(compared(stage), **SHARES)
    embedded_aws.control("DELETE", "calls")
    stage.update(state, variantWeights={VARIANT: 1, "b": 0.5}, variantCounts={"b": 2})
    calls = embedded_aws.calls("UpdateEndpointWeightsAndCapacities")
    assert (len(calls), shares_of(stage)) == (1, {VARIANT: (1, 1), "b": (0.5, 2)})


def test_same_shares_ask_nothing_of_sagemaker(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """An up without a change of weights makes no call."""
    embedded_aws.control("DELETE", "calls")
    state = stage.endpoint(compared(stage), **SHARES)
    stage.update(state, alarmNames=[stage.alarm()])
    assert (embedded_aws.calls("UpdateEndpointWeightsAndCapacities"), stage.changed(state)) == ([], {})


def test_shares_survive_a_new_version(stage: Stage) -> None:
    """What was set later than the creation is not undone by a release whose configuration says otherwise."""
    state = stage.endpoint(compared(stage), **SHARES)
    state = stage.update(state, variantWeights={VARIANT: 1, "b": 0.5}, variantCounts={"b": 2})
    stage.update(state, endpointConfigName=compared(stage, LARGE).id)
    assert shares_of(stage) == {VARIANT: (1, 1), "b": (0.5, 2)}


def test_shares_set_by_hand_show_after_a_refresh(stage: Stage) -> None:
    """Drift of a weight or count shows, and an up brings the program's back."""
    state = stage.endpoint(compared(stage), **SHARES)
    assert stage.read(state) == state
    set_by_hand(stage, "b", DesiredWeight=0.75, DesiredInstanceCount=3)
    drifted = stage.read(state)
    assert drifted
    assert set(stage.changed(drifted, **SHARES)) == {"variantWeights.b", "variantCounts.b"}
    stage.update(drifted, **SHARES)
    assert shares_of(stage)["b"] == (0.25, 1)


def test_shares_that_failed_show_again(stage: Stage, embedded_aws: EmbeddedAws) -> None:
    """The state holds the shares in force, so that the next up tries again."""
    state = stage.endpoint(compared(stage), **SHARES)
    embedded_aws.fault("UpdateEndpointWeightsAndCapacities", kind="quota")
    news = {"variantWeights": {VARIANT: 1, "b": 0.5}}
    with pytest.raises(PartialUpdate, match="ResourceLimitExceeded") as caught:
        stage.update(state, **news)
    state = State(state.id, {**state.inputs, **news}, caught.value.outputs)
    assert set(stage.changed(state)) == {"variantWeights.b"}
    stage.update(state)
    assert shares_of(stage)["b"] == (0.5, 1)


def test_share_of_a_variant_that_is_not_there_is_refused(stage: Stage) -> None:
    """The message names the variants that are."""
    state = stage.endpoint(stage.configuration())
    with pytest.raises(PartialUpdate, match=r"has no variant b; variantWeights and variantCounts may name main"):
        stage.update(state, variantWeights={"b": 1})


@pytest.mark.parametrize(
    ("before", "wanted", "expected"),
    [
        (Shares(), Shares({"b": 0.5}, {"b": 2}), Shares()),
        (Shares(), Shares({"b": 0.25}, {"b": 3}), Shares({"b": 0.25}, {"b": 3})),
        (Shares({"b": 0.25}), Shares({"b": 0.25}), Shares()),
        (Shares({"b": 0.25}), Shares({"b": 0}), Shares({"b": 0})),
        (Shares(counts={"b": 1}), Shares(counts={"b": 1}), Shares()),
        (Shares(counts={"b": 2}), Shares(counts={"b": 1}), Shares(counts={"b": 1})),
    ],
)
def test_only_what_the_program_changed_is_set(before: Shares, wanted: Shares, expected: Shares) -> None:
    """What is so already, and what only somebody else changed, is left."""
    assert changed_shares(LIVE, before, wanted) == expected


def test_single_precision_is_no_drift() -> None:
    """SageMaker answers 0.1 with the nearest number of its own."""
    live = Live("e", "arn", "c", "InService", variants=("b",), weights={"b": 0.10000000149011612})
    assert found_shares(Shares({"b": 0.1}), live) == {"variantWeights": {"b": 0.1}}
    assert changed_shares(live, Shares(), Shares({"b": 0.1})) == Shares()
