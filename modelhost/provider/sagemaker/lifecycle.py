"""Start and remove an endpoint: the calls, each with its wait."""

from functools import partial

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.ownership import tag_list
from modelhost.provider.sagemaker.wait import despite_motion, settle_existing, wait_until
from modelhost.provider.sagemaker.wanted import Update


def start_endpoint(context: Context, update: Update) -> Live:
    """Create an endpoint and wait until it serves or has failed."""
    rollout = {"DeploymentConfig": update.deployment} if update.deployment else {}
    context.client("sagemaker").create_endpoint(
        EndpointName=update.endpoint, EndpointConfigName=update.config, Tags=tag_list(update.tags), **rollout
    )
    return settle_existing(context, update.endpoint)


def remove_endpoint(context: Context, name: str) -> None:
    """Delete an endpoint, which must have settled, and wait until its name is free."""
    try:
        despite_motion(context, name, partial(context.client("sagemaker").delete_endpoint, EndpointName=name))
    except ClientError as error:
        if not is_missing(error):
            raise
    wait_until(context, name, lambda live: live is None)


def restart_endpoint(context: Context, update: Update) -> Live:
    """Create a failed endpoint again under its name: it serves nobody, and SageMaker only lets it be deleted."""
    context.log("info", f"endpoint {update.endpoint} has failed; creating it again")
    remove_endpoint(context, update.endpoint)
    return start_endpoint(context, update)
