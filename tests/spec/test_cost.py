"""Floor and ceiling of an environment, line by line."""

from collections.abc import Callable

import pytest

from modelhost.price.line import Line
from modelhost.spec.cost import ceiling, floor
from tests.spec.kind import LLM, of
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


def line_of(config: dict[str, object], side: Callable[..., list[Line]], what: str = "it") -> Line:
    """Return one line of a sound *config*."""
    return next(line for line in side(loaded(config), REGION) if line.what == what)


def test_hours_save_the_nights() -> None:
    """13 hours on five of seven days; neither floor nor ceiling counts the rest."""
    config = of("realtime", scaling={"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"})
    share = 13 * 5 / 168
    for side in (floor, ceiling):
        assert line_of(config, side).usd_per_month == pytest.approx(share * 0.121 * 730, abs=0.02)


def test_a_size_by_the_clock_is_paid_by_the_hour() -> None:
    """Half a day on the smaller, half on the larger."""
    sizes = ["ml.m7i.large", "ml.m7i.xlarge"]
    schedule = [{"at": "daily 08:00", "size": sizes[1]}, {"at": "daily 20:00", "size": sizes[0]}]
    scaling = {"strategy": "vertical", "sizes": sizes, "replicas": {"count": 1}, "schedule": schedule}
    line = line_of(of("realtime", scaling=scaling), floor)
    assert line.usd_per_month == pytest.approx((0.5 * 0.121 + 0.5 * 0.2419) * 730, abs=0.05)
    assert line.basis.startswith("0.5 x ml.m7i.large at 0.121 USD/h + 0.5 x ml.m7i.xlarge at 0.2419 USD/h, EC2 price")


def test_a_ladder_by_demand_spans_its_sizes() -> None:
    """The floor is the smallest size, the ceiling the largest."""
    sizes = ["ml.m7i.large", "ml.m7i.2xlarge"]
    ladder = {"up_above": 0.8, "down_below": 0.2}
    config = of(
        "realtime", scaling={"strategy": "vertical", "sizes": sizes, "replicas": {"count": 1}, "ladder": ladder}
    )
    assert line_of(config, floor).basis.startswith("1 x ml.m7i.large")
    assert line_of(config, ceiling).basis.startswith("1 x ml.m7i.2xlarge")


def test_what_rests_has_no_floor() -> None:
    """Components without copies need no instance; the ceiling is what the instances may reach."""
    scaling = {"strategy": "auto", "replicas": {"min": 0, "max": 4}}
    config = of("components", **{**LLM, "scaling": scaling})
    assert line_of(config, floor).usd_per_month == 0
    assert line_of(config, ceiling).basis.startswith("4 x ml.g6.xlarge")


def test_copies_share_the_instances_that_are_paid() -> None:
    """Four copies of one GPU each are one machine of four."""
    scaling = {"strategy": "auto", "replicas": {"min": 4, "max": 8}}
    changes = {"machine": "ml.g6.12xlarge", "component": {"accelerators": 1}, "instances": {"min": 1, "max": 2}}
    config = of("components", **{**LLM, "scaling": scaling, **changes})
    assert line_of(config, floor).basis.startswith("1 x ml.g6.12xlarge")
    assert line_of(config, ceiling).basis.startswith("2 x ml.g6.12xlarge")


def test_further_variants_are_paid_too() -> None:
    """A shadow answers nobody, and costs what it runs on."""
    model = {"artifact": "./other", "framework": "sklearn"}
    config = of("realtime", shadow={"model": model, "sample": 0.5, "count": 2})
    assert line_of(config, floor, "it (shadow)").basis.startswith("2 x ml.m7i.large")
    challengers = {"big": {"model": model, "weight": 1, "machine": "ml.m7i.xlarge"}}
    assert line_of(of("realtime", challengers=challengers), floor, "it (big)").basis.startswith("1 x ml.m7i.xlarge")


def test_the_ceiling_takes_the_dearest_of_several_types() -> None:
    """Whatever has room may run."""
    config = of("realtime", capacity={"sizes": ["ml.m7i.large", "ml.m7i.xlarge"]})
    assert line_of(config, floor).basis.startswith("2 x ml.m7i.large")
    assert line_of(config, ceiling).basis.startswith("2 x ml.m7i.xlarge")


def test_a_serverless_endpoint_says_that_its_price_is_unknown() -> None:
    """No figure is made up for what is paid by the request."""
    assert line_of(of("serverless"), floor) == Line(
        "it",
        0.0,
        "no price of serverless inference is known; it is paid by the request, and by provisioned concurrency",
    )
