"""What a kind of endpoint cannot have is refused, with the reason and what to write instead."""

from typing import Any

import pytest

from modelhost.spec.kind import EndpointKind
from modelhost.spec.kind_rule import HOURS_REFUSED, REFUSED, ZERO_REFUSED
from modelhost.spec.strategy import STRATEGIES
from tests.spec.kind import HERE, of
from tests.spec.stack import told

VARIANT = {"model": {"artifact": "./other", "framework": "sklearn"}}
FIELDS: dict[str, Any] = {
    "machine": "ml.m7i.large",
    "component": {"cpus": 1},
    "instances": {"min": 1, "max": 4},
    "adapters": {"legal": {"artifact": "s3://models/legal.tar.gz"}},
    "asynchronous": {"max_concurrency": 4},
    "serverless": {"memory_gib": 2, "max_concurrency": 10},
    "network_isolation": True,
    "capacity": {"sizes": ["ml.m7i.large", "ml.m7i.xlarge"]},
    "routing": {"strategy": "random"},
    "capture": {"sample": 0.5},
    "shadow": {**VARIANT, "sample": 0.5},
    "challengers": {"other": {**VARIANT, "weight": 1}},
}
WORDS = {
    "realtime": "a realtime endpoint",
    "components": "a components endpoint",
    "multi-model": "a multi-model endpoint",
    "async": "an asynchronous endpoint",
    "serverless": "a serverless endpoint",
}
NO_INSTANCES = "a serverless endpoint has no instances; leave it out, or write kind: realtime"
OWNERS = {"component": "components", "adapters": "components", "asynchronous": "async", "serverless": "serverless"}
OWNED = [
    (field, kind, f"belongs to kind {owner}, and this is {words}; leave it out, or write kind: {owner}")
    for field, owner in OWNERS.items()
    for kind, words in WORDS.items()
    if kind != owner
]
MANAGED = [
    (
        "instances",
        kind,
        f"AWS manages instances beneath inference components only, and this is {WORDS[kind]}; "
        "bound them by scaling.replicas, or write kind: components",
    )
    for kind in WORDS
    if kind != "components"
]
VARIANTS = [
    (
        field,
        kind,
        f"AWS documents further variants for real-time models only, and this is {WORDS[kind]}; "
        "give the other model an endpoint of its own, or write kind: realtime",
    )
    for field in ("shadow", "challengers")
    for kind in WORDS
    if kind != "realtime"
]
SINGLE = [
    ("machine", "serverless", NO_INSTANCES),
    ("capacity", "serverless", NO_INSTANCES),
    ("routing", "serverless", NO_INSTANCES),
    (
        "network_isolation",
        "serverless",
        "true (the default), and AWS gives a serverless endpoint neither network isolation nor a VPC; "
        "write network_isolation: false to accept that, or kind: realtime",
    ),
    (
        "capacity",
        "multi-model",
        "AWS documents instance pools for real-time, component and asynchronous endpoints, and this is a multi-model "
        "endpoint; leave it out, or give each model an endpoint of kind realtime",
    ),
    (
        "routing",
        "async",
        "instances of an asynchronous endpoint draw their requests from a queue, so nothing is routed; "
        "leave it out, or write kind: realtime",
    ),
    (
        "routing",
        "multi-model",
        "a multi-model endpoint sends each request where its model is loaded; leave it out, or write kind: realtime",
    ),
    (
        "capture",
        "serverless",
        "AWS captures no data of a serverless endpoint; leave it out, or write kind: realtime",
    ),
    (
        "capture",
        "async",
        "an asynchronous endpoint keeps its requests and answers in S3 anyway; leave it out and read them there, "
        "or write kind: realtime",
    ),
]
CASES = [*OWNED, *MANAGED, *VARIANTS, *SINGLE]


@pytest.mark.parametrize(("field", "kind", "text"), CASES, ids=[f"{field}-{kind}" for field, kind, _ in CASES])
def test_a_word_of_another_kind_is_refused(field: str, kind: str, text: str) -> None:
    """The reason and the alternative stand at the word that does not belong."""
    assert f"{HERE}.{field}: {text}" in told(of(kind, **{field: FIELDS[field]}))


def test_every_refusal_of_the_table_is_tested() -> None:
    """A cell that is added to the table is added here."""
    assert {(field, str(kind)) for field, kinds in REFUSED.items() for kind in kinds} == {
        (field, kind) for field, kind, _ in CASES
    }


@pytest.mark.parametrize("kind", list(WORDS))
def test_a_kind_needs_nothing_but_its_own(kind: str) -> None:
    """The smallest endpoint of each kind is sound."""
    assert told(of(kind)) == []


@pytest.mark.parametrize(
    ("field", "kind"),
    [(field, kind) for field in FIELDS for kind in WORDS if (field, kind) not in {case[:2] for case in CASES}],
)
def test_a_word_that_goes_with_the_kind_is_taken(field: str, kind: str) -> None:
    """What AWS takes is not refused; adapters need a container that loads them."""
    lines = [line for line in told(of(kind, **{field: FIELDS[field]})) if "loads no adapters" not in line]
    assert lines == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "components",
            "vertical: copies have no machine of their own, so another size would move them all; "
            "use horizontal or auto, or write kind: realtime",
        ),
        (
            "serverless",
            "vertical: a serverless endpoint has no machine to exchange; "
            "change serverless.memory_gib, or write kind: realtime",
        ),
    ],
)
def test_a_kind_without_sizes_has_no_vertical_scaling(kind: str, text: str) -> None:
    """There is no machine to exchange."""
    scaling = {"strategy": "vertical", "replicas": {"count": 1}, "sizes": ["ml.m7i.large", "ml.m7i.xlarge"]}
    assert f"{HERE}.scaling.strategy: {text}" in told(of(kind, scaling=scaling))
    assert set(STRATEGIES["vertical"].refused) == {"components", "serverless"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "components",
            "the components would have to go with the endpoint; let it sleep with strategy auto and replicas.min 0, "
            "or with a schedule that sets count 0",
        ),
        (
            "async",
            "requests that wait would be lost with the endpoint; let it rest with strategy auto and replicas.min 0",
        ),
        ("serverless", "a serverless endpoint costs nothing while idle; leave hours out"),
    ],
)
def test_a_kind_that_rests_otherwise_has_no_hours(kind: str, text: str) -> None:
    """Nights are saved without deleting the endpoint."""
    config = of(kind, scaling={"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"})
    assert f"{HERE}.scaling.hours: 'weekdays 07-20': {text}" in told(config)
    assert kind in HOURS_REFUSED


def test_an_adopted_endpoint_has_no_hours() -> None:
    """What was made elsewhere is not deleted in the evening."""
    hours = {"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"}
    text = "'weekdays 07-20' would delete an endpoint that was made elsewhere; leave hours out, or adopt"
    assert told(of("realtime", adopt=True, name="theirs", scaling=hours)) == [f"{HERE}.scaling.hours: {text}"]


def test_a_protected_environment_has_no_hours() -> None:
    """What is protected is not deleted in the evening."""
    hours = {"strategy": "horizontal", "replicas": {"count": 1}, "hours": "weekdays 07-20"}
    text = "'weekdays 07-20' deletes the endpoint every evening, and the environment is protected"
    assert told({**of("realtime", scaling=hours), "protect": True}) == [
        f"{HERE}.scaling.hours: {text}; leave hours out, or set protect: false"
    ]


ZERO = {"strategy": "auto", "replicas": {"min": 0, "max": 3}}
INVOCATIONS = {"metric": "invocations", "value": 60}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "realtime",
            "a real-time endpoint keeps one replica or more; write 1, or kind: components or async, which reach 0",
        ),
        (
            "multi-model",
            "a multi-model endpoint keeps one replica or more; write 1, or kind: components or async, which reach 0",
        ),
        (
            "serverless",
            "provisioned concurrency is 1 or more; write 1, or leave scaling out and pay by the request",
        ),
    ],
)
def test_a_kind_that_cannot_rest_is_told_so(kind: str, text: str) -> None:
    """No replica at all is for asynchronous endpoints and components."""
    scaling = {**ZERO, "target": INVOCATIONS} if kind == "multi-model" else ZERO
    assert told(of(kind, scaling=scaling)) == [f"{HERE}.scaling.replicas.min: 0 is too small; {text}"]
    assert EndpointKind(kind) in ZERO_REFUSED


@pytest.mark.parametrize("kind", ["components", "async"])
def test_a_kind_that_rests_takes_zero(kind: str) -> None:
    """By demand and by the clock."""
    night = [{"at": "daily 20:00", "min": 0, "max": 0}, {"at": "daily 07:00", "min": 0, "max": 3}]
    assert told(of(kind, scaling={**ZERO, "schedule": night})) == []


def test_a_scheduled_zero_is_refused_too() -> None:
    """The clock cannot bring a real-time endpoint to nothing either."""
    night = [{"at": "daily 20:00", "count": 0}, {"at": "daily 07:00", "count": 2}]
    scaling = {"strategy": "horizontal", "replicas": {"count": 2}, "schedule": night}
    text = "0 is too small; a real-time endpoint keeps one replica or more"
    assert told(of("realtime", scaling=scaling)) == [
        f"{HERE}.scaling.schedule[0].count: {text}; write 1, or kind: components or async, which reach 0"
    ]


def test_a_region_that_refuses_empty_endpoints_is_named() -> None:
    """The minimum of 0 instances was refused in eu-west-3 while other regions took it."""
    text = "0 needs an endpoint without instances, which eu-west-3 refused in 2026-08; "
    text += "write 1, or take a region that has them, such as eu-west-1"
    config = {"machine": "ml.m5.large", "scaling": ZERO}
    assert told(of("components", **config), "eu-west-3") == [f"{HERE}.scaling.replicas.min: {text}"]
    bounded = of("components", **config, instances={"min": 0, "max": 3})
    assert told(bounded, "eu-west-3") == [f"{HERE}.instances.min: {text}"]
    assert told(of("components", **config, instances={"min": 1, "max": 3}), "eu-west-3") == []
    assert told(of("async", **config), "eu-west-3") == []


def test_every_kind_with_instances_names_its_machine() -> None:
    """Only serverless has none."""
    config = of("realtime")
    del config["endpoints"]["it"]["machine"]
    assert told(config) == [f"{HERE}.machine: missing; write the machine type to run on, such as ml.m7i.large"]


def test_every_kind_with_instances_says_how_it_scales() -> None:
    """Only serverless may be silent."""
    config = of("realtime")
    del config["endpoints"]["it"]["scaling"]
    text = "missing; write how it scales, such as {strategy: horizontal, replicas: {count: 2}}"
    assert told(config) == [f"{HERE}.scaling: {text}"]


def test_a_component_does_not_take_the_name_of_an_endpoint() -> None:
    """What was live when is kept by name."""
    config = of("components")
    config["endpoints"]["it-base"] = of("realtime")["endpoints"]["it"]
    text = "'dev-it-base' is the name of an inference component of endpoint it; choose another"
    assert told(config) == [f"environment.endpoints.it-base.name: {text}"]
