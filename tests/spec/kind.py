"""The smallest sound endpoint of each kind, and changes to it."""

import copy
from typing import Any

from tests.spec.stack import environment

HERE = "environment.endpoints.it"
COUNT = {"strategy": "horizontal", "replicas": {"count": 2}}
CPU = {
    "model": {"artifact": "s3://models/digits/", "framework": "sklearn"},
    "machine": "ml.m7i.large",
    "scaling": COUNT,
}
SERVERLESS = {
    "model": {"artifact": "s3://models/digits/", "framework": "sklearn"},
    "network_isolation": False,
    "serverless": {"memory_gib": 2, "max_concurrency": 10},
}
LLM = {
    "model": {"artifact": "s3://models/chat/", "framework": "vllm", "size_gib": 4},
    "machine": "ml.g6.xlarge",
    "scaling": COUNT,
}
"""What to change for a large language model on a GPU."""


def of(kind: str, **changes: Any) -> dict[str, Any]:
    """Return an environment with one endpoint of *kind* with *changes*."""
    block = copy.deepcopy(SERVERLESS if kind == "serverless" else CPU)
    return environment(endpoints={"it": {"kind": kind, **block, **copy.deepcopy(changes)}})
