"""What others do between two steps of the machine is neither overwritten nor disturbed."""

import json

import pytest

from components.scaling.resize.plan import PATIENCE_LOOKS
from tests.cloud import machine
from tests.cloud.embedded import scope_of
from tests.components.scaling.ladder import LARGE, SMALL, ladder

METRIC = "SageMakerVariantInvocationsPerInstance"
ORDER = {"action": "resize", "size": LARGE, "tries": PATIENCE_LOOKS}
"""An order that ends where it would wait."""


def meanwhile(endpoint, change):
    """Resize the endpoint, and let *change* happen while the update runs."""
    endpoint.cloud.slowly("UpdateEndpoint", endpoint.endpoint)
    execution = endpoint.begin(action="resize", size=LARGE)
    endpoint.until_updating()
    change()
    endpoint.cloud.hour()
    return machine.ended(endpoint.cloud, execution)


def test_what_an_up_registered_meanwhile_stays(cloud):
    """Its bounds and its target value are newer than what the machine took away; the rest comes back."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    [tracking] = [each for each in before["policies"] if each["PolicyName"] == "tracking"]
    newer = {"TargetValue": 5.0, "PredefinedMetricSpecification": {"PredefinedMetricType": METRIC}}

    def change():
        cloud.register(endpoint.endpoint, 1, 17)
        cloud.client("application-autoscaling").put_scaling_policy(
            **{**scope_of(endpoint.endpoint), "PolicyName": "tracking", "PolicyType": tracking["PolicyType"]},
            TargetTrackingScalingPolicyConfiguration=newer,
        )

    assert meanwhile(endpoint, change)["status"] == "SUCCEEDED"
    after = endpoint.scaling()
    assert [each["MaxCapacity"] for each in after["targets"]] == [17]
    values = {each["PolicyName"]: each.get("TargetTrackingScalingPolicyConfiguration") for each in after["policies"]}
    assert (set(values), values["tracking"]["TargetValue"]) == ({"tracking", "steps"}, 5.0)
    assert after["actions"] == before["actions"]


def test_an_update_that_began_before_the_lock_goes_first(cloud):
    """The provider's record, seen behind the lock, stands: nothing is touched, and the lock is let go."""
    endpoint = ladder(cloud)
    endpoint.keep(endpoint.plan.update_record)
    shown = endpoint.order_from("Remember what it was", ORDER, live=endpoint.live_name())
    assert shown["error"] == "EndpointBusy"
    assert endpoint.parameters() == [endpoint.plan.update_record]
    assert endpoint.scaling()["targets"] != []


def test_an_endpoint_that_changed_meanwhile_is_no_failure(cloud):
    """Its scaling comes back, and the order begins again with what is live now."""
    endpoint = ladder(cloud)
    before = endpoint.scaling()
    shown = endpoint.order_from("Remember what it was", ORDER, live={"EndpointConfigName": "of-before"})
    assert (shown["error"], endpoint.size()) == ("EndpointBusy", SMALL)
    assert (endpoint.scaling(), endpoint.parameters()) == (before, [])


@pytest.mark.parametrize(("execution", "stage"), [("another", "cooling"), ("seen", "working")])
def test_only_the_lock_that_was_seen_is_taken_over(cloud, execution, stage):
    """Its holder let go meanwhile, and another execution, or the same at its next work, holds it now."""
    endpoint = ladder(cloud, count=1, scaled=False)
    endpoint.keep(endpoint.plan.lock, json.dumps({"execution": execution, "stage": stage, "targets": []}))
    endpoint.keep(endpoint.plan.update_record)
    seen = {"record": {"execution": "seen", "stage": "cooling"}}
    assert endpoint.order_from("Read the lock again", ORDER, held=seen)["error"] == "EndpointBusy"
    assert endpoint.plan.lock in endpoint.parameters()
