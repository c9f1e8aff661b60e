"""Reading a model's config.json, and the headers of the weights beside it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelhost.footprint.architecture import Architecture, Experts, Mla
from modelhost.footprint.config_dtype import dtype, experts_only
from modelhost.footprint.config_layer import kinds
from modelhost.footprint.config_word import Config, config
from modelhost.footprint.parameter_count import UNGATED, ExpertWidths, Widths, count
from modelhost.footprint.problem import FootprintError
from modelhost.footprint.safetensors_header import weights

NAME = "config.json"
LARGEST_BYTES = 8 * 1024 * 1024
"""The largest seen, with a long table of labels, has 1 MiB."""
DEFAULT_CONTEXT = 2048
"""Of models without a fixed length, such as those with ALiBi, when the file names none."""


def read(path: Path) -> Architecture:
    """Return the architecture of the model at *path*, a folder or its config.json; FootprintError says why not.

    The size and number of the weights are those of the safetensors files beside it, when there are any.
    """
    file = path / NAME if path.is_dir() else path
    words = _words(file)
    found = parse(words, str(file))
    measured = weights(file.parent)
    if measured is None:
        _countable(config(words, str(file)))
        return found
    files = f"the headers of {measured.files} safetensors files" if measured.files else "the index of its weights"
    described = f"{found.source} and {files}"
    # Packed formats count one number for several weights; only the widths know how many there are.
    share = measured.parameters / found.parameters
    if not measured.packed:
        active = round(found.active_parameters * share)
        found = found._replace(parameters=measured.parameters, active_parameters=active)
    return found._replace(measured_bytes=measured.bytes, source=described)


def parse(words: Mapping[str, Any], place: str) -> Architecture:
    """Return the architecture that *words* of a config.json describe; *place* is where they stand."""
    language = config(words, place)
    if language.flag("is_encoder_decoder"):
        raise FootprintError(f"{place}: has an encoder beside the decoder, which is not known here; write size_gib")
    widths = _widths(language)
    experts = _experts(language, widths)
    counted = count(language, widths, experts)
    layers = kinds(language, widths.layers, widths.context)
    rank = language.maybe("kv_lora_rank")
    return Architecture(
        parameters=counted.total,
        active_parameters=counted.active,
        dtype=dtype(language),
        **widths._asdict(),
        plain_parameters=counted.total - counted.routed if experts_only(language) else counted.plain,
        window=layers.window,
        mla=None if rank is None else Mla(rank, language.count("qk_rope_head_dim", default=64)),
        experts=None if experts is None else Experts(experts.routed, experts.active, experts.intermediate),
        stateless_layers=layers.stateless,
        source=place,
    )


def _countable(words: Config) -> None:
    """Refuse what the widths do not tell the number of weights of."""
    name = next((each for each in HYBRID if words.words.get(each) is not None), None)
    if name is not None:
        text = f"{name} mixes layers whose weights the widths do not tell"
        raise FootprintError(f"{words.place}: {text}; put the safetensors files beside it")


def _words(file: Path) -> Mapping[str, Any]:
    """Return what *file* says, within bounds."""
    if not file.is_file():
        raise FootprintError(f"{file}: there is no such file; give the model's folder, with its {NAME}")
    try:
        with file.open("rb") as stream:
            text = stream.read(LARGEST_BYTES + 1)
        found = json.loads(text) if len(text) <= LARGEST_BYTES else None
    except OSError as error:
        raise FootprintError(f"{file}: cannot be read ({error.strerror}); give the model's folder") from None
    except (ValueError, RecursionError) as error:
        raise FootprintError(f"{file}: is not JSON ({str(error)[:80]}); download it again") from None
    if len(text) > LARGEST_BYTES:
        raise FootprintError(f"{file}: is larger than {LARGEST_BYTES:,} bytes; it is no config.json of a model")
    if not isinstance(found, dict):
        raise FootprintError(f"{file}: is not a block of names and values; it is no config.json of a model")
    return found


def _widths(words: Config) -> Widths:
    """Return the widths."""
    hidden = words.count("hidden_size", "n_embd", "d_model", "n_embed", "dim")
    heads = words.count("num_attention_heads", "n_head", "n_heads", "num_heads")
    kv_heads = _kv_heads(words, heads)
    if kv_heads > heads:
        raise FootprintError(f"{words.place}: {kv_heads} heads of keys are more than {heads} of queries; correct one")
    inner = 4 * hidden if words.kind in UNGATED else None
    inner = words.inner("ffn_config").maybe("ffn_hidden_size") or inner
    return Widths(
        layers=words.count("num_hidden_layers", "n_layer", "n_layers", "num_layers"),
        hidden=hidden,
        heads=heads,
        kv_heads=kv_heads,
        head_dim=words.count("head_dim", "attention_head_dim", "kv_channels", default=max(1, hidden // heads)),
        intermediate=words.count(*INNER_WIDTHS, default=inner),
        vocabulary=words.count("padded_vocab_size", "vocab_size"),
        context=words.count(*LENGTHS, default=DEFAULT_CONTEXT),
    )


def _kv_heads(words: Config, heads: int) -> int:
    """Return the heads of keys and values; those of queries when the file names none."""
    if words.flag("multi_query") and not words.flag("new_decoder_architecture"):
        return 1
    listed = words.inner("attn_config").maybe("kv_n_heads")
    return listed or words.count("num_key_value_heads", "num_kv_heads", "multi_query_group_num", default=heads)


def _experts(words: Config, widths: Widths) -> ExpertWidths | None:
    """Return the mixture of experts; none in a dense model."""
    block = words.inner("ffn_config")
    routed = words.maybe("num_local_experts", "n_routed_experts", "num_experts") or block.maybe("moe_num_experts")
    if routed is None or routed == 1:
        return None
    inner = words.count("moe_intermediate_size", "intermediate_size", default=widths.intermediate)
    step = words.maybe("decoder_sparse_step", "interleave_moe_layer_step") or 1
    dense = words.words.get("mlp_only_layers")
    first = words.maybe("first_k_dense_replace") or 0
    layers = (widths.layers - min(widths.layers, first)) // step - (len(dense) if isinstance(dense, list) else 0)
    chosen = words.maybe("num_experts_per_tok", "experts_per_token", "moe_topk") or block.maybe("moe_top_k") or 1
    return ExpertWidths(routed, min(routed, chosen), inner, _shared(words, inner), max(0, layers))


def _shared(words: Config, inner: int) -> int:
    """Return the inner width of the experts that every token is sent to."""
    if words.kind.startswith("llama4"):
        return inner
    return words.maybe("shared_expert_intermediate_size") or inner * (words.maybe("n_shared_experts") or 0)


INNER_WIDTHS = ("intermediate_size_mlp", "intermediate_size", "ffn_hidden_size", "n_inner", "ffn_dim", "hidden_dim")
LENGTHS = (
    *("max_position_embeddings", "n_positions", "n_ctx", "max_seq_len", "seq_length", "max_sequence_length"),
    "model_max_length",
)
"""What config.json files call the same thing."""
HYBRID = ("hybrid_override_pattern", "attn_layer_period")
"""Words of models that mix attention with Mamba's layers, as Nemotron-H and Jamba do."""
