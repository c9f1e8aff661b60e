"""What went wrong on SageMaker's side, in a sentence that says what to do."""

import re

from botocore.exceptions import ClientError

from modelhost.provider.resource import ProviderError

CAPACITY = re.compile(
    r"InsufficientInstanceCapacity|insufficient.{0,20}capacity|not enough.{0,20}capacity", re.IGNORECASE
)
BUSY = re.compile(r"_IN_PROGRESS|(?i:in.progress)|(?i:status|state|but|is)\W+(Creating|Updating|Deleting)\b")
"""How SageMaker says that a component, its base or an endpoint is moving."""
CONFLICTS = frozenset({"ConcurrentUpdateException", "ConcurrentModificationException", "TooManyUpdates"})
REFUSALS = frozenset({"ValidationException", "ResourceInUse", "ConflictException"})
MISSING = re.compile(r"could not find|does not exist|not found", re.IGNORECASE)


class EndpointError(ProviderError):
    """A failure that the user can act on; its text is the whole message."""


def error_code(error: ClientError) -> str:
    """AWS's code of an error, for example ValidationException."""
    return str(error.response.get("Error", {}).get("Code", ""))


def error_text(error: ClientError) -> str:
    """AWS's message of an error, without botocore's frame."""
    return str(error.response.get("Error", {}).get("Message", ""))


def is_missing(error: ClientError) -> bool:
    """Whether SageMaker says that the thing asked for does not exist."""
    code = error_code(error)
    if code in {"ResourceNotFound", "ResourceNotFoundException", "ObjectNotFoundException", "ParameterNotFound"}:
        return True
    return code == "ValidationException" and bool(MISSING.search(error_text(error)))


def is_refusal(error: ClientError) -> bool:
    """Whether SageMaker will not do it as things stand."""
    return error_code(error) in REFUSALS


def is_busy(error: ClientError) -> bool:
    """Whether AWS refuses only because another change of the same thing is under way."""
    return error_code(error) in CONFLICTS or (is_refusal(error) and bool(BUSY.search(error_text(error))))


def is_denied(error: ClientError) -> bool:
    """Whether the caller lacks the permission."""
    return error_code(error) in {"AccessDeniedException", "AccessDenied", "UnauthorizedOperation"}


def explain(endpoint: str, reason: str) -> str:
    """SageMaker's reason with the remedy: capacity is not configuration, and a bad container shows in its log."""
    said = reason.strip().rstrip(".") or "SageMaker gave no reason"
    if CAPACITY.search(said):
        return (
            f"{said}. This is capacity, not configuration: AWS has no such machine free now; run `pulumi up` again "
            f"later, choose another machine or size, or reserve capacity"
        )
    return f"{said}; see the log group /aws/sagemaker/Endpoints/{endpoint}"


def describe(error: Exception) -> str:
    """One line for any error: operation, code and message for AWS's, the plain text otherwise."""
    if isinstance(error, ClientError):
        return f"{error.operation_name}: {error_code(error)}: {error_text(error)}"
    return str(error) or type(error).__name__
