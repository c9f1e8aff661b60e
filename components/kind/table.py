"""The one table from a kind of endpoint to what sets it apart."""

from components.kind import asynchronous, component, multi_model, realtime, serverless
from components.kind.shape import Shape
from modelhost.spec.kind import EndpointKind

SHAPES: dict[EndpointKind, Shape] = {
    EndpointKind.REALTIME: realtime.SHAPE,
    EndpointKind.COMPONENTS: component.SHAPE,
    EndpointKind.MULTI_MODEL: multi_model.SHAPE,
    EndpointKind.ASYNC: asynchronous.SHAPE,
    EndpointKind.SERVERLESS: serverless.SHAPE,
}
"""The shapes by kind."""
