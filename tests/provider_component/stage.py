"""A small story-teller: an endpoint for components, a component with autoscaling and alarms, through the provider."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from modelhost.provider.cloud import Cloud
from modelhost.provider.context import Context
from modelhost.provider.resource import Properties
from modelhost.provider.sagemaker.component import InferenceComponent
from modelhost.provider.sagemaker.component.wait import settle
from tests.provider_sagemaker.stage import IMAGE, ROLE, State

VARIANT = "main"
MACHINE = "ml.m7i.2xlarge"
SHARE = {"numberOfCpuCoresRequired": 1, "minMemoryRequiredInMb": 1024}
DIMENSION = "sagemaker:inference-component:DesiredCopyCount"
MADE = {"CreationTime", "ScalableTargetARN", "PolicyARN", "ScheduledActionARN", "Alarms"}
WAITER = {"Delay": 0.05, "MaxAttempts": 200}


@dataclass
class Stage:
    """One endpoint and its components; every method is what a run of the engine would do."""

    cloud: Cloud
    name: str
    """The endpoint's name."""
    logged: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, cloud: Cloud, test: str) -> "Stage":
        """A stage whose names no other test has, with its endpoint in service."""
        plain = re.sub(r"[^a-z0-9]+", "-", test.removeprefix("test_").lower())[:30].strip("-")
        stage = cls(cloud, f"{plain}-{hashlib.sha256(test.encode()).hexdigest()[:8]}")
        stage._host()
        return stage

    @property
    def component_name(self) -> str:
        """The base component's name."""
        return f"{self.name}-base"

    def context(self, **changes: Any) -> Context:
        """The surroundings of one call."""
        context = Context(
            cloud=self.cloud,
            urn=f"urn:pulumi:dev::modelhost::modelhost:index:InferenceComponent::{self.name}",
            name=self.name,
            timeout_seconds=20.0,
            logger=lambda severity, text, urn: self.logged.append(f"{severity}: {text}"),
        )
        return replace(context, **changes)

    def client(self, service: str) -> Any:
        """A plain client, to look behind the provider's back."""
        return self.cloud.client(service)

    def model(self, name: str) -> str:
        """A model of the endpoint."""
        full = f"{self.name}-{name}"
        self.client("sagemaker").create_model(
            ModelName=full, ExecutionRoleArn=ROLE, PrimaryContainer={"Image": IMAGE}, EnableNetworkIsolation=True
        )
        return full

    def inputs(self, model: str, **changes: Any) -> Properties:
        """The component's properties as the program writes them."""
        inputs = {
            "name": self.component_name,
            "endpointName": self.name,
            "variantName": VARIANT,
            "specification": {"modelName": model, "computeResourceRequirements": SHARE},
            "copyCount": 1,
            "alarmNames": [],
            "tags": {"owner": "ml"},
        }
        return {**inputs, **changes}

    def component(self, model: str = "", **changes: Any) -> State:
        """A live component."""
        return self.create(self.inputs(model or self.model("one"), **changes))

    def create(self, inputs: Properties) -> State:
        """What an up does with a new component."""
        assert InferenceComponent().check(self.context(), "c", inputs, {})[1] == []
        id, outputs = InferenceComponent().create(self.context(), inputs)
        return State(id, inputs, outputs)

    def update(self, state: State, **changes: Any) -> State:
        """What an up does with a changed program."""
        news = {**state.inputs, **changes}
        outputs = InferenceComponent().update(self.context(), state.id, state.outputs, state.inputs, news)
        return State(state.id, news, outputs)

    def ship(self, state: State, model: str, **changes: Any) -> State:
        """What an up does when only the model is another."""
        return self.update(state, specification={**state.inputs["specification"], "modelName": model}, **changes)

    def diff(self, state: State, **changes: Any) -> tuple[dict[str, str], frozenset[str]]:
        """What a preview shows: the changes, and which of them replace."""
        news = {**state.inputs, **changes}
        diff = InferenceComponent().diff(self.context(), state.id, state.inputs, state.outputs, news)
        return dict(diff.changed), diff.replace

    def live(self, name: str = "") -> dict[str, Any]:
        """The component as SageMaker describes it."""
        name = name or self.component_name
        answer: dict[str, Any] = self.client("sagemaker").describe_inference_component(InferenceComponentName=name)
        return answer

    def copies(self) -> int:
        """Copies that are wanted now."""
        return int(self.live()["RuntimeConfig"]["DesiredCopyCount"])

    def scale(self, count: int) -> None:
        """What the autoscaler does on load, or without any."""
        client, name = self.client("sagemaker"), self.component_name
        client.update_inference_component_runtime_config(
            InferenceComponentName=name, DesiredRuntimeConfig={"CopyCount": count}
        )
        settle(self.context(), name)

    @property
    def resource_id(self) -> str:
        """How Application Auto Scaling calls the component."""
        return f"inference-component/{self.component_name}"

    def autoscale(self, low: int = 1, high: int = 4) -> None:
        """A scalable target with a policy and a scheduled action."""
        client = self.client("application-autoscaling")
        target = {"ServiceNamespace": "sagemaker", "ResourceId": self.resource_id, "ScalableDimension": DIMENSION}
        client.register_scalable_target(**target, MinCapacity=low, MaxCapacity=high, Tags={"owner": "ml"})
        client.put_scaling_policy(
            **target,
            PolicyName="concurrency",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 4.0,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
                },
            },
        )
        client.put_scheduled_action(
            **target,
            ScheduledActionName="night",
            Schedule="cron(0 20 ? * MON-FRI *)",
            Timezone="Europe/Berlin",
            ScalableTargetAction={"MinCapacity": low, "MaxCapacity": high},
        )

    def bound(self, low: int, high: int) -> None:
        """What a scheduled action does to the target."""
        self.client("application-autoscaling").register_scalable_target(
            ServiceNamespace="sagemaker",
            ResourceId=self.resource_id,
            ScalableDimension=DIMENSION,
            MinCapacity=low,
            MaxCapacity=high,
        )

    def scaling(self) -> dict[str, Any]:
        """Everything that Application Auto Scaling knows of the component, without the times and ARNs of its making."""
        client = self.client("application-autoscaling")
        scope = {"ServiceNamespace": "sagemaker", "ResourceId": self.resource_id}
        targets = client.describe_scalable_targets(ServiceNamespace="sagemaker", ResourceIds=[self.resource_id])
        return {
            "targets": _timeless(targets["ScalableTargets"]),
            "policies": _timeless(client.describe_scaling_policies(**scope)["ScalingPolicies"]),
            "actions": _timeless(client.describe_scheduled_actions(**scope)["ScheduledActions"]),
        }

    def alarm(self, name: str = "p99") -> str:
        """A CloudWatch alarm of the component."""
        full = f"{self.name}-{name}"
        self.client("cloudwatch").put_metric_alarm(
            AlarmName=full,
            Namespace="AWS/SageMaker",
            MetricName="ModelLatency",
            Statistic="Average",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1.0,
            ComparisonOperator="GreaterThanThreshold",
        )
        return full

    def ring(self, alarm: str) -> None:
        """The alarm goes off."""
        self.client("cloudwatch").set_alarm_state(AlarmName=alarm, StateValue="ALARM", StateReason="slow")

    def speaks(self, alarm: str) -> bool:
        """Whether an alarm acts."""
        found = self.client("cloudwatch").describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
        return bool(found[0]["ActionsEnabled"])

    def recorded(self) -> bool:
        """Whether a record of an update in flight is there."""
        found = self.client("ssm").get_parameters(Names=[f"/modelhost/update/component/{self.component_name}"])
        return bool(found["Parameters"])

    def history(self, name: str = "") -> list[dict[str, Any]]:
        """What was live of the component, the oldest first."""
        name = f"/modelhost/live/{name or self.component_name}"
        found = self.client("ssm").get_parameter_history(Name=name)["Parameters"]
        return [json.loads(each["Value"]) for each in sorted(found, key=lambda each: each["Version"])]

    def _host(self) -> None:
        client = self.client("sagemaker")
        client.create_endpoint_config(
            EndpointConfigName=self.name,
            ExecutionRoleArn=ROLE,
            ProductionVariants=[
                {
                    "VariantName": VARIANT,
                    "InstanceType": MACHINE,
                    "InitialInstanceCount": 1,
                    "ManagedInstanceScaling": {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 4},
                    "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
                }
            ],
        )
        client.create_endpoint(EndpointName=self.name, EndpointConfigName=self.name)
        client.get_waiter("endpoint_in_service").wait(EndpointName=self.name, WaiterConfig=WAITER)


def rollout(*alarms: str, seconds: int = 600) -> Properties:
    """A rolling update that ends when one of the alarms goes off."""
    policy = {
        "maximumBatchSize": {"type": "CAPACITY_PERCENT", "value": 50},
        "waitIntervalInSeconds": 0,
        "maximumExecutionTimeoutInSeconds": seconds,
    }
    watched = {"autoRollbackConfiguration": {"alarms": [{"alarmName": alarm} for alarm in alarms]}} if alarms else {}
    return {"rollingUpdatePolicy": policy, **watched}


def _timeless(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(({key: value for key, value in item.items() if key not in MADE} for item in items), key=str)
