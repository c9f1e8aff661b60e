"""One model behind one name on SageMaker: log group, model, configuration and endpoint."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.container import container_environment, primary_container
from components.endpoint_plan import VARIANT, invoker_policy, log_group_name, production_variant
from components.provider.endpoint import Endpoint
from components.provider.endpoint_configuration import EndpointConfiguration
from components.provider.model import Model
from modelhost.catalog.machine import machine
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.name import cloud_name

LONGEST_PREFIX = 55  # the provider adds a hyphen and seven digits; SageMaker ends names at 63
TIMEOUTS = pulumi.CustomTimeouts(create="60m", update="120m", delete="30m")
FOREIGN_LOG_FIELDS = ["retentionInDays", "kmsKeyId", "tags"]
FOREIGN_FIELDS = ["endpointConfigName", "variantName", "desiredInstanceCount", "alarmNames", "tags"]


class SageMakerEndpointArgs(TypedDict):
    """What an endpoint needs."""

    spec: EndpointSpec
    """Model, machine and time-outs."""
    endpoint_name: str
    """Name in the cloud."""
    region: str
    """Region of the endpoint."""
    role_arn: pulumi.Input[str]
    """Role of the containers."""
    data_source: NotRequired[pulumi.Input[Mapping[str, Any]] | None]
    """Where the model lies; a model inside its image has none."""
    artifact_bytes: NotRequired[int | None]
    """Size of a local artifact, from which time-outs and the volume follow."""
    secret_environment: NotRequired[pulumi.Input[Mapping[str, str]] | None]
    """Environment variables that must not be seen."""
    subnet_ids: pulumi.Input[Sequence[str]]
    """Private subnets of the containers."""
    security_group_ids: pulumi.Input[Sequence[str]]
    """Security groups of the containers."""
    ready: NotRequired[Sequence[pulumi.Resource]]
    """What must stand before containers start, and until they are gone."""
    key_arn: pulumi.Input[str]
    """KMS key of volumes and logs."""
    initial_count: int
    """Instances at creation."""
    desired_count: NotRequired[int | None]
    """Instances that Pulumi keeps; absent when an autoscaler or a schedule owns the count."""
    alarm_names: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Alarms to create before, and to mute during, our own updates."""
    keep_versions: int
    """Configurations kept for rollback."""
    log_retention_days: int
    """Days that logs are kept."""
    protect: bool
    """Refuse to delete the endpoint."""


class SageMakerEndpoint(pulumi.ComponentResource):
    """A real-time endpoint whose immutable parts are replaced beneath a name that stays."""

    endpoint_arn: pulumi.Output[str]
    """ARN of the endpoint."""
    endpoint_name: pulumi.Output[str]
    """Name of the endpoint; known when it serves."""
    invocation_url: pulumi.Output[str]
    """URL that answers signed requests."""
    invoker_policy_json: pulumi.Output[str]
    """IAM policy that lets a caller invoke this endpoint and nothing else."""

    def __init__(self, name: str, args: SageMakerEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = EndpointSpec.model_validate(args["spec"])
        super().__init__("modelhost:index:SageMakerEndpoint", name, {"spec": spec.plain()}, opts)
        child = pulumi.ResourceOptions(parent=self)
        endpoint_name = args["endpoint_name"]
        prefix = cloud_name(endpoint_name, limit=LONGEST_PREFIX)

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=log_group_name(endpoint_name),
            retention_in_days=args["log_retention_days"],
            kms_key_id=args["key_arn"],
            # SageMaker has made the log group of an endpoint that it already runs.
            opts=pulumi.ResourceOptions(
                parent=self,
                import_=log_group_name(endpoint_name) if spec.adopt else None,
                ignore_changes=FOREIGN_LOG_FIELDS if spec.adopt else None,
            ),
        )
        model = Model(
            f"{name}-model",
            name_prefix=prefix,
            endpoint_name=endpoint_name,
            keep=args["keep_versions"],
            execution_role_arn=args["role_arn"],
            primary_container=pulumi.Output.all(
                spec.model.image_uri(args["region"], machine(spec.machine)),
                args.get("data_source"),
                _environment(spec, args.get("secret_environment")),
            ).apply(lambda parts: primary_container(*parts)),
            vpc_config={"subnets": args["subnet_ids"], "securityGroupIds": args["security_group_ids"]},
            enable_network_isolation=spec.network_isolation,
            opts=child,
        )
        variant = production_variant(
            spec, model.name, args["region"], args["initial_count"], args.get("artifact_bytes") or 0
        )
        configuration = EndpointConfiguration(
            f"{name}-configuration",
            name_prefix=prefix,
            endpoint_name=endpoint_name,
            keep=args["keep_versions"],
            production_variants=[variant],
            kms_key_arn=args["key_arn"],
            # The count belongs to the endpoint, its autoscaler or its schedule; it is no reason for a new version.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["productionVariants[0].initialInstanceCount"]),
        )
        endpoint = Endpoint(
            name,
            name=endpoint_name,
            endpoint_config_name=configuration.name,
            variant_name=VARIANT,
            desired_instance_count=args.get("desired_count"),
            alarm_names=args["alarm_names"],
            # A log group that SageMaker makes by itself has no retention and no key; containers that reach neither
            # S3 nor the registry fail. The engine also keeps what a protected resource depends on.
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[logs, *args.get("ready", ())],
                protect=args["protect"],
                custom_timeouts=TIMEOUTS,
                import_=endpoint_name if spec.adopt else None,
                # An adopted endpoint is taken over as it stands; without `adopt` the next up makes it ours.
                ignore_changes=FOREIGN_FIELDS if spec.adopt else None,
            ),
        )

        self.endpoint_arn = endpoint.arn
        self.endpoint_name = endpoint.name
        self.invocation_url = endpoint.invocation_url
        self.invoker_policy_json = endpoint.arn.apply(lambda arn: json.dumps(invoker_policy(arn)))
        self.register_outputs(
            {
                "endpoint_arn": self.endpoint_arn,
                "endpoint_name": self.endpoint_name,
                "invocation_url": self.invocation_url,
                "invoker_policy_json": self.invoker_policy_json,
            }
        )


def _environment(spec: EndpointSpec, secret: pulumi.Input[Mapping[str, str]] | None) -> pulumi.Input[Mapping[str, str]]:
    """Return the container's environment, secret as a whole when any of it is."""
    plain = container_environment(spec.model, spec.environment)
    if secret is None:
        return plain
    return pulumi.Output.secret(secret).apply(lambda hidden: {**plain, **hidden})
