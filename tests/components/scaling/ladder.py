"""An endpoint on a ladder of two sizes in the embedded AWS, with its machine: the words that its tests share."""

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from components.account import Account
from components.scaling.machine_policy import SERVICE, machine_policy
from components.scaling.resize.definition import definition
from components.scaling.resize.order import NOTHING_SAID, START
from components.scaling.resize.plan import ResizePlan
from tests.cloud import machine
from tests.cloud.embedded import Sandbox, scope_of, unique, until
from tests.components.scaling.walk import reached

ACCOUNT = Account(id="123456789012", region="us-west-2")
KEY = ACCOUNT.arn("kms", "key/1")
SMALL, LARGE = "ml.m7i.large", "ml.m7i.2xlarge"
TAGS = [{"Key": "owner", "Value": "ml-platform"}]


@dataclass(frozen=True)
class Ladder:
    """One endpoint with a configuration per size."""

    cloud: Sandbox
    plan: ResizePlan

    @property
    def endpoint(self) -> str:
        """Its name."""
        return self.plan.endpoint

    @cached_property
    def machine(self) -> str:
        """ARN of its machine, whose role may do what ours may."""
        name, iam = unique("machine"), self.cloud.client("iam")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=machine.trust(SERVICE))["Role"]["Arn"]
        policy = machine_policy(ACCOUNT, self.plan, name, KEY, "config", sleeps=True)
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(policy))
        made = self.cloud.client("stepfunctions").create_state_machine(
            name=name, definition=json.dumps(definition(self.plan)), roleArn=role
        )
        return str(made["stateMachineArn"])

    def with_plan(self, **changes: Any) -> "Ladder":
        """Return the same endpoint with another machine."""
        return replace(self, plan=replace(self.plan, **changes))

    def begin(self, **order: Any) -> str:
        """Start an execution and give its ARN."""
        started = self.cloud.client("stepfunctions").start_execution(
            stateMachineArn=self.machine, input=json.dumps(order)
        )
        return str(started["executionArn"])

    def order(self, **order: Any) -> dict[str, Any]:
        """Run an order to its end and describe the execution."""
        return machine.ended(self.cloud, self.begin(**order))

    def order_from(self, start: str, order: dict[str, Any], **known: Any) -> dict[str, Any]:
        """Run an order from the middle, with what the machine knows there: what happens between two of its steps."""
        whole = definition(self.plan)
        states = {name: whole["States"][name] for name in reached(start, whole["States"])}
        given = {**START, "order": {**NOTHING_SAID, **order}, **known}
        return machine.run(self.cloud, json.dumps({**whole, "StartAt": start, "States": states}), given)

    def outcome(self, **order: Any) -> str:
        """Run an order that succeeds and give its outcome."""
        return str(machine.output(self.order(**order))["outcome"])

    def live(self) -> dict[str, Any]:
        """Describe the endpoint."""
        return self.cloud.describe(self.endpoint)

    def live_name(self) -> dict[str, Any]:
        """Give what the machine looks at of the live endpoint before it takes the lock."""
        return {"EndpointConfigName": self.live()["EndpointConfigName"]}

    def size(self) -> str:
        """Give the size that is live."""
        name = self.live()["EndpointConfigName"]
        return next(size for size, each in self.plan.configurations.items() if each == name)

    def until_updating(self) -> None:
        """Wait until the endpoint is being updated."""
        until(lambda: self.live()["EndpointStatus"] == "Updating")

    def gone(self) -> bool:
        """Tell whether the endpoint does not exist."""
        listed = self.cloud.client("sagemaker").list_endpoints(NameContains=self.endpoint)
        return not listed["Endpoints"]

    def scaling(self) -> dict[str, Any]:
        """Give all that Application Auto Scaling knows, without what AWS made up."""
        client, subject = self.cloud.client("application-autoscaling"), scope_of(self.endpoint)
        asked = {key: subject[key] for key in ("ServiceNamespace", "ResourceId")}
        targets = client.describe_scalable_targets(
            ServiceNamespace=asked["ServiceNamespace"], ResourceIds=[asked["ResourceId"]]
        )["ScalableTargets"]

        def listed(operation: str, items: str, name: str) -> list[dict[str, Any]]:
            pages = client.get_paginator(operation).paginate(**asked)
            return sorted((_kept(each) for page in pages for each in page[items]), key=lambda each: str(each[name]))

        return {
            "targets": [_kept(each) for each in targets],
            "tags": [client.list_tags_for_resource(ResourceARN=each["ScalableTargetARN"])["Tags"] for each in targets],
            "policies": listed("describe_scaling_policies", "ScalingPolicies", "PolicyName"),
            "actions": listed("describe_scheduled_actions", "ScheduledActions", "ScheduledActionName"),
        }

    def parameters(self) -> list[str]:
        """Give the names of what is kept about the endpoint, without its history."""
        client = self.cloud.client("ssm")
        pages = client.get_paginator("get_parameters_by_path").paginate(Path="/modelhost", Recursive=True)
        names = [each["Name"] for page in pages for each in page["Parameters"] if self.endpoint in each["Name"]]
        return sorted(name for name in names if "/live/" not in name)

    def history(self) -> dict[str, Any]:
        """Give what was live last."""
        found = self.cloud.client("ssm").get_parameter(Name=self.plan.live_record)
        return dict(json.loads(found["Parameter"]["Value"]))

    def calls(self, operation: str) -> list[dict[str, Any]]:
        """Give the parameters of the calls of an operation that name the endpoint."""
        calls = self.cloud.control(f"calls?operation={operation}")
        return [each["params"] for each in calls if self.endpoint in json.dumps(each["params"])]

    def keep(self, name: str, value: str = "{}") -> None:
        """Write a parameter."""
        self.cloud.client("ssm").put_parameter(Name=name, Value=value, Type="String", Overwrite=True)

    def forget(self, name: str) -> None:
        """Delete a parameter."""
        self.cloud.client("ssm").delete_parameter(Name=name)


def ladder(cloud: Sandbox, count: int = 2, scaled: bool = True, every_shape: bool = False, **changes: Any) -> Ladder:
    """Bring an endpoint up at the small size, scaled out and autoscaled."""
    small = cloud.configuration(InstanceType=SMALL, InitialInstanceCount=1)
    large = cloud.configuration(InstanceType=LARGE, InitialInstanceCount=1)
    name = unique("endpoint")
    client = cloud.client("sagemaker")
    client.create_endpoint(EndpointName=name, EndpointConfigName=small, Tags=TAGS)
    cloud.settled(name)
    if scaled:
        autoscale(cloud, name, every_shape)
    if count > 1:
        cloud.client("sagemaker").update_endpoint_weights_and_capacities(
            EndpointName=name, DesiredWeightsAndCapacities=[{"VariantName": "main", "DesiredInstanceCount": count}]
        )
        cloud.settled(name)
    plan = ResizePlan(name, "main", "realtime", {SMALL: small, LARGE: large}, cooldown_seconds=60)
    return Ladder(cloud, replace(plan, **changes))


def autoscale(cloud: Sandbox, endpoint: str, every_shape: bool) -> None:
    """Give the endpoint scaling that has to come back; actions have four shapes, of which one often does."""
    scope = cloud.register(
        endpoint,
        SuspendedState={
            "DynamicScalingInSuspended": True,
            "DynamicScalingOutSuspended": False,
            "ScheduledScalingSuspended": False,
        },
        Tags={"owner": "ml-platform"},
    )
    client = cloud.client("application-autoscaling")
    client.put_scaling_policy(
        **scope,
        PolicyName="tracking",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 8.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
            "ScaleInCooldown": 300,
            "ScaleOutCooldown": 60,
            "DisableScaleIn": True,
        },
    )
    client.put_scaling_policy(
        **scope,
        PolicyName="steps",
        PolicyType="StepScaling",
        StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity",
            "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 2}],
            "Cooldown": 60,
            "MetricAggregationType": "Maximum",
        },
    )
    times: dict[str, dict[str, Any]] = {
        "plain": {},
        "begins": {"StartTime": "2027-01-01T00:00:00Z"},
        "ends": {"EndTime": "2028-01-01T00:00:00Z"},
        "both": {"StartTime": "2027-01-01T00:00:00Z", "EndTime": "2028-01-01T00:00:00Z"},
    }
    for name, time in list(times.items())[0 if every_shape else 3 :]:
        client.put_scheduled_action(
            **scope,
            ScheduledActionName=name,
            Schedule="cron(0 8 ? * MON-FRI *)",
            Timezone="Europe/Berlin",
            ScalableTargetAction={"MinCapacity": 2},
            **time,
        )


def add_policies(endpoint: Ladder, number: int) -> None:
    """Give the endpoint as many step policies more."""
    steps = {
        "AdjustmentType": "ChangeInCapacity",
        "StepAdjustments": [{"MetricIntervalLowerBound": 0.0, "ScalingAdjustment": 1}],
    }
    for place in range(number):
        endpoint.cloud.client("application-autoscaling").put_scaling_policy(
            **scope_of(endpoint.endpoint),
            PolicyName=f"steps-{place}",
            PolicyType="StepScaling",
            StepScalingPolicyConfiguration=steps,
        )


def add_actions(endpoint: Ladder, number: int) -> None:
    """Give the endpoint as many scheduled actions more."""
    for place in range(number):
        endpoint.cloud.client("application-autoscaling").put_scheduled_action(
            **scope_of(endpoint.endpoint),
            ScheduledActionName=f"action-{place}",
            Schedule="cron(0 8 ? * MON-FRI *)",
            Timezone="UTC",
            ScalableTargetAction={"MinCapacity": 2},
        )


def _kept(item: dict[str, Any]) -> dict[str, Any]:
    made_up = ("CreationTime", "Alarms", "ScalableTargetARN", "PolicyARN", "ScheduledActionARN")
    return {key: value for key, value in item.items() if key not in made_up}
