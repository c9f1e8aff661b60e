"""Multi-model endpoints: one container loads whichever of many models a request names."""

from components.kind.realtime import alarms, variant
from components.kind.shape import INVOKE, Invoked, Shape
from components.policy_document import Document, allow, document


def invoker(invoked: Invoked) -> Document:
    """Return the policy of a caller; no request that names a model is answered as a stream."""
    return document(allow("Invoke", [INVOKE], [invoked.endpoint_arn]))


SHAPE = Shape(variant=variant, invoker=invoker, alarms=alarms, many_models=True)
