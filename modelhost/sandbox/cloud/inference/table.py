"""Which operations of the SageMaker runtime are answered here, each without the cloud's lock while a model computes."""

from __future__ import annotations

from modelhost.sandbox.cloud.handler import HandlerTable
from modelhost.sandbox.cloud.inference.asynchronous import invoke_async
from modelhost.sandbox.cloud.inference.invoke import invoke

SERVICE = "sagemaker-runtime"
ANSWERS: HandlerTable = {
    (SERVICE, "InvokeEndpoint"): invoke,
    (SERVICE, "InvokeEndpointAsync"): invoke_async,
}
UNLOCKED = frozenset(ANSWERS)
