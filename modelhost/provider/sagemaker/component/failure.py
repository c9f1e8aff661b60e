"""What went wrong with an inference component, in a sentence that says what to do."""

import re

from botocore.exceptions import ClientError

from modelhost.provider.sagemaker.failure import CAPACITY, error_text, is_busy, is_refusal

HARDWARE = re.compile(r"(not enough|insufficient) (hardware )?(resources|memory)", re.IGNORECASE)
UNSUPPORTED = re.compile(r"(update|operation).{0,40}not supported", re.IGNORECASE)
REGISTERED = re.compile(r"scalable target|auto.?scaling", re.IGNORECASE)


def explain(component: str, reason: str) -> str:
    """SageMaker's reason with the remedy: room on the machines, capacity in the region, or the container's log."""
    said = reason.strip().rstrip(".") or "SageMaker gave no reason"
    if HARDWARE.search(said):
        return (
            f"{said}. The machine has no room for a copy: SageMaker reserves what the component asks for; lower its "
            f"memory, CPUs or accelerators, or choose a larger machine"
        )
    if CAPACITY.search(said):
        return (
            f"{said}. This is capacity, not configuration: AWS has no such machine free now; run `pulumi up` again "
            f"later, choose another machine, or reserve capacity"
        )
    return f"{said}; see the log group /aws/sagemaker/InferenceComponents/{component}"


def is_about_scaling(error: ClientError) -> bool:
    """Whether AWS refuses because the component is a scalable target."""
    return is_refusal(error) and not is_busy(error) and bool(REGISTERED.search(error_text(error)))


def is_unsupported(error: ClientError) -> bool:
    """Whether AWS has no update in place for this kind of component."""
    return is_refusal(error) and bool(UNSUPPORTED.search(error_text(error)))
