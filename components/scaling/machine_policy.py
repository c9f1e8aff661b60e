"""What the machine of an endpoint may do: to that endpoint, its versions, scaling, parameters and alarms."""

from collections.abc import Sequence

from components.account import Account
from components.policy_document import Document, Statement, allow, document
from components.scaling.resize.plan import ResizePlan
from modelhost.spec.scalable import NAMESPACE

SERVICE = "states.amazonaws.com"
LOG_DELIVERY = [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
]
TRACES = [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
]


def machine_policy(
    account: Account, plan: ResizePlan, machine: str, key_arn: str, configuration_prefix: str, *, sleeps: bool
) -> Document:
    """Return the policy of the machine named *machine*; only one that lets its endpoint sleep may delete it."""
    return document(
        *_endpoint(account, plan, configuration_prefix, sleeps),
        _volume_key(account, key_arn),
        *_scaling(account),
        *_records(account, plan),
        *_alarms(account, plan, sleeps),
        *_itself(account, machine),
        allow("DeliverLogs", LOG_DELIVERY, "*"),
        allow("Trace", TRACES, "*"),
    )


def start_policy(machine_arn: str) -> Document:
    """Return the policy of those who give the machine its orders."""
    return document(allow("StartMachine", ["states:StartExecution"], [machine_arn]))


def _endpoint(account: Account, plan: ResizePlan, prefix: str, sleeps: bool) -> list[Statement]:
    """The endpoint by its name, its configurations by their prefix; SageMaker writes both in lower case in ARNs."""
    endpoint = account.arn("sagemaker", f"endpoint/{plan.endpoint.lower()}")
    configurations = account.arn("sagemaker", f"endpoint-config/{prefix.lower()}-*")
    found = [
        allow(
            "Describe", ["sagemaker:DescribeEndpoint", "sagemaker:DescribeEndpointConfig"], [endpoint, configurations]
        ),
        allow("Update", ["sagemaker:UpdateEndpoint"], [endpoint, configurations]),
        # Application Auto Scaling asks it of whoever registers a variant.
        allow("Scale", ["sagemaker:UpdateEndpointWeightsAndCapacities"], [endpoint]),
    ]
    if not sleeps:
        return found
    whole = ["sagemaker:DeleteEndpoint", "sagemaker:ListTags", "sagemaker:AddTags"]
    return [
        *found,
        allow("Create", ["sagemaker:CreateEndpoint"], [endpoint, configurations]),
        allow("SleepAndWake", whole, [endpoint]),
    ]


def _volume_key(account: Account, key_arn: str) -> Statement:
    """Whoever asks for instances lends SageMaker the key of their volumes."""
    return allow(
        "LendVolumeKey",
        ["kms:CreateGrant"],
        [key_arn],
        condition={
            "Bool": {"kms:GrantIsForAWSResource": "true"},
            "StringEquals": {"kms:ViaService": f"sagemaker.{account.region}.amazonaws.com"},
        },
    )


def _scaling(account: Account) -> list[Statement]:
    """Targets have an id of AWS's own in their ARN, so the namespace is what bounds these."""
    targets = [account.arn("application-autoscaling", "scalable-target/*")]
    describe = ["DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"]
    change = ["RegisterScalableTarget", "DeregisterScalableTarget", "PutScalingPolicy", "PutScheduledAction"]
    return [
        allow("DescribeScaling", _autoscaling(describe), "*"),
        allow(
            "PutScalingBack",
            _autoscaling(change),
            targets,
            condition={"StringEquals": {"application-autoscaling:service-namespace": NAMESPACE}},
        ),
        allow("TagScaling", _autoscaling(["ListTagsForResource", "TagResource"]), targets),
    ]


def _records(account: Account, plan: ResizePlan) -> list[Statement]:
    own = [_parameter(account, name) for name in (plan.lock, f"{plan.lock}/*", plan.asleep_record)]
    live, update = _parameter(account, plan.live_record), _parameter(account, plan.update_record)
    read = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
    return [
        allow("ReadRecords", read, [*own, update]),
        allow("WriteRecords", ["ssm:PutParameter"], [*own, live]),
        allow("ForgetRecords", ["ssm:DeleteParameters"], own),
    ]


def _alarms(account: Account, plan: ResizePlan, sleeps: bool) -> list[Statement]:
    """Target tracking makes its alarms under names of its own; the others are the endpoint's."""
    put = [str(each.request["AlarmName"]) for each in plan.step_alarms]
    tracking = [f"TargetTracking-{plan.resource_id}*"]
    found = [
        allow("LookAtAlarms", ["cloudwatch:DescribeAlarms"], [account.arn("cloudwatch", "alarm:*")]),
        allow("FitAlarms", ["cloudwatch:PutMetricAlarm"], _alarm_arns(account, [*put, *tracking])),
        allow("RemoveTrackingAlarms", ["cloudwatch:DeleteAlarms"], _alarm_arns(account, tracking)),
    ]
    if sleeps and plan.alarms:
        mute = ["DisableAlarmActions", "EnableAlarmActions", "SetAlarmState"]
        actions = [f"cloudwatch:{each}" for each in mute]
        found.append(allow("MuteAlarms", actions, _alarm_arns(account, plan.alarms)))
    return found


def _itself(account: Account, machine: str) -> list[Statement]:
    """An execution asks whether another runs, and hands its order to one that knows newer configurations."""
    return [
        allow("SeeExecutions", ["states:DescribeExecution"], [account.arn("states", f"execution:{machine}:*")]),
        allow("HandOver", ["states:StartExecution"], [account.arn("states", f"stateMachine:{machine}")]),
    ]


def _autoscaling(names: Sequence[str]) -> list[str]:
    return [f"application-autoscaling:{name}" for name in names]


def _alarm_arns(account: Account, names: Sequence[str]) -> list[str]:
    return [account.arn("cloudwatch", f"alarm:{name}") for name in names]


def _parameter(account: Account, name: str) -> str:
    return account.arn("ssm", f"parameter{name}")
