"""One model behind one name on SageMaker: log group, models, configurations, endpoint, and components on it."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.account import Account
from components.component_plan import base_specification, instances_for
from components.component_set import ComponentSet
from components.endpoint_log import endpoint_log
from components.endpoint_making import Artifact, Making, all_sizes, primary_serving
from components.endpoint_plan import VARIANT, by_size, counts, weights
from components.endpoint_version import configurations, primary_models
from components.guarded_rollout import guarded
from components.hosted import Hosted
from components.invoker import invoker_policy_json
from components.kind.shape import Site
from components.kind.table import SHAPES
from components.provider.endpoint import Endpoint
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.name import cloud_name

LONGEST_PREFIX = 55  # the provider adds a hyphen and seven digits; SageMaker ends names at 63
TIMEOUTS = pulumi.CustomTimeouts(create="60m", update="480m", delete="30m")
"""An update may take the eight hours that SageMaker gives a deployment; its own limit is shorter."""
FOREIGN_FIELDS = [
    "endpointConfigName",
    "variantName",
    "kind",
    "desiredInstanceCount",
    "variantWeights",
    "variantCounts",
    "configNamesBySize",
    "deploymentConfig",
    "sleeps",
    "scalingFingerprint",
    "alarmNames",
    "tags",
]


class SageMakerEndpointArgs(TypedDict):
    """What an endpoint needs."""

    spec: EndpointSpec
    """Kind, models, machine and time-outs."""
    endpoint_name: str
    """Name in the cloud."""
    account: Account
    """Account and region of the endpoint."""
    role_arn: pulumi.Input[str]
    """Role of the containers."""
    artifacts: NotRequired[Mapping[str, Artifact]]
    """Where the models lie, by variant; those inside their images are left out."""
    secret_environment: NotRequired[pulumi.Input[Mapping[str, str]] | None]
    """Environment variables that must not be seen."""
    subnet_ids: pulumi.Input[Sequence[str]]
    """Private subnets of the containers."""
    security_group_ids: pulumi.Input[Sequence[str]]
    """Security groups of the containers."""
    ready: NotRequired[Sequence[pulumi.Resource]]
    """What must stand before containers start, and until they are gone."""
    key_arn: pulumi.Input[str]
    """KMS key of volumes, logs and traffic."""
    traffic_bucket_name: NotRequired[pulumi.Input[str] | None]
    """Bucket of captured and queued traffic, where anything is kept."""
    topic_arn: NotRequired[pulumi.Input[str] | None]
    """Topic that hears of requests without an answer."""
    initial_count: int
    """Replicas at creation."""
    desired_count: NotRequired[int | None]
    """Replicas that Pulumi keeps; absent when an autoscaler or a schedule owns the number."""
    sizes: NotRequired[Sequence[str]]
    """Machine types that a clock or an alarm chooses from, the stack file's first; none where it alone chooses."""
    sleeps: NotRequired[bool]
    """Whether a clock removes the endpoint and makes it again."""
    scaling_fingerprint: NotRequired[str | None]
    """What changes with the scaling beside the endpoint; none where no machine puts that back."""
    alarm_names: pulumi.Input[Sequence[str]]
    """Alarms to create before, and to mute during, our own updates."""
    guarding_alarm_names: NotRequired[pulumi.Input[Sequence[str]] | None]
    """Alarms that roll a rollout back; none where nothing does."""
    keep_versions: int
    """Configurations and models kept for rollback."""
    log_retention_days: int
    """Days that logs are kept."""
    protect: bool
    """Refuse to delete the endpoint."""


class SageMakerEndpoint(pulumi.ComponentResource):
    """An endpoint of any kind whose immutable parts are replaced beneath a name that stays."""

    hosted: Hosted
    """All that stands."""

    def __init__(self, name: str, args: SageMakerEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        spec = EndpointSpec.model_validate(args["spec"])
        super().__init__("modelhost:index:SageMakerEndpoint", name, {"spec": spec.plain()}, opts)
        shape, making = SHAPES[spec.kind], self._making(name, args, spec)
        sizes = list(args.get("sizes") or ([spec.machine] if spec.machine else []))

        logs = endpoint_log(
            f"{name}-logs",
            shape.log_group(args["endpoint_name"]),
            days=args["log_retention_days"],
            key_arn=args["key_arn"],
            adopt=spec.adopt,
            parent=self,
        )
        models = primary_models(making, all_sizes(spec, sizes))
        configuration_names = configurations(making, sizes, models)
        endpoint = Endpoint(
            name,
            name=args["endpoint_name"],
            endpoint_config_name=next(iter(configuration_names.values())),
            config_names_by_size=by_size(configuration_names),
            variant_name=VARIANT,
            kind=spec.kind.value,
            desired_instance_count=args.get("desired_count") if shape.counted else None,
            variant_weights=weights(spec),
            variant_counts=counts(spec),
            deployment_config=guarded(spec.rollout.deployment(spec.kind), args.get("guarding_alarm_names")),
            sleeps=args.get("sleeps") or None,
            scaling_fingerprint=args.get("scaling_fingerprint"),
            alarm_names=args["alarm_names"],
            # A log group that SageMaker makes by itself has no retention and no key; containers that reach neither
            # S3 nor the registry fail. The engine also keeps what a protected resource depends on.
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=[logs, *args.get("ready", ())],
                protect=args["protect"],
                custom_timeouts=TIMEOUTS,
                import_=args["endpoint_name"] if spec.adopt else None,
                # An adopted endpoint is taken over as it stands; without `adopt` the next up makes it ours.
                ignore_changes=FOREIGN_FIELDS if spec.adopt else None,
            ),
        )
        components = self._components(args, making, models, endpoint.name) if shape.components else None

        self.hosted = Hosted(
            endpoint_name=endpoint.name,
            endpoint_arn=endpoint.arn,
            invocation_url=endpoint.invocation_url,
            variant_name=VARIANT,
            configuration_names=configuration_names if spec.machine else {"": next(iter(configuration_names.values()))},
            alarm_names=pulumi.Output.from_input(args["alarm_names"]),
            invoker_policy_json=invoker_policy_json(
                args["account"], shape, making.site, endpoint.arn, components.component_arns if components else []
            ),
            component_name=components.component_name if components else None,
            adapter_names=components.adapter_names if components else {},
        )
        self.register_outputs(
            {
                "endpoint_arn": self.hosted.endpoint_arn,
                "endpoint_name": self.hosted.endpoint_name,
                "invocation_url": self.hosted.invocation_url,
                "invoker_policy_json": self.hosted.invoker_policy_json,
            }
        )

    def _making(self, name: str, args: SageMakerEndpointArgs, spec: EndpointSpec) -> Making:
        """Return what the parts have in common; components count copies, so their instances are derived."""
        shape, count = SHAPES[spec.kind], args["initial_count"]
        return Making(
            name=name,
            prefix=cloud_name(args["endpoint_name"], limit=LONGEST_PREFIX),
            spec=spec,
            shape=shape,
            site=Site(
                args["endpoint_name"],
                args["role_arn"],
                {"subnets": args["subnet_ids"], "securityGroupIds": args["security_group_ids"]},
                args["key_arn"],
                args.get("traffic_bucket_name"),
                args.get("topic_arn"),
            ),
            region=args["account"].region,
            artifacts=args.get("artifacts", {}),
            secret_environment=args.get("secret_environment"),
            keep=args["keep_versions"],
            count=instances_for(spec, count) if shape.components else count,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _components(
        self,
        args: SageMakerEndpointArgs,
        making: Making,
        models: Mapping[str, pulumi.Input[str]],
        endpoint_name: pulumi.Output[str],
    ) -> ComponentSet:
        """Make the components that carry the models."""
        spec, kind = making.spec, making.spec.image_machine
        return ComponentSet(
            f"{making.name}-components",
            {
                "endpoint_name": args["endpoint_name"],
                "serving_endpoint_name": endpoint_name,
                "specification": base_specification(spec, primary_serving(making, kind, models[kind.name])),
                "copies": args["initial_count"],
                "desired_copies": args.get("desired_count"),
                "adapters": spec.adapters,
                "deployment": guarded(spec.rollout.component_deployment(), args.get("guarding_alarm_names")) or {},
                "alarm_names": args["alarm_names"],
            },
            pulumi.ResourceOptions(parent=self),
        )
