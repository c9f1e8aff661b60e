"""Do everything that can be done, and say what could not."""

from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from modelhost.provider.sagemaker.failure import EndpointError, describe


def attempt_all(*steps: Callable[[], object]) -> list[str]:
    """Run every step, also after one that failed; return the distinct failures."""
    failures = []
    for step in steps:
        try:
            step()
        except (ClientError, BotoCoreError, EndpointError) as error:
            failures.append(describe(error))
    return list(dict.fromkeys(failures))
