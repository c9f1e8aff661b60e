"""What endpoints stand on: made here, already there, or held by another stack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.account import Account
from components.alarm_topic import AlarmTopic
from components.encryption_key import EncryptionKey
from components.key_policy import data_key_policy
from components.model_security_group import ModelSecurityGroup
from components.model_store import ModelStore
from components.network import Network
from components.network_outputs import NetworkOutputs
from infra.access import look_up_zones
from infra.settings import Settings

PLATFORM_OUTPUTS = (
    "vpc_id",
    "private_subnet_ids",
    "security_group_ids",
    "key_arn",
    "bucket_name",
    "alarm_topic_arn",
)
"""Stack outputs that endpoints of another stack stand on."""


@dataclass(frozen=True)
class SharedPlatform:
    """Network, key, bucket and topic, whoever holds them."""

    network: NetworkOutputs
    """Where containers run."""
    key_arn: pulumi.Input[str]
    """KMS key of artifacts, volumes and logs."""
    bucket_name: pulumi.Input[str]
    """Bucket of the artifacts."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic that reaches people."""
    alarm_topic_key_arn: pulumi.Input[str | None] = None
    """KMS key of that topic, where it is ours."""
    log_bucket_name: pulumi.Output[str] | None = None
    """Bucket of access logs, where this stack has one."""
    delete_content: pulumi.Input[bool] = False
    """Whether `destroy` may delete buckets with what is in them."""

    def outputs(self) -> dict[str, Any]:
        """Return the platform as stack outputs, under the names that another stack looks for."""
        network = self.network
        values = (network.vpc_id, network.private_subnet_ids, network.security_group_ids)
        needed = dict(
            zip(PLATFORM_OUTPUTS, (*values, self.key_arn, self.bucket_name, self.alarm_topic_arn), strict=True)
        )
        return {**needed, "alarm_topic_key_arn": self.alarm_topic_key_arn, "delete_content": self.delete_content}


def own_platform(settings: Settings, account: Account, providers: list[pulumi.ProviderResource]) -> SharedPlatform:
    """Make what the stack file does not say is there already."""
    environment, opts = settings.environment, pulumi.ResourceOptions(providers=providers)
    name, protect, storage = environment.name, environment.protect, environment.storage
    key_arn: pulumi.Input[str] = (
        storage.kms_key_arn
        or EncryptionKey(
            f"{name}-data",
            {
                "description": f"Artifacts, volumes and logs of {name}",
                "policy": data_key_policy(account),
                "deletion_days": storage.key_deletion_days,
                "protect": protect,
            },
            opts,
        ).key_arn
    )
    store = ModelStore(
        f"{name}-models", {"spec": storage, "account": account, "key_arn": key_arn, "protect": protect}, opts
    )
    topic = AlarmTopic(
        f"{name}-alarms",
        {
            "spec": environment.notify,
            "account": account,
            "key_deletion_days": storage.key_deletion_days,
            "protect": protect,
        },
        opts,
    )
    network = _network(settings, account, key_arn, providers)
    return SharedPlatform(
        network=network,
        key_arn=key_arn,
        bucket_name=store.bucket_name,
        alarm_topic_arn=topic.topic_arn,
        alarm_topic_key_arn=topic.key_arn,
        log_bucket_name=store.log_bucket_name,
        delete_content=storage.delete_content,
    )


def other_platform(stack: str) -> SharedPlatform:
    """Take the platform that *stack* holds."""
    known = pulumi.StackReference(stack).outputs.apply(lambda outputs: complete(outputs, stack))

    def output(name: str) -> pulumi.Output[Any]:
        return known.apply(lambda outputs: outputs[name])

    network = NetworkOutputs(output("vpc_id"), output("private_subnet_ids"), output("security_group_ids"))
    return SharedPlatform(
        network=network,
        key_arn=output("key_arn"),
        bucket_name=output("bucket_name"),
        alarm_topic_arn=output("alarm_topic_arn"),
        # A platform made by an earlier version does not tell.
        alarm_topic_key_arn=known.apply(lambda outputs: outputs.get("alarm_topic_key_arn")),
        delete_content=known.apply(lambda outputs: bool(outputs.get("delete_content"))),
    )


def complete(outputs: Mapping[str, Any], stack: str) -> Mapping[str, Any]:
    """Return the outputs of another stack, or say which of a platform's it lacks and how it gets them."""
    missing = [name for name in PLATFORM_OUTPUTS if outputs.get(name) is None]
    if missing:
        raise pulumi.RunError(
            f"environment.platform.stack: {stack} lacks the outputs {', '.join(missing)}; "
            f"it must hold a platform and be up: run `pulumi up -s {stack.rpartition('/')[2]}` there first"
        )
    return outputs


def _network(
    settings: Settings,
    account: Account,
    key_arn: pulumi.Input[str],
    providers: list[pulumi.ProviderResource],
) -> NetworkOutputs:
    """Return the existing network, or make one."""
    environment, opts = settings.environment, pulumi.ResourceOptions(providers=providers)
    existing = environment.network.existing
    if existing is not None:
        ids = existing.private_subnet_ids
        if existing.security_group_ids is not None:
            return NetworkOutputs(existing.vpc_id, ids, existing.security_group_ids)
        group = ModelSecurityGroup(f"{environment.name}-network-models", {"vpc_id": existing.vpc_id}, opts)
        return NetworkOutputs(existing.vpc_id, ids, pulumi.Output.all(group.security_group_id), [group])
    return Network(
        f"{environment.name}-network",
        {
            "spec": environment.network,
            "account": account,
            "zones": look_up_zones(environment.network.zones, providers),
            "key_arn": key_arn,
            "log_retention_days": environment.log_retention_days,
            "iam": environment.iam,
            "protect": environment.protect,
        },
        opts,
    ).outputs
