"""Numbers of weights from widths, of models that the table of known ones does not hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from modelhost.footprint.config_json import parse, read
from modelhost.footprint.problem import FootprintError
from tests.footprint.test_config_json import LLAMA, written

MODELS: dict[str, tuple[float, float, dict[str, Any]]] = json.loads(
    Path(__file__).with_name("configs.json").read_text()
)
"""Billions of weights and of active ones on each model's card, and the words of its config.json."""


@pytest.mark.parametrize("name", MODELS)
def test_the_widths_tell_the_number_of_weights(name: str) -> None:
    """Within 1 % of all weights, within 6 % of those that compute a token, which cards round."""
    total, active, words = MODELS[name]
    found = parse(words, name)
    assert found.parameters / 1e9 == pytest.approx(total, rel=0.01)
    assert found.active_parameters / 1e9 == pytest.approx(active, rel=0.06)


def test_a_mixture_that_widths_do_not_tell_needs_its_files(tmp_path: Path) -> None:
    """Mamba's layers beside attention: refused without the headers of the weights."""
    hybrid = {**LLAMA, "hybrid_override_pattern": "M-M*" * 8}
    assert parse(hybrid, "x").cache_layers == 8
    with pytest.raises(FootprintError, match="put the safetensors files beside it"):
        read(written(tmp_path, hybrid))
