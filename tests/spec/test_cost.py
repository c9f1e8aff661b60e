"""Floor and ceiling of an environment, line by line."""

import pytest

from modelhost.spec.cost import ceiling, floor
from tests.spec.stack import REGION, endpoint, environment, loaded

SCHEDULED = {
    "strategy": "auto",
    "replicas": {"min": 1, "max": 4},
    "schedule": [{"at": "daily 00:00", "min": 1}, {"at": "daily 12:00", "min": 2}],
}


def test_the_platform_is_counted_when_it_is_here() -> None:
    """Key, gateways and private endpoints are paid without any endpoint."""
    spec = loaded(environment(endpoints={}, network={"nat": "per-zone"}))
    assert {line.what: line.usd_per_month for line in floor(spec, REGION)} == {
        "KMS keys": 2.0,
        "NAT gateways": 73.0,
        "interface endpoints": 102.2,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"platform": {"stack": "a/b/c"}},
        {
            "storage": {"kms_key_arn": f"arn:aws:kms:{REGION}:123456789012:key/1"},
            "notify": {"topic_arn": f"arn:aws:sns:{REGION}:123456789012:alarms"},
            "network": {
                "existing": {"vpc_id": "vpc-0a1b2c3d", "private_subnet_ids": ["subnet-0a1b2c3d", "subnet-0b1b2c3d"]}
            },
        },
    ],
)
def test_what_is_already_there_costs_nothing_here(changes: dict[str, object]) -> None:
    """A platform, key or network that exists is paid elsewhere."""
    assert floor(loaded(environment(endpoints={}, **changes)), REGION) == []


def test_the_floor_follows_the_schedule() -> None:
    """One replica by night and two by day are one and a half."""
    spec = loaded(endpoint(scaling=SCHEDULED))
    [low], [high] = ([line for line in lines(spec, REGION) if line.what == "digits"] for lines in (floor, ceiling))
    assert low.usd_per_month == pytest.approx(1.5 * 0.121 * 730, abs=0.01)
    assert high.usd_per_month == pytest.approx(4 * 0.121 * 730, abs=0.01)
    assert low.basis.startswith("1.5 x ml.m7i.large at 0.121 USD/h, EC2 price of 2026-07-20")


def test_a_machine_without_a_price_says_so() -> None:
    """No figure is made up."""
    model = {"artifact": "s3://b/m/", "framework": "vllm"}
    spec = loaded(endpoint(machine="ml.p5e.48xlarge", model=model))
    assert floor(spec, REGION)[-1] == ("digits", 0.0, "no price of ml.p5e.48xlarge is known")
