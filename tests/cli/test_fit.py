"""`modelhost fit` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelhost.catalog.machine import machine
from modelhost.cli.fit_words import words
from modelhost.footprint import published
from modelhost.footprint.memory import memory
from modelhost.footprint.serving import Serving
from modelhost.spec.model import ModelSpec
from tests.cli.conftest import Modelhost

CHAT = """
config:
  aws:region: us-west-2
  modelhost:environment:
    name: dev
    owner: ml-platform
    cost_centre: research
    endpoints:
      digits:
        model: {artifact: ./models/digits, framework: sklearn}
        machine: ml.m7i.large
        scaling: {strategy: horizontal, replicas: {count: 1}}
      chat:
        model:
          artifact: s3://models/chat/
          framework: vllm
          architecture: Llama-3.1-8B-Instruct
          dtype: fp8
          context: 8192
          mean_context: 1024
          concurrency: 4
        machine: ml.g6.xlarge
        scaling: {strategy: horizontal, replicas: {count: 1}}
"""


@pytest.fixture
def stack(project: Path) -> Path:
    """A project whose stack serves a language model, and one that is none."""
    (project / "Pulumi.dev.yaml").write_text(CHAT)
    return project


def test_a_known_model_is_shown_on_each_kind_of_accelerator(modelhost: Modelhost):
    """Cheapest first, with cache and requests, and cheaper ones that would hold it with fewer bits."""
    found = modelhost("fit", "Llama-3.1-8B-Instruct", "--context", "8192", "--region", "us-west-2")
    rows = [line.split() for line in found.stdout.splitlines() if line.startswith("ml.")]
    assert rows[0] == ["ml.g4dn.xlarge", "1", "x", "T4", "TP", "1", "0.0", "-", "in", "int8", "0.74"]
    assert rows[1][:7] == ["ml.g6.xlarge", "1", "x", "L4", "TP", "1", "4.1"]
    prices = [float(row[-1]) for row in rows]
    assert prices == sorted(prices)
    assert max(len(line) for line in found.stdout.splitlines() if line.startswith("ml.")) <= 100
    assert "cheapest in us-west-2: ml.g6.xlarge at 1.13 USD/h; it need not be split there" in found.stdout
    assert "; in int8 ml.g4dn.xlarge would hold it for 0.39 USD/h less" in found.stdout


def test_what_does_not_fit_says_why(modelhost: Modelhost):
    """The arithmetic and the remedies of the stack file's own check."""
    found = modelhost("fit", "Llama-3.3-70B-Instruct", "-m", "ml.g6.12xlarge", "--context", "8192")
    assert "131.4 GiB, 32.9 on each of 4, the server needs" in found.stdout
    assert "none of these types in us-east-1 holds it as it is" in found.stdout


def test_an_endpoint_is_taken_with_its_words(modelhost: Modelhost, stack: Path):
    """Format, contexts and concurrency as the stack file says; options go before."""
    found = json.loads(modelhost("fit", "--endpoint", "chat", "-m", "ml.g6.xlarge", "--json").stdout)
    [row] = found["machines"]
    assert (found["region"], found["serving"]["dtype"], row["fits"]) == ("us-west-2", "fp8", True)
    assert row["wanted_gib"] == 4.0
    assert row["mean_requests"] > 6 * row["longest_requests"] > 6
    wider = json.loads(modelhost("fit", "-e", "chat", "-m", "ml.g6.xlarge", "--dtype", "bf16", "--json").stdout)
    assert wider["machines"][0]["weights_gib"] == pytest.approx(14.957, abs=0.001)


def test_a_folder_is_read(modelhost: Modelhost, stack: Path):
    """By its config.json; also as the local artifact of an endpoint."""
    folder = stack / "models" / "digits"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(published.words("Qwen3-8B")))
    by_path = json.loads(modelhost("fit", str(folder), "--json").stdout)
    by_name = json.loads(modelhost("fit", "-e", "digits", "--region", "us-east-1", "--json").stdout)
    assert by_path["machines"] == by_name["machines"]
    assert by_path["words"]["kv_heads"] == 8


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ((), "no model is given; write a folder, a well-known name, or --endpoint NAME"),
        (("qwen3-8",), "did you mean Qwen/Qwen3-8B?"),
        (("Qwen3-8B", "-m", "ml.g6.larg"), "--machine: 'ml.g6.larg' is not a machine type"),
        (("Qwen3-8B", "--region", "us-est-1"), "--region: 'us-est-1' is not a region that the catalogue knows; did"),
        (("-e", "digits"), "endpoint digits does not tell what its model is made of; add architecture"),
        (("-e", "chatt"), "did you mean chat?"),
        (("Pulumi.dev.yaml",), "Pulumi.dev.yaml: is not JSON"),
    ],
)
def test_a_mistake_is_told_in_one_line(modelhost: Modelhost, stack: Path, typed: tuple[str, ...], text: str):
    """What is wrong, with the value, and what to do; exit code 1."""
    found = modelhost("fit", *typed)
    assert (found.exit_code, found.output.count("\n")) == (1, 1)
    assert text in found.output


@pytest.mark.parametrize("name", published.names())
def test_the_words_it_prints_describe_the_same_memory(name: str):
    """In the stack file they need the same weights and cache on an H100."""
    found = published.architecture(name)
    if not found.cache_layers:
        return
    told = Serving(min(found.context, 32768), concurrency=2, mean_context=500)
    spec = ModelSpec.model_validate({"artifact": "s3://m/x/", "framework": "vllm", **words(found, told)})
    again = spec.known_architecture
    assert again is not None
    here = machine("ml.p5.48xlarge")
    one, other = memory(found, here, told), memory(again, here, spec.served(again))
    assert other.weights_gib == pytest.approx(one.weights_gib, rel=0.04)
    assert (other.request_gib, other.wanted_gib) == pytest.approx((one.request_gib, one.wanted_gib))
    assert other.activations_gib == pytest.approx(one.activations_gib, rel=0.35)
