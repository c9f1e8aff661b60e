"""Start and remove an endpoint: the calls, each with its wait."""

from collections.abc import Mapping

from botocore.exceptions import ClientError

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.failure import is_missing
from modelhost.provider.sagemaker.live import Live
from modelhost.provider.sagemaker.ownership import tag_list
from modelhost.provider.sagemaker.wait import settle_existing, wait_until


def start_endpoint(context: Context, name: str, config: str, tags: Mapping[str, str]) -> Live:
    """Create an endpoint and wait until it serves or has failed."""
    context.client("sagemaker").create_endpoint(EndpointName=name, EndpointConfigName=config, Tags=tag_list(tags))
    return settle_existing(context, name)


def remove_endpoint(context: Context, name: str) -> None:
    """Delete an endpoint, which must have settled, and wait until its name is free."""
    try:
        context.client("sagemaker").delete_endpoint(EndpointName=name)
    except ClientError as error:
        if not is_missing(error):
            raise
    wait_until(context, name, lambda live: live is None)


def restart_endpoint(context: Context, name: str, config: str, tags: Mapping[str, str]) -> Live:
    """Create a failed endpoint again under its name: it serves nobody, and SageMaker only lets it be deleted."""
    context.log("info", f"endpoint {name} has failed; creating it again")
    remove_endpoint(context, name)
    return start_endpoint(context, name, config, tags)
