"""One story per resource type: how it is made, and what is then changed in place."""

from tests.sandbox_aws.cases import access, demand, network, storage, watch, workflow
from tests.sandbox_aws.cases.case import Case

CASES: tuple[Case, ...] = (*network.CASES, *access.CASES, *storage.CASES, *watch.CASES, *demand.CASES, *workflow.CASES)

__all__ = ["CASES", "Case"]
