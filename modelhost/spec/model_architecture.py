"""What the model is made of, as far as its memory depends on it."""

from typing import Any

from pydantic import Field

from modelhost.footprint.architecture import Architecture, Mla, Window
from modelhost.footprint.described import Described, described
from modelhost.footprint.problem import FootprintError
from modelhost.spec import model_rule
from modelhost.spec.base import Findings, Spec, rule
from modelhost.spec.dtype import Dtype
from modelhost.spec.model_rule import DESCRIBING, SERVED
from modelhost.spec.model_serving import ServingSpec

LARGEST = 1_000_000
LONGEST_CONTEXT = 100_000_000
MOST_PARAMETERS = 10**15
PLAIN = ("kv_heads", "head_dim", "heads", "hidden", "vocabulary", "linear_layers")
"""Words that are told on as they stand."""


class WindowSpec(Spec):
    """Layers that look back over a limited number of tokens."""

    tokens: int = Field(ge=1, le=LONGEST_CONTEXT)
    """Tokens that such a layer sees."""
    layers: int = Field(ge=1, le=LARGEST)
    """Number of such layers."""


class MlaSpec(Spec):
    """Multi-head latent attention, as DeepSeek's models have it."""

    kv_lora_rank: int = Field(ge=1, le=LARGEST)
    """Length of the compressed keys and values."""
    qk_rope_dim: int = Field(ge=1, le=LARGEST)
    """Length of the part that carries the position."""


class ExpertsSpec(Spec):
    """A mixture of experts: all stay in memory, few compute a token."""

    count: int = Field(ge=2, le=LARGEST)
    """Routed experts of a layer."""
    active: int = Field(ge=1, le=LARGEST)
    """Experts that a token is sent to."""
    active_parameters: int = Field(gt=0, le=MOST_PARAMETERS)
    """Number of weights that compute one token."""


class ArchitectureWords(Spec):
    """The words from which the memory of a language model follows."""

    architecture: str | None = Field(default=None, min_length=1)
    """A well-known model that this one is made like, such as `Llama-3.1-8B-Instruct`; instead of most words below."""
    parameters: int | None = Field(default=None, gt=0, le=MOST_PARAMETERS)
    """Number of weights, from which the size follows."""
    dtype: Dtype | None = Field(default=None, strict=False)
    """Number format of the weights."""
    layers: int | None = Field(default=None, ge=1, le=LARGEST)
    """Number of layers."""
    heads: int | None = Field(default=None, ge=1, le=LARGEST)
    """Heads of the queries; estimated when not given."""
    kv_heads: int | None = Field(default=None, ge=1, le=LARGEST)
    """Heads of keys and values; fewer than heads with grouped queries."""
    head_dim: int | None = Field(default=None, ge=1, le=LARGEST)
    """Width of one head."""
    hidden: int | None = Field(default=None, ge=1, le=LARGEST)
    """Width between layers; estimated when not given."""
    vocabulary: int | None = Field(default=None, ge=1, le=100 * LARGEST)
    """Number of different tokens; estimated when not given."""
    context: int | None = Field(default=None, ge=1, le=LONGEST_CONTEXT)
    """Most tokens of a request, prompt and answer together: what the server takes as max_model_len."""
    mean_context: int | None = Field(default=None, ge=1, le=LONGEST_CONTEXT)
    """Tokens of a request on average, by which the planner admits requests; the context when not given."""
    concurrency: int | None = Field(default=None, ge=1, le=LARGEST)
    """Requests of full context that one replica has to hold at once; 1 when not given."""
    linear_layers: int | None = Field(default=None, ge=1, le=LARGEST)
    """Those of the layers that keep no cache by token, such as linear attention; none when not given."""
    window: WindowSpec | None = None
    """Layers of limited sight; none when all see the whole context."""
    mla: MlaSpec | None = None
    """Latent attention, instead of kv_heads and head_dim."""
    experts: ExpertsSpec | None = None
    """Mixture of experts; none in a dense model."""
    serving: ServingSpec | None = None
    """How the server uses its accelerators."""

    @rule("parameters", "dtype", "architecture")
    def _dtype_with_parameters(self, region: str | None) -> Findings:
        """A number of weights says nothing without their format."""
        if self.parameters is not None and self.dtype is None and self.architecture is None:
            yield ("dtype",), f"missing beside parameters; write {', '.join(Dtype)}"

    @rule("architecture", *DESCRIBING)
    def _architecture_alone(self, region: str | None) -> Findings:
        """A model made like another is known by its name, and not described a second time."""
        if self.architecture is None:
            return
        # Imported here and below: a stack that names no known model needs no table of them.
        from modelhost.footprint import published

        try:
            published.architecture(self.architecture)
        except FootprintError as error:
            yield ("architecture",), model_rule.unknown(self.architecture, error)
        yield from model_rule.twice(self.architecture, {name: getattr(self, name) for name in DESCRIBING})

    @rule("architecture", "parameters", "dtype", *DESCRIBING, *SERVED)
    def _nothing_missing(self, region: str | None) -> Findings:
        """What is described is described so far that its memory follows."""
        if self.architecture is None:
            words = ("parameters", "dtype", *DESCRIBING, *SERVED)
            yield from model_rule.missing({name: getattr(self, name) for name in words})

    @rule("heads", "kv_heads", "layers", "linear_layers", "window", "context", "mean_context", "parameters", "experts")
    def _numbers_agree(self, region: str | None) -> Findings:
        """Parts are no larger than the whole."""
        yield from model_rule.heads(self.heads, self.kv_heads)
        yield from model_rule.within("linear_layers", "layers", self.linear_layers, self.layers)
        if self.window is not None:
            others = None if self.layers is None else self.layers - (self.linear_layers or 0)
            yield from model_rule.within("window", "layers", self.window.layers, others)
        yield from model_rule.within("mean_context", "context", self.mean_context, self.context)
        if self.experts is not None:
            yield from model_rule.within("experts", "count", self.experts.active, self.experts.count)
            yield from model_rule.within("experts", "parameters", self.experts.active_parameters, self.parameters)

    @property
    def known_architecture(self) -> Architecture | None:
        """What the model is made of; none when the stack file does not tell."""
        if self.architecture is not None:
            from modelhost.footprint import published

            if not published.knows(self.architecture):
                return None
            return self._like(published.architecture(self.architecture))
        if self.parameters is None or self.dtype is None or self.layers is None or self.context is None:
            return None
        words = Described(self.parameters, self.dtype.value, self.layers, self.context)
        return described(words._replace(**self._widths()))

    def _like(self, named: Architecture) -> Architecture:
        """Return the *named* architecture with the number of weights and the context that are written."""
        whole = self.parameters or named.parameters
        active = round(named.active_parameters * whole / named.parameters)
        return named._replace(parameters=whole, active_parameters=active, context=self.context or named.context)

    def _widths(self) -> dict[str, Any]:
        """Return the words that `Described` takes beside the first."""
        experts, window, mla = self.experts, self.window, self.mla
        return {
            **{name: getattr(self, name) for name in PLAIN},
            "active_parameters": None if experts is None else experts.active_parameters,
            "experts": None if experts is None else (experts.count, experts.active),
            "window": None if window is None else Window(window.tokens, window.layers),
            "mla": None if mla is None else Mla(mla.kv_lora_rank, mla.qk_rope_dim),
        }
