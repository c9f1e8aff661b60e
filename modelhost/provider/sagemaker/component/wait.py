"""Wait for an inference component."""

from collections.abc import Callable
from dataclasses import replace

from modelhost.provider.context import Context
from modelhost.provider.sagemaker.component.live import describe_component
from modelhost.provider.sagemaker.waiting import Patience, Watched, patience

BUSY_BOUND_SECONDS = 1200.0
"""How long a call is repeated while SageMaker refuses it because the component moves."""

COMPONENT = Watched("inference component", describe_component)
wait_until, settle, settle_existing = COMPONENT.wait_until, COMPONENT.settle, COMPONENT.settle_existing


def despite_motion(context: Context, name: str, call: Callable[[], object], pace: Patience | None = None) -> None:
    """Make a call again while SageMaker refuses it because the component, or its copies, are being changed."""
    pace = pace or replace(patience(context), bound_seconds=BUSY_BOUND_SECONDS)
    COMPONENT.despite_motion(context, name, call, pace)
