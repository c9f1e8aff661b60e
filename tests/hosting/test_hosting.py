"""What the stack file says of an endpoint reaches the components that host it."""

import json
from types import SimpleNamespace
from typing import Any

from components.account import Account
from components.network_outputs import NetworkOutputs
from infra.hosting import host
from infra.shared_platform import SharedPlatform
from infra.stage import Stage
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT, REGION, Recording, record
from tests.spec.stack import endpoint, loaded

PLATFORM_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/00000000-0000-0000-0000-000000000000"
OTHER_KEY = f"arn:aws:kms:{REGION}:999999999999:key/11111111-1111-1111-1111-111111111111"


def hosted(config: dict[str, Any]) -> Recording:
    """Return what is registered for the one endpoint of *config*."""
    network = NetworkOutputs("vpc-1", ["subnet-1"], ["sg-1"])
    platform = SharedPlatform(network, PLATFORM_KEY, "models", "arn:topic")
    settings: Any = SimpleNamespace(environment=loaded(config), secrets={}, folder=".", cache=".")
    stage = Stage(settings, Account(id=ACCOUNT, region=REGION), platform, [])  # type: ignore[arg-type]
    return record(lambda: host(stage, "digits", stage.environment.endpoints["digits"].in_force()))


def stack(**model: str) -> dict[str, Any]:
    """Return an environment whose one endpoint serves a model in somebody's bucket."""
    return endpoint(model={"artifact": "s3://theirs/digits/", "framework": "sklearn", **model})


def decrypts(**model: str) -> dict[str, Any]:
    """Return what the role of such a model may decrypt."""
    found = hosted(stack(**model))
    policy = json.loads(found.one("RolePolicy")["policy"])
    assert lint(policy) == []
    return statement(policy, "DecryptModel")


def test_a_model_under_another_key_is_decrypted_with_that_key() -> None:
    """The key that the stack file names, through S3, for that bucket's prefix; not the environment's key besides."""
    granted = decrypts(kms_key_arn=OTHER_KEY)
    assert granted["Resource"] == [OTHER_KEY]
    assert granted["Condition"] == {
        "StringEquals": {"kms:ViaService": f"s3.{REGION}.amazonaws.com"},
        "StringLike": {"kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::theirs", "arn:aws:s3:::theirs/digits/*"]},
    }


def test_a_model_without_a_key_of_its_own_takes_the_environments() -> None:
    """Uploads are encrypted with it, and so may other buckets be."""
    assert decrypts()["Resource"] == [PLATFORM_KEY]


def test_alarms_link_to_the_environments_runbook() -> None:
    """The page that the environment names, at the alarm's own place."""
    config = {**stack(), "runbook_url": "https://runbooks.example.com/modelhost"}
    found = hosted(config).of("MetricAlarm")
    assert found
    for each in found:
        link = f"https://runbooks.example.com/modelhost#{each.inputs['name'].removeprefix('dev-digits-')}"
        assert each.inputs["alarmDescription"].endswith(f"Runbook: {link}")
