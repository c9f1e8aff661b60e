"""A secret given to the stack shows in no state, output or log."""

from __future__ import annotations

import pytest
import yaml

pytestmark = pytest.mark.sandbox

CANARY = "hf_cAnArYcAnArYcAnArYcAnArY1234567890"


def test_a_secret_leaks_nowhere(workbench):
    """A canary set with `pulumi config set --secret` reaches the container and nothing else."""
    bench = workbench()
    place = "modelhost:secrets.digits.HF_TOKEN"
    bench.pulumi("config", "set", "--secret", "--path", place, CANARY).ok()
    bench.content = yaml.safe_load(bench.stack_file.read_text())

    # From -v=9 on the engine itself prints every property of every program; Pulumi's manual warns of it.
    said = [bench.up("--logtostderr", "-v=5", "--logflow", "--debug").ok().output]
    said.append(bench.pulumi("preview", "--json", "--diff").ok().output)
    said.append(bench.pulumi("stack", "output", "--json").ok().output)
    said.append(bench.on_stack("show", "--json").output)
    refused = {"service": "sagemaker", "operation": "CreateModel", "count": 1}
    bench.control("faults", refused | {"error": {"code": "ValidationException", "message": CANARY, "status": 400}})
    bench.edit(lambda e: e["endpoints"]["digits"].update(environment={"LEVEL": "debug"}))
    again = bench.up("--debug")
    assert again.code != 0
    said.append(again.output)

    for number, text in enumerate(said):
        assert CANARY not in text, f"leaked by command {number}"
    stored = [path for path in bench.folder.rglob("*") if path.is_file()]
    assert [str(path) for path in stored if CANARY.encode() in path.read_bytes()] == []
    [model] = bench.aws("sagemaker").list_models()["Models"]
    container = bench.aws("sagemaker").describe_model(ModelName=model["ModelName"])["PrimaryContainer"]
    assert container["Environment"]["HF_TOKEN"] == CANARY
