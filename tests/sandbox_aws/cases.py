"""One story per resource type: how it is made, and what is then changed in place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from modelhost.provider.wire import Asset
from tests.sandbox_aws.world import World, trust

Inputs = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """How a type is made, and the properties that change afterwards."""

    type: str
    given: Callable[[World], Inputs]
    change: Callable[[World], Inputs] = lambda world: {}


def _policy(action: str, resource: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _bucket_policy(bucket: str, sid: str) -> str:
    statement = {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _log_bucket(world: World) -> str:
    bucket = world.bucket()
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    world.make("aws:s3/bucketPolicy:BucketPolicy", {"bucket": bucket, "policy": policy})
    return bucket


def _topic_policy(topic: str, sid: str) -> str:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": topic,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _key_policy(sid: str) -> str:
    statement = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _log_key(world: World) -> str:
    policy = json.loads(_key_policy("root"))
    logs = {**policy["Statement"][0], "Sid": "logs", "Principal": {"Service": "logs.us-west-2.amazonaws.com"}}
    policy["Statement"].append(logs)
    inputs = {"deletionWindowInDays": 7, "policy": json.dumps(policy)}
    return str(world.make("aws:kms/key:Key", inputs)["arn"])


def _tagged(inputs: Inputs) -> Inputs:
    return {**inputs, "tags": {"owner": "a", "kept": "b"}}


RETAGGED = {"tags": {"kept": "c", "added": "d"}}


def _nat(world: World) -> Inputs:
    subnet = world.subnet()
    world.make("aws:ec2/internetGateway:InternetGateway", {"vpcId": subnet["vpcId"]})
    return {
        "subnetId": subnet["id"],
        "allocationId": world.make("aws:ec2/eip:Eip", {"domain": "vpc"})["id"],
        "tags": {"owner": "a"},
    }


def _route(world: World) -> Inputs:
    vpc = world.network()["id"]
    return {
        "routeTableId": world.make("aws:ec2/routeTable:RouteTable", {"vpcId": vpc})["id"],
        "destinationCidrBlock": "0.0.0.0/0",
        "gatewayId": world.make("aws:ec2/internetGateway:InternetGateway", {"vpcId": vpc})["id"],
    }


def _association(world: World) -> Inputs:
    subnet = world.subnet()
    table = world.make("aws:ec2/routeTable:RouteTable", {"vpcId": subnet["vpcId"]})
    return {"routeTableId": table["id"], "subnetId": subnet["id"]}


def _interface_endpoint(world: World) -> Inputs:
    group = world.group()
    subnet = world.make("aws:ec2/subnet:Subnet", {"vpcId": group["vpcId"], "cidrBlock": "10.9.1.0/24"})
    return {
        "vpcId": group["vpcId"],
        "serviceName": "com.amazonaws.us-west-2.logs",
        "vpcEndpointType": "Interface",
        "privateDnsEnabled": True,
        "subnetIds": [subnet["id"]],
        "securityGroupIds": [group["id"]],
        "tags": {"owner": "a"},
    }


def _gateway_endpoint(world: World) -> Inputs:
    vpc = world.network()["id"]
    table = world.make("aws:ec2/routeTable:RouteTable", {"vpcId": vpc})["id"]
    return {"vpcId": vpc, "serviceName": "com.amazonaws.us-west-2.s3", "routeTableIds": [table]}


def _flow_log(world: World) -> Inputs:
    group = world.make("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 14}, "flow")
    return {
        "vpcId": world.network()["id"],
        "trafficType": "ALL",
        "iamRoleArn": world.role("vpc-flow-logs.amazonaws.com")["arn"],
        "logDestination": group["arn"],
        "tags": {"owner": "a"},
    }


def _alarm(world: World) -> Inputs:
    return {
        "alarmDescription": "slow",
        "namespace": "AWS/SageMaker",
        "metricName": "ModelLatency",
        "dimensions": {"EndpointName": "e", "VariantName": "main"},
        "extendedStatistic": "p99",
        "period": 60,
        "evaluationPeriods": 3,
        "datapointsToAlarm": 2,
        "threshold": 300000,
        "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "notBreaching",
        "alarmActions": [world.topic()["arn"]],
        "tags": {"owner": "a", "kept": "b"},
    }


def _math_alarm(world: World) -> Inputs:
    def metric(name: str) -> Inputs:
        return {
            "namespace": "AWS/SageMaker",
            "metricName": name,
            "period": 300,
            "stat": "Sum",
            "dimensions": {"EndpointName": "e", "VariantName": "main"},
        }

    return {
        "evaluationPeriods": 1,
        "threshold": 0.014,
        "comparisonOperator": "GreaterThanThreshold",
        "metricQueries": [
            {"id": "rate", "expression": "errors / all", "label": "error rate", "returnData": True},
            {"id": "errors", "metric": metric("Invocation5XXErrors")},
            {"id": "all", "metric": metric("Invocations")},
        ],
    }


def _composite(world: World) -> Inputs:
    alarm = world.make("aws:cloudwatch/metricAlarm:MetricAlarm", _math_alarm(world))["name"]
    return {"alarmName": "both", "alarmRule": f'ALARM("{alarm}")', "tags": {"owner": "a"}}


def _scaled(world: World) -> Inputs:
    return {
        **world.target(),
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "targetValue": 8,
            "predefinedMetricSpecification": {
                "predefinedMetricType": "SageMakerVariantConcurrentRequestsPerModelHighResolution"
            },
            "scaleInCooldown": 300,
            "scaleOutCooldown": 60,
        },
    }


def _budget(world: World) -> Inputs:
    return {
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "limitAmount": "4000",
        "limitUnit": "USD",
        "costFilters": [{"name": "TagKeyValue", "values": ["user:environment$dev"]}],
        "notifications": [
            {
                "notificationType": "ACTUAL",
                "comparisonOperator": "GREATER_THAN",
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "subscriberEmailAddresses": ["a@example.com"],
            }
        ],
    }


def _monitor(world: World) -> Inputs:
    specification = {"Tags": {"Key": "environment", "Values": ["dev"]}}
    return {"monitorType": "CUSTOM", "monitorSpecification": json.dumps(specification)}


def _subscription(world: World) -> Inputs:
    monitor = world.make("aws:costexplorer/anomalyMonitor:AnomalyMonitor", _monitor(world))
    return {
        "frequency": "DAILY",
        "monitorArnLists": [monitor["arn"]],
        "subscribers": [{"type": "EMAIL", "address": "a@example.com"}],
        "thresholdExpression": {
            "dimension": {
                "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                "matchOptions": ["GREATER_THAN_OR_EQUAL"],
                "values": ["400"],
            }
        },
    }


def _rules(days: int) -> list[Inputs]:
    return [
        {
            "id": "old-versions",
            "status": "Enabled",
            "noncurrentVersionExpiration": {"noncurrentDays": days},
            "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
        }
    ]


def _encryption(key: str) -> Inputs:
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}
    return {"rules": [{"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": True}]}


CASES = (
    Case(
        "aws:ec2/vpc:Vpc",
        lambda world: _tagged({"cidrBlock": "10.9.0.0/16", "enableDnsHostnames": True}),
        lambda world: {"enableDnsHostnames": False, **RETAGGED},
    ),
    Case(
        "aws:ec2/subnet:Subnet",
        lambda world: _tagged(
            {"vpcId": world.network()["id"], "cidrBlock": "10.9.1.0/24", "availabilityZone": "us-west-2b"}
        ),
        lambda world: {"mapPublicIpOnLaunch": True, **RETAGGED},
    ),
    Case(
        "aws:ec2/internetGateway:InternetGateway",
        lambda world: _tagged({"vpcId": world.network()["id"]}),
        lambda world: {"vpcId": world.network()["id"], **RETAGGED},
    ),
    Case("aws:ec2/eip:Eip", lambda world: _tagged({"domain": "vpc"}), lambda world: RETAGGED),
    Case("aws:ec2/natGateway:NatGateway", _nat, lambda world: RETAGGED),
    Case(
        "aws:ec2/routeTable:RouteTable", lambda world: _tagged({"vpcId": world.network()["id"]}), lambda world: RETAGGED
    ),
    Case(
        "aws:ec2/route:Route",
        _route,
        lambda world: {
            "gatewayId": None,
            "natGatewayId": world.make("aws:ec2/natGateway:NatGateway", _nat(world))["id"],
        },
    ),
    Case("aws:ec2/routeTableAssociation:RouteTableAssociation", _association),
    Case("aws:ec2/vpcEndpoint:VpcEndpoint", _interface_endpoint, lambda world: RETAGGED),
    Case(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        _gateway_endpoint,
        lambda world: {"policy": _policy("s3:GetObject"), **RETAGGED},
    ),
    Case(
        "aws:ec2/securityGroup:SecurityGroup",
        lambda world: _tagged({"vpcId": world.network()["id"], "description": "model servers"}),
        lambda world: RETAGGED,
    ),
    Case(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        lambda world: _tagged({"vpcId": world.network()["id"]}),
        lambda world: RETAGGED,
    ),
    Case("aws:ec2/flowLog:FlowLog", _flow_log, lambda world: RETAGGED),
    Case(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        lambda world: {
            "securityGroupId": world.group()["id"],
            "ipProtocol": "tcp",
            "fromPort": 443,
            "toPort": 443,
            "cidrIpv4": "10.9.0.0/16",
            "description": "https from inside",
        },
        lambda world: {"description": "https"},
    ),
    Case(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        lambda world: {"securityGroupId": world.group()["id"], "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"},
        lambda world: {"cidrIpv4": "10.0.0.0/8", "description": "inside"},
    ),
    Case(
        "aws:iam/role:Role",
        lambda world: _tagged(
            {
                "assumeRolePolicy": trust("sagemaker.amazonaws.com"),
                "path": "/models/",
                "permissionsBoundary": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
            }
        ),
        lambda world: {
            "assumeRolePolicy": trust("events.amazonaws.com"),
            "description": "runs models",
            "permissionsBoundary": None,
            **RETAGGED,
        },
    ),
    Case(
        "aws:iam/rolePolicy:RolePolicy",
        lambda world: {"role": world.role()["name"], "policy": _policy("s3:GetObject")},
        lambda world: {"policy": _policy("s3:ListBucket")},
    ),
    Case(
        "aws:kms/key:Key",
        lambda world: _tagged(
            {
                "description": "models",
                "enableKeyRotation": True,
                "deletionWindowInDays": 7,
                "policy": _key_policy("root"),
            }
        ),
        lambda world: {"description": "all", "enableKeyRotation": False, "policy": _key_policy("own"), **RETAGGED},
    ),
    Case(
        "aws:kms/alias:Alias",
        lambda world: {"targetKeyId": world.key()["keyId"]},
        lambda world: {"targetKeyId": world.key()["arn"]},
    ),
    Case(
        "aws:cloudwatch/logGroup:LogGroup",
        lambda world: _tagged({"retentionInDays": 30, "kmsKeyId": _log_key(world)}),
        lambda world: {"retentionInDays": None, **RETAGGED},
    ),
    Case("aws:cloudwatch/metricAlarm:MetricAlarm", _alarm, lambda world: {"threshold": 5, "okActions": [], **RETAGGED}),
    Case("aws:cloudwatch/metricAlarm:MetricAlarm", _math_alarm, lambda world: {"threshold": 0.5}),
    Case(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm", _composite, lambda world: {"alarmDescription": "x", **RETAGGED}
    ),
    Case(
        "aws:cloudwatch/dashboard:Dashboard",
        lambda world: {"dashboardName": "dev", "dashboardBody": json.dumps({"widgets": []})},
        lambda world: {
            "dashboardBody": json.dumps(
                {
                    "widgets": [
                        {"type": "text", "x": 0, "y": 0, "width": 1, "height": 1, "properties": {"markdown": "a"}}
                    ]
                }
            )
        },
    ),
    Case("aws:s3/bucket:Bucket", lambda world: _tagged({"forceDestroy": True}), lambda world: RETAGGED),
    Case(
        "aws:s3/bucketVersioning:BucketVersioning",
        lambda world: {"bucket": world.bucket(), "versioningConfiguration": {"status": "Enabled"}},
        lambda world: {"versioningConfiguration": {"status": "Suspended"}},
    ),
    Case(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        lambda world: {"bucket": world.bucket(), "blockPublicAcls": True},
        lambda world: {"blockPublicPolicy": True},
    ),
    Case(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        lambda world: {"bucket": world.bucket(), **_encryption(world.key()["arn"])},
        lambda world: _encryption(world.key()["arn"]),
    ),
    Case(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        lambda world: {"bucket": world.bucket(), "rule": {"objectOwnership": "BucketOwnerEnforced"}},
        lambda world: {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
    ),
    Case(
        "aws:s3/bucketPolicy:BucketPolicy",
        lambda world: {"bucket": (bucket := world.bucket()), "policy": _bucket_policy(bucket, "Tls")},
        lambda world: {"policy": _bucket_policy(world.made[-2][1], "TlsOnly")},
    ),
    Case(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        lambda world: {"bucket": world.bucket(), "rules": _rules(30)},
        lambda world: {"rules": _rules(60)},
    ),
    Case(
        "aws:s3/bucketLogging:BucketLogging",
        lambda world: {"bucket": world.bucket(), "targetBucket": _log_bucket(world), "targetPrefix": "log/"},
        lambda world: {"targetPrefix": "access/"},
    ),
    Case(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        lambda world: _tagged({"bucket": world.bucket(), "key": "a/model.tar.gz", "source": Asset("1", text="one")}),
        lambda world: {"source": Asset("2", text="two"), "contentType": "application/gzip", **RETAGGED},
    ),
    Case(
        "aws:sns/topic:Topic",
        lambda world: _tagged({"kmsMasterKeyId": world.key()["keyId"], "displayName": "models"}),
        lambda world: {"displayName": None, **RETAGGED},
    ),
    Case(
        "aws:sns/topicPolicy:TopicPolicy",
        lambda world: {"arn": (topic := world.topic()["arn"]), "policy": _topic_policy(topic, "A")},
        lambda world: {"policy": _topic_policy(world.made[-2][1], "B")},
    ),
    Case(
        "aws:sns/topicSubscription:TopicSubscription",
        lambda world: {"topic": world.topic()["arn"], "protocol": "email", "endpoint": "a@example.com"},
        lambda world: {"filterPolicy": json.dumps({"severity": ["page"]})},
    ),
    Case(
        "aws:appautoscaling/target:Target",
        lambda world: _tagged({**world.variant(), "minCapacity": 1, "maxCapacity": 4}),
        lambda world: {"minCapacity": 2, "maxCapacity": 6, **RETAGGED},
    ),
    Case(
        "aws:appautoscaling/policy:Policy",
        _scaled,
        lambda world: {
            "targetTrackingScalingPolicyConfiguration": {
                "targetValue": 4,
                "predefinedMetricSpecification": {"predefinedMetricType": "SageMakerVariantInvocationsPerInstance"},
            }
        },
    ),
    Case(
        "aws:appautoscaling/scheduledAction:ScheduledAction",
        lambda world: {
            **world.target(),
            "schedule": "cron(0 8 ? * MON-FRI *)",
            "timezone": "Europe/Berlin",
            "scalableTargetAction": {"minCapacity": 2},
        },
        lambda world: {"schedule": "cron(0 9 ? * MON-FRI *)", "scalableTargetAction": {"minCapacity": 3}},
    ),
    Case(
        "aws:budgets/budget:Budget",
        _budget,
        lambda world: {
            "limitAmount": "5000",
            "notifications": [_budget(world)["notifications"][0] | {"threshold": 90}],
        },
    ),
    Case(
        "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
        lambda world: _tagged(_monitor(world)),
        lambda world: {"name": "renamed", **RETAGGED},
    ),
    Case(
        "aws:costexplorer/anomalySubscription:AnomalySubscription", _subscription, lambda world: {"frequency": "WEEKLY"}
    ),
    Case(
        "aws:costexplorer/costAllocationTag:CostAllocationTag",
        lambda world: {"tagKey": "environment", "status": "Active"},
        lambda world: {"status": "Inactive"},
    ),
)
