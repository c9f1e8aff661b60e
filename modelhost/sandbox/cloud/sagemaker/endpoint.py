"""The operations on endpoints that create, show and delete them, with SageMaker's refusals."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import page, sorted_by, tags_from
from modelhost.sandbox.cloud.sagemaker import deployment_check, state
from modelhost.sandbox.cloud.sagemaker.component.settling import components
from modelhost.sandbox.cloud.sagemaker.definition import CONFIGURATION, capture_of
from modelhost.sandbox.cloud.sagemaker.description import described, summary
from modelhost.sandbox.cloud.sagemaker.transition import CREATING, DELETING, SHELF, Endpoint, Transition
from modelhost.sandbox.cloud.sagemaker.variant import variants_of

HOSTING = (
    'Cannot delete endpoint "{arn}" while it hosts inference components. Delete the inference component(s) '
    '"[{names}]" first.'
)


def create(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create an endpoint, which comes into service later."""
    name = call.params["EndpointName"]
    arn = call.arn(f"endpoint/{name.lower()}")
    if state.look_up(cloud, call.region, name):
        raise validation(f'Cannot create already existing endpoint "{arn}".')
    config = CONFIGURATION.find(call, cloud, call.params["EndpointConfigName"])
    variants, deployment = variants_of(config.fields), call.params.get("DeploymentConfig", {})
    deployment_check.refuse(deployment, (), variants)
    endpoint = Endpoint(name, arn, {}, cloud.now(), tags=tags_from(call.params.get("Tags")), config=config.name)
    endpoint.deployment = deployment
    cloud.shelf(SHELF)[call.region, name] = endpoint
    state.begin(endpoint, call, cloud, Transition(CREATING, config.name, variants, capture=capture_of(config)))
    return {"EndpointArn": arn}


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe an endpoint as it stands."""
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    components(cloud, call.region, endpoint.name)
    return described(endpoint, call.region, cloud)


def list_endpoints(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the endpoints of the region."""
    status = call.params.get("StatusEquals")
    found = [one for one in state.endpoints(cloud, call.region) if status in (None, one.status)]
    endpoints, token = page(sorted_by(list(found), call.params), call.params)
    return {"Endpoints": [summary(endpoint) for endpoint in endpoints], "NextToken": token}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete an endpoint that is at rest; it takes its scalable targets with it."""
    endpoint = state.find(call, cloud, call.params["EndpointName"])
    state.refuse_in_progress(endpoint)
    hosted = [one.name for one in components(cloud, call.region, endpoint.name)]
    if hosted:
        raise validation(HOSTING.format(arn=endpoint.arn, names=", ".join(hosted)))
    state.begin(endpoint, call, cloud, Transition(DELETING, endpoint.config, endpoint.variants))
    cloud.model_servers.stop((call.region, endpoint.name))


def refuse_used_configuration(call: Call, cloud: Cloud) -> None:
    """Refuse to delete a configuration that an endpoint uses or is changing to."""
    name = call.params["EndpointConfigName"]
    CONFIGURATION.find(call, cloud, name)
    for endpoint in state.endpoints(cloud, call.region):
        change = endpoint.transition
        if endpoint.status != DELETING and name in (endpoint.config, change.config if change else None):
            raise validation(f'Cannot delete endpoint configuration "{name}": endpoint "{endpoint.arn}" uses it.')
