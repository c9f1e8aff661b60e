"""The operations on inference components, with SageMaker's refusals."""

from __future__ import annotations

from typing import Any

from modelhost.sandbox.cloud.call import Call, validation
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.record import page, sorted_by, tags_from
from modelhost.sandbox.cloud.sagemaker import state as endpoint_state
from modelhost.sandbox.cloud.sagemaker.component import check, rollout, state
from modelhost.sandbox.cloud.sagemaker.component.description import described, summary
from modelhost.sandbox.cloud.sagemaker.component.settling import components, look_up
from modelhost.sandbox.cloud.sagemaker.component.state import Component

FORMS = ("Specification", "Specifications")


def create(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Create a component or an adapter on an endpoint in service."""
    name = call.params["InferenceComponentName"]
    arn = state.arn_of(call, name)
    if look_up(cloud, call.region, name):
        raise validation(f'Cannot create already existing inference component "{arn}".')
    listed = check.specifications_of(call.params)
    for one in listed:
        check.specification(one, call, cloud)
    variant, copies = _place(call, cloud, listed)
    fields = {form: call.params[form] for form in FORMS if form in call.params}
    component = Component(name, arn, fields, cloud.now(), tags=tags_from(call.params.get("Tags")))
    component.endpoint, component.variant = call.params["EndpointName"], variant
    cloud.shelf(state.SHELF)[state.key_of(call.region, name)] = component
    state.begin(component, call, cloud, state.CREATE, fields, copies)
    return {"InferenceComponentArn": arn}


def _place(call: Call, cloud: Cloud, listed: list[dict[str, Any]]) -> tuple[str, int]:
    endpoint = endpoint_state.find(call, cloud, call.params["EndpointName"])
    base_name = listed[0].get(check.BASE)
    if base_name is not None:
        if "RuntimeConfig" in call.params:
            raise validation("RuntimeConfig is not allowed for an adapter: it has no copies of its own.")
        return check.base(call, cloud, base_name, endpoint.name).variant, 0
    variant = check.hosting_variant(endpoint, call.params.get("VariantName"))
    check.types(listed, variant)
    return variant.name, check.copies(call.params)


def describe(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Describe a component as it stands."""
    return described(_find(call, cloud), call, cloud)


def list_components(call: Call, cloud: Cloud) -> dict[str, Any]:
    """List the components of the region, of an endpoint, a variant or a status where that is asked."""
    wanted = {
        "endpoint": call.params.get("EndpointNameEquals"),
        "variant": call.params.get("VariantNameEquals"),
        "status": call.params.get("StatusEquals"),
    }
    found = [
        one
        for one in components(cloud, call.region)
        if all(value in (None, getattr(one, field)) for field, value in wanted.items())
    ]
    shown, token = page(sorted_by(list(found), call.params), call.params)
    return {"InferenceComponents": [summary(one, call) for one in shown], "NextToken": token}


def update(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Roll out another specification or another number of copies."""
    component = _find(call, cloud)
    state.refuse_in_progress(component, "update")
    fields = {form: call.params[form] for form in FORMS if form in call.params} or component.fields
    if fields is not component.fields:
        _refuse_specification(call, cloud, component)
    copies = _copies(call, component, "RuntimeConfig")
    rollout.refuse(call.params.get("DeploymentConfig", {}), component.desired)
    component.deployment = call.params.get("DeploymentConfig", {})
    state.begin(component, call, cloud, state.UPDATE, fields, copies)
    return {"InferenceComponentArn": component.arn}


def _refuse_specification(call: Call, cloud: Cloud, component: Component) -> None:
    listed = check.specifications_of(call.params)
    for one in listed:
        check.specification(one, call, cloud)
        if one.get(check.BASE) != component.base:
            raise validation(f'{check.BASE} of inference component "{component.arn}" cannot be changed.')
    endpoint = endpoint_state.find(call, cloud, component.endpoint)
    if component.base is None:
        check.types(listed, check.hosting_variant(endpoint, component.variant))


def update_runtime(call: Call, cloud: Cloud) -> dict[str, Any]:
    """Change the number of copies."""
    component = _find(call, cloud)
    state.refuse_in_progress(component, "update")
    copies = _copies(call, component, "DesiredRuntimeConfig")
    state.begin(component, call, cloud, state.RESIZE, component.fields, copies)
    return {"InferenceComponentArn": component.arn}


def delete(call: Call, cloud: Cloud) -> None:
    """Delete a component that is at rest; a base goes after its adapters."""
    component = _find(call, cloud)
    state.refuse_in_progress(component, "delete")
    carried = [one.name for one in components(cloud, call.region) if one.base == component.name]
    if carried:
        names = ", ".join(carried)
        raise validation(f'Cannot delete inference component "{component.arn}": adapters [{names}] use it as base.')
    state.begin(component, call, cloud, state.DELETE, component.fields, 0)


def _copies(call: Call, component: Component, field: str) -> int:
    asked = call.params.get(field)
    if asked is None:
        return component.desired
    if component.base is not None:
        raise validation(f"{field} is not allowed for an adapter: it has no copies of its own.")
    return int(asked["CopyCount"])


def _find(call: Call, cloud: Cloud) -> Component:
    name = call.params["InferenceComponentName"]
    found = look_up(cloud, call.region, name)
    if found is None:
        raise check.absent(call, name)
    if found.status == state.FAILED and call.operation.startswith("Update"):
        raise validation(f'Cannot update inference component "{found.arn}" in status Failed; delete it.')
    return found
