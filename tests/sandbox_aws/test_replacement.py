"""Which changes replace a resource: the rows against AWS's own resource schemas and the official provider's words.

The schemas are those that AWS publishes for CloudFormation (`createOnlyProperties`), which cfn-lint carries.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from cfnlint.schema.manager import ProviderSchemaManager

from modelhost.provider.table import Row
from modelhost.provider.table.case import fold
from modelhost.sandbox.aws.rows.table import ROWS
from tests.sandbox_aws.official import documentation

SCHEMAS = {
    "aws:ec2/vpc:Vpc": "AWS::EC2::VPC",
    "aws:ec2/subnet:Subnet": "AWS::EC2::Subnet",
    "aws:ec2/internetGateway:InternetGateway": "AWS::EC2::InternetGateway",
    "aws:ec2/eip:Eip": "AWS::EC2::EIP",
    "aws:ec2/natGateway:NatGateway": "AWS::EC2::NatGateway",
    "aws:ec2/flowLog:FlowLog": "AWS::EC2::FlowLog",
    "aws:ec2/routeTable:RouteTable": "AWS::EC2::RouteTable",
    "aws:ec2/route:Route": "AWS::EC2::Route",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "AWS::EC2::SubnetRouteTableAssociation",
    "aws:ec2/securityGroup:SecurityGroup": "AWS::EC2::SecurityGroup",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "AWS::EC2::SecurityGroupIngress",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "AWS::EC2::SecurityGroupEgress",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "AWS::EC2::VPCEndpoint",
    "aws:iam/role:Role": "AWS::IAM::Role",
    "aws:iam/rolePolicy:RolePolicy": "AWS::IAM::RolePolicy",
    "aws:kms/key:Key": "AWS::KMS::Key",
    "aws:kms/alias:Alias": "AWS::KMS::Alias",
    "aws:cloudwatch/logGroup:LogGroup": "AWS::Logs::LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "AWS::CloudWatch::Alarm",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "AWS::CloudWatch::CompositeAlarm",
    "aws:cloudwatch/dashboard:Dashboard": "AWS::CloudWatch::Dashboard",
    "aws:s3/bucket:Bucket": "AWS::S3::Bucket",
    "aws:s3/bucketPolicy:BucketPolicy": "AWS::S3::BucketPolicy",
    "aws:sns/topic:Topic": "AWS::SNS::Topic",
    "aws:sns/topicPolicy:TopicPolicy": "AWS::SNS::TopicInlinePolicy",
    "aws:sns/topicSubscription:TopicSubscription": "AWS::SNS::Subscription",
    "aws:appautoscaling/target:Target": "AWS::ApplicationAutoScaling::ScalableTarget",
    "aws:appautoscaling/policy:Policy": "AWS::ApplicationAutoScaling::ScalingPolicy",
    "aws:budgets/budget:Budget": "AWS::Budgets::Budget",
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor": "AWS::CE::AnomalyMonitor",
    "aws:costexplorer/anomalySubscription:AnomalySubscription": "AWS::CE::AnomalySubscription",
    "aws:sfn/stateMachine:StateMachine": "AWS::StepFunctions::StateMachine",
    "aws:scheduler/scheduleGroup:ScheduleGroup": "AWS::Scheduler::ScheduleGroup",
    "aws:scheduler/schedule:Schedule": "AWS::Scheduler::Schedule",
    "aws:cloudwatch/eventRule:EventRule": "AWS::Events::Rule",
}
"""AWS's schema for each type that has one; settings of a bucket, objects and the like are parts of others there."""

SCHEMA_NAMES = {
    ("aws:ec2/flowLog:FlowLog", "vpcId"): "ResourceId",
    ("aws:ec2/securityGroup:SecurityGroup", "description"): "GroupDescription",
    ("aws:s3/bucket:Bucket", "bucket"): "BucketName",
    ("aws:s3/bucket:Bucket", "objectLockEnabled"): "ObjectLockEnabled",
    ("aws:sns/topic:Topic", "name"): "TopicName",
    ("aws:sns/topicPolicy:TopicPolicy", "arn"): "TopicArn",
    ("aws:budgets/budget:Budget", "name"): "Budget/BudgetName",
    ("aws:sfn/stateMachine:StateMachine", "name"): "StateMachineName",
    ("aws:sfn/stateMachine:StateMachine", "type"): "StateMachineType",
    ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "cidrIpv4"): "CidrIp",
    ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "cidrIpv4"): "CidrIp",
    ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "prefixListId"): "SourcePrefixListId",
    ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "prefixListId"): "DestinationPrefixListId",
    ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "referencedSecurityGroupId"): "SourceSecurityGroupId",
    (
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        "referencedSecurityGroupId",
    ): "DestinationSecurityGroupId",
}
"""Properties that the schema calls otherwise than the API does."""

RULE = ("cidrIpv4", "cidrIpv6", "fromPort", "toPort", "ipProtocol", "prefixListId", "referencedSecurityGroupId")
IN_PLACE = {
    **{
        (f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule", name): "the official provider calls "
        "ModifySecurityGroupRules, which CloudFormation does not"
        for way in ("Ingress", "Egress")
        for name in RULE
    },
    ("aws:budgets/budget:Budget", "notifications"): "the official provider sets notifications one by one",
    ("aws:costexplorer/anomalyMonitor:AnomalyMonitor", "tags"): "the official provider calls TagResource",
    ("aws:costexplorer/anomalySubscription:AnomalySubscription", "tags"): "the official provider calls TagResource",
}
"""What CloudFormation replaces and we change in place, and why."""

REPLACED = {
    ("aws:ec2/eip:Eip", "domain"): "no call changes the domain of an address",
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", "gatewayId"): "a type of its own in CloudFormation",
    ("aws:kms/key:Key", "customerMasterKeySpec"): "no call changes it; CloudFormation fails such an update",
    ("aws:kms/key:Key", "keyUsage"): "no call changes it; CloudFormation fails such an update",
    ("aws:kms/key:Key", "multiRegion"): "no call changes it; CloudFormation fails such an update",
    ("aws:cloudwatch/logGroup:LogGroup", "logGroupClass"): "no call changes the class of a log group",
    ("aws:cloudwatch/compositeAlarm:CompositeAlarm", "actionsEnabled"): "the official provider says: forces new",
    ("aws:s3/bucket:Bucket", "objectLockEnabled"): "the official provider says: forces new",
    ("aws:budgets/budget:Budget", "accountId"): "CloudFormation works in its own account only",
    ("aws:costexplorer/anomalySubscription:AnomalySubscription", "name"): "the official provider says: forces new",
    ("aws:scheduler/schedule:Schedule", "groupName"): "no call moves a schedule to another group",
    ("aws:cloudwatch/eventRule:EventRule", "eventBusName"): "no call moves a rule to another bus",
}
"""What we replace and CloudFormation does not, and why."""

FORCES = re.compile(r"forces? (the creation of )?a? ?new resource|forces new|forced? replacement", re.IGNORECASE)
ONLY_SOMETIMES = {
    ("aws:ec2/vpcEndpoint:VpcEndpoint", "privateDnsEnabled"): "only for endpoints that are not of type Interface",
}


def _schema_name(row: Row, name: str, known: dict[str, str]) -> str | None:
    named = SCHEMA_NAMES.get((row.type, name))
    return named or known.get(fold(row.properties[name].api or name)) or known.get(fold(name))


def _create_only(schema: dict[str, Any]) -> set[str]:
    return {path.split("/properties/", 1)[1] for path in schema.get("createOnlyProperties", [])}


@pytest.fixture(scope="module")
def schemas() -> ProviderSchemaManager:
    """Give the schemas that AWS publishes."""
    return ProviderSchemaManager()


@pytest.mark.parametrize("row", [row for row in ROWS if row.type in SCHEMAS], ids=lambda row: row.type)
def test_a_row_replaces_what_the_schema_of_aws_replaces(row: Row, schemas: ProviderSchemaManager) -> None:
    """A property replaces the resource exactly when AWS's schema says so, but for the exceptions listed here."""
    schema = schemas.get_resource_schema("us-west-2", SCHEMAS[row.type]).schema
    known = {fold(name): name for name in schema["properties"]}
    create_only = _create_only(schema)
    for name in row.properties:
        if (row.type, name) in IN_PLACE | REPLACED:
            assert row.properties[name].replace is ((row.type, name) in REPLACED)
            continue
        assert row.properties[name].replace is (_schema_name(row, name, known) in create_only), name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.type)
def test_a_row_replaces_what_the_official_provider_says_it_replaces(row: Row) -> None:
    """A property of which pulumi-aws says that it forces a new resource does so here."""
    said = {name for name, text in documentation(row.type).items() if FORCES.search(text)}
    assert {name for name in said & row.properties.keys() if (row.type, name) not in ONLY_SOMETIMES} <= row.replace
