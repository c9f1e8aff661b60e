"""A secret given to the stack shows in no state, output or log."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.sandbox

CANARY = "hf_cAnArYcAnArYcAnArYcAnArY1234567890"


def test_a_secret_leaks_nowhere(workbench):
    """A canary set with `pulumi config set --secret` reaches the container and nothing else."""
    bench = workbench()
    place = "modelhost:secrets.digits.HF_TOKEN"
    bench.pulumi("config", "set", "--secret", "--path", place, CANARY).ok()

    said = [bench.up("--logtostderr", "-v=9", "--logflow").ok().output]
    said.append(bench.pulumi("preview", "--json", "--diff").ok().output)
    said.append(bench.pulumi("stack", "output", "--json").ok().output)
    said.append(bench.on_stack("show", "--json").output)
    bench.control(
        "faults",
        {"service": "sagemaker", "operation": "UpdateEndpoint", "kind": "rollback", "count": 1, "reason": "an alarm"},
    )

    for number, text in enumerate(said):
        assert CANARY not in text, f"leaked by command {number}"
    stored = [path for path in bench.folder.rglob("*") if path.is_file()]
    assert [str(path) for path in stored if CANARY.encode() in path.read_bytes()] == []
    [model] = bench.aws("sagemaker").list_models()["Models"]
    container = bench.aws("sagemaker").describe_model(ModelName=model["ModelName"])["PrimaryContainer"]
    assert container["Environment"]["HF_TOKEN"] == CANARY
