"""The log group that SageMaker writes for an endpoint, made before SageMaker makes one without retention and key."""

import pulumi
import pulumi_aws as aws

FOREIGN_FIELDS = ["retentionInDays", "kmsKeyId", "tags"]


def endpoint_log(
    name: str, group: str, *, days: int, key_arn: pulumi.Input[str], adopt: bool, parent: pulumi.Resource
) -> "aws.cloudwatch.LogGroup":
    """Make the log group, or take over the one of an endpoint that SageMaker already runs."""
    return aws.cloudwatch.LogGroup(
        name,
        name=group,
        retention_in_days=days,
        kms_key_id=key_arn,
        opts=pulumi.ResourceOptions(
            parent=parent,
            import_=group if adopt else None,
            ignore_changes=FOREIGN_FIELDS if adopt else None,
        ),
    )
