"""A small story-teller: an endpoint with models, configurations, autoscaling and alarms, through the provider only."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.endpoint import Endpoint
from modelhost.provider.sagemaker.endpoint_configuration import EndpointConfiguration
from modelhost.provider.sagemaker.model import Model

ROLE = "arn:aws:iam::123456789012:role/runner"
IMAGE = "123456789012.dkr.ecr.us-west-2.amazonaws.com/server:1"
VARIANT = "main"
SMALL, LARGE = "ml.m7i.large", "ml.m7i.2xlarge"
NAMESPACE = {"ServiceNamespace": "sagemaker", "ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}


@dataclass
class State:
    """What the engine would remember of one resource."""

    id: str
    inputs: Properties
    outputs: Properties


@dataclass
class Stage:
    """One endpoint and everything around it; every method is what a run of the engine would do."""

    cloud: Cloud
    name: str
    made: int = 0
    logged: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, cloud: Cloud, test: str, node: str) -> "Stage":
        """A stage whose names no other test has, of the same name in another file neither."""
        plain = re.sub(r"[^a-z0-9]+", "-", test.removeprefix("test_").lower())[:30].strip("-")
        return cls(cloud, f"{plain}-{hashlib.sha256(node.encode()).hexdigest()[:8]}")

    def context(self, kind: str = "Endpoint", **changes: Any) -> Context:
        """The surroundings of one call."""
        urn = f"urn:pulumi:dev::modelhost::modelhost:index:SageMakerEndpoint$modelhost:index:{kind}::{self.name}"
        context = Context(
            cloud=self.cloud,
            urn=urn,
            name=self.name,
            timeout_seconds=20.0,
            logger=lambda severity, text, urn: self.logged.append(f"{severity}: {text}"),
        )
        return replace(context, **changes)

    def client(self, service: str) -> Any:
        """A plain client, to look behind the provider's back."""
        return self.cloud.client(service)

    def model(self, keep: int = 3, **changes: Any) -> State:
        """A new model, as a first creation or as the replacement of another."""
        inputs = {
            "namePrefix": self.name,
            "endpointName": self.name,
            "keep": keep,
            "executionRoleArn": ROLE,
            "primaryContainer": {"image": IMAGE},
            "enableNetworkIsolation": True,
            "tags": {"owner": "ml"},
        }
        return self._make(Model(), "Model", {**inputs, **changes})

    def configuration(
        self,
        model: State | None = None,
        machine: str = SMALL,
        count: int = 1,
        keep: int = 3,
        around: Properties | None = None,
        **changes: Any,
    ) -> State:
        """A new endpoint configuration, with a model of its own unless one is given; `around` is beside variants."""
        around = around or {}
        variant = {
            "variantName": VARIANT,
            "modelName": (model or self.model(keep=keep)).id if "productionVariants" not in around else None,
            "instanceType": machine,
            "initialInstanceCount": count,
            "initialVariantWeight": 1,
        }
        inputs = {
            "namePrefix": self.name,
            "endpointName": self.name,
            "keep": keep,
            "productionVariants": [{**variant, **changes}],
            "tags": {"owner": "ml"},
            **around,
        }
        return self._make(EndpointConfiguration(), "EndpointConfiguration", inputs)

    def sizes(self, model: State | None = None, keep: int = 3) -> dict[str, State]:
        """One configuration for each of two machines, all with one model, as a release of the program makes them."""
        model = model or self.model(keep=keep)
        return {
            machine: self.configuration(model, machine, keep=keep, around={"size": machine})
            for machine in (SMALL, LARGE)
        }

    def endpoint_inputs(self, configuration: State, **changes: Any) -> Properties:
        """The endpoint's properties as the program writes them."""
        inputs = {
            "name": self.name,
            "endpointConfigName": configuration.id,
            "variantName": VARIANT,
            "alarmNames": [],
            "tags": {"owner": "ml"},
        }
        return {**inputs, **changes}

    def endpoint(self, configuration: State, **changes: Any) -> State:
        """A live endpoint."""
        inputs = self.endpoint_inputs(configuration, **changes)
        id, outputs = Endpoint().create(self.context(), inputs)
        return State(id, inputs, outputs)

    def read(self, state: State) -> State | None:
        """What a refresh does; None when the endpoint is gone."""
        found = Endpoint().read(self.context(), state.id, state.inputs, state.outputs)
        return State(*found) if found else None

    def changed(self, state: State, **changes: Any) -> dict[str, str]:
        """What a preview of a changed program shows."""
        news = {**state.inputs, **changes}
        return dict(Endpoint().diff(self.context(), state.id, state.inputs, state.outputs, news).changed)

    def update(self, state: State, **changes: Any) -> State:
        """What an up does with a changed program."""
        news = {**state.inputs, **changes}
        outputs = Endpoint().update(self.context(), state.id, state.outputs, state.inputs, news)
        return State(state.id, news, outputs)

    def autoscale(self, low: int = 1, high: int = 6) -> None:
        """A scalable target with two policies and two scheduled actions, as pulumi-aws registers them."""
        client = self.client("application-autoscaling")
        target = {**NAMESPACE, "ResourceId": self.resource_id}
        client.register_scalable_target(**target, MinCapacity=low, MaxCapacity=high, Tags={"owner": "ml"})
        client.register_scalable_target(**target, SuspendedState={"DynamicScalingInSuspended": True})
        client.put_scaling_policy(
            **target,
            PolicyName="concurrency",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 8.0,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "SageMakerVariantConcurrentRequestsPerModelHighResolution"
                },
                "ScaleInCooldown": 300,
                "ScaleOutCooldown": 60,
            },
        )
        for name, hour, floor in (("day", 8, 2), ("night", 20, 1)):
            client.put_scheduled_action(
                **target,
                ScheduledActionName=name,
                Schedule=f"cron(0 {hour} ? * MON-FRI *)",
                Timezone="Europe/Berlin",
                StartTime="2030-01-01T00:00:00+00:00",
                EndTime="2031-01-01T00:00:00+00:00",
                ScalableTargetAction={"MinCapacity": floor, "MaxCapacity": high},
            )

    def resize(self, configuration: str) -> None:
        """What a clock, or an alarm, does at its time: another configuration goes live behind Pulumi's back."""
        client = self.client("sagemaker")
        client.update_endpoint(
            EndpointName=self.name, EndpointConfigName=configuration, RetainAllVariantProperties=True
        )
        client.get_waiter("endpoint_in_service").wait(
            EndpointName=self.name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}
        )

    def history(self) -> list[dict[str, Any]]:
        """What was live when, oldest first, without the times."""
        try:
            found = self.client("ssm").get_parameter_history(Name=f"/modelhost/live/{self.name}")["Parameters"]
        except self.client("ssm").exceptions.ParameterNotFound:
            return []
        return [{k: v for k, v in json.loads(each["Value"]).items() if k != "at"} for each in found]

    def alarm(self, name: str = "p99", speaking: bool = True) -> str:
        """A CloudWatch alarm of the endpoint."""
        full = f"{self.name}-{name}"
        self.client("cloudwatch").put_metric_alarm(
            AlarmName=full,
            ActionsEnabled=speaking,
            Namespace="AWS/SageMaker",
            MetricName="ModelLatency",
            Statistic="Average",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1.0,
            ComparisonOperator="GreaterThanThreshold",
        )
        return full

    def scale(self, count: int) -> None:
        """What the autoscaler does on load."""
        self.client("sagemaker").update_endpoint_weights_and_capacities(
            EndpointName=self.name,
            DesiredWeightsAndCapacities=[{"VariantName": VARIANT, "DesiredInstanceCount": count}],
        )
        self.client("sagemaker").get_waiter("endpoint_in_service").wait(
            EndpointName=self.name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}
        )

    @property
    def resource_id(self) -> str:
        """How Application Auto Scaling calls the variant."""
        return f"endpoint/{self.name}/variant/{VARIANT}"

    def live(self) -> dict[str, Any]:
        """The endpoint as SageMaker describes it."""
        answer: dict[str, Any] = self.client("sagemaker").describe_endpoint(EndpointName=self.name)
        return answer

    def count(self) -> int:
        """Desired instances of the variant."""
        return int(self.live()["ProductionVariants"][0]["DesiredInstanceCount"])

    def scaling(self) -> dict[str, Any]:
        """Everything that Application Auto Scaling knows of the variant, without the times and ARNs of its making."""
        client = self.client("application-autoscaling")
        targets = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[self.resource_id])
        found = targets["ScalableTargets"]
        tags = [client.list_tags_for_resource(ResourceARN=target["ScalableTargetARN"])["Tags"] for target in found]
        scope = {"ServiceNamespace": "sagemaker", "ResourceId": self.resource_id}
        policies = client.describe_scaling_policies(**scope)["ScalingPolicies"]
        actions = client.describe_scheduled_actions(**scope)["ScheduledActions"]
        return {
            "targets": _timeless(found),
            "tags": tags,
            "policies": _timeless(policies),
            "actions": _timeless(actions),
        }

    def speaks(self, alarm: str) -> bool:
        """Whether an alarm acts."""
        found = self.client("cloudwatch").describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
        return bool(found[0]["ActionsEnabled"])

    def recorded(self) -> bool:
        """Whether a record of an update in flight is there."""
        pages = self.client("ssm").get_paginator("get_parameters_by_path").paginate(Path="/modelhost/update")
        return any(each["Name"] == f"/modelhost/update/{self.name}" for page in pages for each in page["Parameters"])

    def configurations(self) -> list[str]:
        """The names of the endpoint's configurations that exist."""
        found = self.client("sagemaker").list_endpoint_configs(NameContains=self.name)["EndpointConfigs"]
        return sorted(each["EndpointConfigName"] for each in found)

    def models(self) -> list[str]:
        """The names of the endpoint's models that exist."""
        return sorted(
            each["ModelName"] for each in self.client("sagemaker").list_models(NameContains=self.name)["Models"]
        )

    def retire(self, *states: State) -> None:
        """What the engine does with replaced, or destroyed, models and configurations."""
        for state in states:
            resource = EndpointConfiguration() if "productionVariants" in state.inputs else Model()
            resource.delete(self.context(), state.id, state.outputs)

    def _make(self, resource: Model | EndpointConfiguration, kind: str, inputs: Properties) -> State:
        self.made += 1
        context = self.context(kind, random_seed=f"{self.name}-{self.made}".encode())
        checked, failures = resource.check(context, self.name, inputs, {})
        assert failures == []
        id, outputs = resource.create(context, checked)
        return State(id, checked, outputs)


def _timeless(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = {"CreationTime", "ScalableTargetARN", "PolicyARN", "ScheduledActionARN", "Alarms"}
    plain = [{key: value for key, value in item.items() if key not in made} for item in items]
    return sorted(plain, key=str)
