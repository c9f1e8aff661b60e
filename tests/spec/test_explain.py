"""What a reader is told of each mistake, word for word."""

from typing import Any

import pytest

from tests.spec.stack import endpoint, environment, scaling, told

HERE = "environment.endpoints.digits"
KNOWN = "sklearn, xgboost, pytorch, tensorflow, huggingface, huggingface-tei, djl-lmi, vllm"
ECR = "123456789012.dkr.ecr.us-west-2.amazonaws.com"
DIGEST = (
    "an image in ECR by digest, which is all that SageMaker pulls: "
    "<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<64 hex digits>"
)
ZERO = "write 1 or more; strategy auto with min 0 rests at nothing, with kind components or async"

MISTAKES: list[tuple[dict[str, Any], str]] = [
    (
        environment(name="Dev_1"),
        "environment.name: 'Dev_1' is not a name of lower-case letters, digits and single hyphens, "
        "starting with a letter",
    ),
    (environment(owner=""), "environment.owner: '' is too short; write 1 or more"),
    (environment(name="a" * 33), "environment.name: '" + "a" * 33 + "' is too long; write at most 32"),
    (environment(protect="yes"), "environment.protect: 'yes' is neither true nor false; write one of them"),
    (
        environment(keep_versions="two"),
        "environment.keep_versions: 'two' is not a whole number; write digits without quotes, such as 2",
    ),
    (
        environment(keep_versions=True),
        "environment.keep_versions: true is not a whole number; write digits without quotes, such as 2",
    ),
    (
        environment(keep_versions=2.5),
        "environment.keep_versions: 2.5 is not a whole number; write digits without quotes, such as 2",
    ),
    (
        environment(keep_versions="1e3"),
        "environment.keep_versions: '1e3' is not a whole number; write digits without quotes, such as 2",
    ),
    (environment(keep_versions=0), "environment.keep_versions: 0 is too small; write 1 or more"),
    (environment(keep_versions=99), "environment.keep_versions: 99 is too large; write 50 or less"),
    (environment(cost_centre=42), "environment.cost_centre: 42 is not text; write it in quotes"),
    (
        environment(log_retention_days=31),
        "environment.log_retention_days: 31 is no retention of CloudWatch Logs; nearest: 30",
    ),
    (environment(notwork={}), "environment.notwork: 'notwork' is not a field here; did you mean network?"),
    (
        environment(iam={"zzz": 1}),
        "environment.iam.zzz: 'zzz' is not a field here; known here: path, permissions_boundary_arn",
    ),
    (
        environment(network="10.0.0.0/16"),
        "environment.network: '10.0.0.0/16' is not a block of fields; write one `field: value` a line",
    ),
    (
        environment(tags=["a"]),
        "environment.tags: a list is not a block of names and values; write one `name: value` a line",
    ),
    (
        environment(notify={"emails": "me@example.com"}),
        "environment.notify.emails: 'me@example.com' is not a list; write [..], or one item a line after a dash",
    ),
    (
        environment(notify={"emails": ["me@example.com", "me"]}),
        "environment.notify.emails[1]: 'me' is not an e-mail address, such as ml-oncall@example.com",
    ),
    (environment(budget={"monthly_usd": 0}), "environment.budget.monthly_usd: 0 is not above 0; write a larger number"),
    (
        environment(budget={"monthly_usd": float("nan")}),
        "environment.budget.monthly_usd: nan is not a finite number; write one, such as 0.5",
    ),
    (
        environment(budget={"monthly_usd": "4,000"}),
        "environment.budget.monthly_usd: '4,000' is not a number; write digits without quotes, such as 0.5",
    ),
    (
        environment(budget={"monthly_usd": 1, "alert_at": [80]}),
        "environment.budget.alert_at[0]: 80 is not a fraction of the budget; write 0.8",
    ),
    (
        endpoint(machine="ml.g6.xlrge"),
        f"{HERE}.machine: 'ml.g6.xlrge' is not a machine type that the catalogue knows; did you mean ml.g6.xlarge?",
    ),
    (endpoint(platform="sagemakr"), f"{HERE}.platform: 'sagemakr' is not a platform; use sagemaker"),
    (
        endpoint(slo={"p99_ms": 300, "error_rate": 5}),
        f"{HERE}.slo.error_rate: 5 is too large; write less than 1 (a fraction: 0.05)",
    ),
    (
        endpoint(model={"artifact": "./m", "framework": "sklern"}),
        f"{HERE}.model.framework: 'sklern' is not a known framework; use {KNOWN} (did you mean sklearn?), "
        "or an image by digest",
    ),
    (
        endpoint(model={"artifact": "./m", "image": "registry/me:latest"}),
        f"{HERE}.model.image: 'registry/me:latest' names a tag, which may change; write {DIGEST}",
    ),
    (
        scaling("verticl", replicas={"count": 1}),
        f"{HERE}.scaling.strategy: 'verticl' is not a strategy; use horizontal, vertical or auto "
        "(did you mean vertical?)",
    ),
    (scaling("horizontal", replicas={"count": 0}), f"{HERE}.scaling.replicas.count: 0 is too small; {ZERO}"),
    (
        scaling("horizontal", replicas={"count": 2, "min": 3, "max": 1}),
        f"{HERE}.scaling.replicas.min: min 3 exceeds max 1; lower min or raise max",
    ),
    (
        scaling("horizontal", replicas={"count": 2}, schedule=[{"at": 480, "count": 2}]),
        f"{HERE}.scaling.schedule[0].at: 480 is a number, as YAML reads an unquoted time; "
        'write it in quotes, such as "weekdays 08:00"',
    ),
]


@pytest.mark.parametrize(("config", "text"), MISTAKES, ids=[text.split(": ")[0] for _, text in MISTAKES])
def test_a_mistake_is_told_with_place_and_remedy(config: dict[str, Any], text: str) -> None:
    """One mistake yields one line: where, what is wrong with the value, what to do."""
    assert told(config) == [text]


def test_a_missing_key_names_the_command_that_sets_it() -> None:
    """A key that must be there is named with its full path and a command."""
    config = endpoint()
    del config["endpoints"]["digits"]["model"]
    path = "environment.endpoints.digits.model"
    assert told(config) == [f"{path}: missing; add it, or `pulumi config set --path 'modelhost:{path}' <value>`"]


@pytest.mark.parametrize("config", [{}, None, []])
def test_an_empty_stack_file_is_told_how_to_begin(config: Any) -> None:
    """Without any environment there is one problem, with the first command."""
    text = "environment: missing; describe it under `modelhost:environment`, beginning with "
    assert told(config) == [f"{text}`pulumi config set --path 'modelhost:environment.name' <name>`"]


@pytest.mark.parametrize(
    ("region", "hint"), [("us-wst-2", "did you mean us-west-2?"), ("mars", "write one such as us-west-2")]
)
def test_a_region_that_cannot_be_is_told_with_the_rest(region: str, hint: str) -> None:
    """A slip in the region is one more problem of the same file."""
    config = endpoint(model={"image": f"{ECR}/me@sha256:{'0' * 64}"}, platform="eks")
    assert told(config, region) == [
        f"config.aws:region: {region!r} is not a region that the catalogue knows; {hint}",
        f"{HERE}.platform: 'eks' is not a platform; use sagemaker",
    ]


def test_a_new_region_of_a_known_area_is_not_refused() -> None:
    """The snapshot may be older than the newest region."""
    assert told(endpoint(model={"image": f"{ECR}/me@sha256:{'0' * 64}"}), "eu-north-9") == []


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    """Mistakes of every kind, in every block, are told together."""
    config = endpoint(
        machine="ml.m7i.larg",
        scalling={},
        scaling={"strategy": "auto", "replicas": {"count": 9}, "schedule": [{"at": "weekdys 08:00", "min": 2}]},
    )
    config = {**config, "network": {"cidr": "10.0.0.0/8"}, "budgett": {}}
    assert [line.split(": ")[0] for line in told(config)] == [
        f"{HERE}.machine",
        f"{HERE}.scaling",
        f"{HERE}.scaling.schedule[0].at",
        f"{HERE}.scalling",
        "environment.network.cidr",
        "environment.budgett",
    ]


def test_a_broken_field_hides_no_rule_that_does_not_need_it() -> None:
    """Rules over sound fields of a block are told although another field of the block is broken."""
    lines = told(endpoint(platform="eks", adopt=True))
    assert lines == [
        f"{HERE}.platform: 'eks' is not a platform; use sagemaker",
        f"{HERE}.name: missing beside adopt; write the name of the endpoint to take over",
    ]


@pytest.mark.parametrize("value", ["hf_" + "a1B2" * 8, "canary-value-in-clear", 12345, ["canary"]])
def test_a_value_of_the_containers_environment_is_never_repeated(value: Any) -> None:
    """Whatever is wrong with a variable, its value stays out of the message."""
    lines = told(endpoint(environment={"API_TOKEN": value}))
    assert len(lines) == 1
    assert str(value) not in lines[0]


def test_an_encrypted_variable_is_sent_to_the_secrets() -> None:
    """A variable set with --secret inside the environment would be shown; the message says where it belongs."""
    place = f"{HERE}.environment.HF_TOKEN"
    text = "is encrypted, and the program would show it; move it to `modelhost:secrets.<endpoint>.<name>`"
    assert told(endpoint(environment={"HF_TOKEN": {"secure": "v1:abc"}})) == [f"{place}: {text}"]
