"""Host endpoints by the real program's own functions, on a platform that is already there."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from components.account import Account
from components.endpoint_making import Artifact
from components.endpoint_plan import models
from components.hosted import Hosted
from components.model_location import ModelLocation, parse_location
from components.network_outputs import NetworkOutputs
from components.sagemaker_endpoint import SageMakerEndpoint
from infra.fingerprint import fingerprint
from infra.hosting import host
from infra.scaling import scale
from infra.settings import Settings
from infra.shared_platform import SharedPlatform
from infra.stage import Stage
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.load import load
from modelhost.spec.problem import SpecError
from modelhost.spec.strategy import Strategy
from tests.components.recording import ACCOUNT, REGION
from tests.contract.registrar import Registrar, registered

ROLE = f"arn:aws:iam::{ACCOUNT}:role/runner"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"
NOWHERE = Path("nowhere")
"""There are no local models."""
SUBNETS, GROUPS = ["subnet-1", "subnet-2"], ["sg-1"]
FRAME: dict[str, Any] = {"name": "dev", "owner": "team", "cost_centre": "42"}


def accepted(block: Mapping[str, Any]) -> bool:
    """Whether the stack file takes this endpoint."""
    try:
        load({**FRAME, "endpoints": {"e": dict(block)}}, REGION)
    except SpecError:
        return False
    return True


def hosted(blocks: Mapping[str, Mapping[str, Any]], folder: Path, cache: Path) -> Registrar:
    """Host and scale every endpoint with all that belongs to it, and return what was asked of AWS.

    Local models are found from *folder*, and packed into *cache*.
    """
    return _registered(blocks, host, folder, cache)


def served(blocks: Mapping[str, Mapping[str, Any]]) -> Registrar:
    """The same without roles and alarms, which few words of an endpoint change: models, configurations, scaling."""
    return _registered(blocks, _serve, NOWHERE, NOWHERE)


Host = Callable[[Stage, str, Strategy], Hosted]


def _registered(blocks: Mapping[str, Mapping[str, Any]], host_one: Host, folder: Path, cache: Path) -> Registrar:
    environment = load({**FRAME, "endpoints": {key: dict(block) for key, block in blocks.items()}}, REGION)

    def program() -> None:
        stage = _stage(environment, folder, cache)
        for key, spec in environment.endpoints.items():
            strategy = spec.in_force()
            scale(stage, key, host_one(stage, key, strategy), strategy)

    return registered(program)


def _stage(environment: EnvironmentSpec, folder: Path, cache: Path) -> Stage:
    return Stage(
        settings=Settings(environment, REGION, None, None, {}, folder, cache),
        account=Account(id=ACCOUNT, region=REGION),
        platform=SharedPlatform(
            network=NetworkOutputs("vpc-1", SUBNETS, GROUPS),
            key_arn=KEY,
            bucket_name="artifacts",
            alarm_topic_arn=TOPIC,
        ),
        providers=[],
        traffic_bucket_name="traffic",
    )


def _serve(stage: Stage, key: str, strategy: Strategy) -> Hosted:
    environment, spec = stage.environment, stage.environment.endpoints[key]
    places = {name: model.artifact for name, model in models(spec).items() if model.artifact}
    return SageMakerEndpoint(
        stage.resource_name(key),
        {
            "spec": spec,
            "endpoint_name": environment.endpoint_name(key),
            "account": stage.account,
            "role_arn": ROLE,
            "artifacts": {name: Artifact(_location(uri).data_source, 0) for name, uri in places.items()},
            "subnet_ids": SUBNETS,
            "security_group_ids": GROUPS,
            "key_arn": KEY,
            "traffic_bucket_name": stage.traffic_bucket_name,
            "topic_arn": TOPIC,
            "initial_count": strategy.count,
            "desired_count": strategy.owned_count,
            "sizes": strategy.chosen_sizes,
            "sleeps": strategy.hours is not None,
            "scaling_fingerprint": fingerprint(strategy),
            "alarm_names": ["errors"],
            "guarding_alarm_names": ["errors"] if spec.rollout.rollback_on_alarms else None,
            "keep_versions": environment.keep_versions,
            "log_retention_days": environment.log_retention_days,
            "protect": environment.protect,
        },
    ).hosted


def _location(artifact: str) -> ModelLocation:
    """Where a model lies, or will lie once its folder is packed."""
    return parse_location(artifact if artifact.startswith("s3://") else "s3://artifacts/models/packed.tar.gz")
