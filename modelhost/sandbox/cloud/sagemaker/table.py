"""Which operations of SageMaker are answered here, and by what."""

from __future__ import annotations

from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.sagemaker import check, configuration_check, endpoint, endpoint_update, tag
from modelhost.sandbox.cloud.sagemaker.component import operation as component
from modelhost.sandbox.cloud.sagemaker.definition import CONFIGURATION, MODEL

SERVICE = "sagemaker"
ANSWERS: HandlerTable = {
    (SERVICE, "CreateModel"): MODEL.create,
    (SERVICE, "DescribeModel"): MODEL.describe,
    (SERVICE, "DeleteModel"): MODEL.delete,
    (SERVICE, "ListModels"): MODEL.list,
    (SERVICE, "CreateEndpointConfig"): CONFIGURATION.create,
    (SERVICE, "DescribeEndpointConfig"): CONFIGURATION.describe,
    (SERVICE, "DeleteEndpointConfig"): CONFIGURATION.delete,
    (SERVICE, "ListEndpointConfigs"): CONFIGURATION.list,
    (SERVICE, "CreateEndpoint"): endpoint.create,
    (SERVICE, "DescribeEndpoint"): endpoint.describe,
    (SERVICE, "ListEndpoints"): endpoint.list_endpoints,
    (SERVICE, "UpdateEndpoint"): endpoint_update.update,
    (SERVICE, "UpdateEndpointWeightsAndCapacities"): endpoint_update.update_capacities,
    (SERVICE, "DeleteEndpoint"): endpoint.delete,
    (SERVICE, "CreateInferenceComponent"): component.create,
    (SERVICE, "DescribeInferenceComponent"): component.describe,
    (SERVICE, "ListInferenceComponents"): component.list_components,
    (SERVICE, "UpdateInferenceComponent"): component.update,
    (SERVICE, "UpdateInferenceComponentRuntimeConfig"): component.update_runtime,
    (SERVICE, "DeleteInferenceComponent"): component.delete,
    (SERVICE, "AddTags"): tag.add,
    (SERVICE, "DeleteTags"): tag.remove,
    (SERVICE, "ListTags"): tag.list_tags,
}
GUARDS: HandlerTable = {
    (SERVICE, "CreateModel"): check.model,
    (SERVICE, "CreateEndpointConfig"): configuration_check.configuration,
    (SERVICE, "DeleteEndpointConfig"): endpoint.refuse_used_configuration,
}
