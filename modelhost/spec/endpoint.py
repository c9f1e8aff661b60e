"""One model behind one name."""

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec import capacity_rule, component_rule, rollout_rule, variant_rule
from modelhost.spec.alarm import AlarmSpec, SloSpec, SmokeSpec
from modelhost.spec.base import Findings, rule
from modelhost.spec.endpoint_scaling import EndpointScaling
from modelhost.spec.endpoint_words import Platform
from modelhost.spec.kind import EndpointKind
from modelhost.spec.kind_rule import fits_kind
from modelhost.spec.routing import SESSIONS, Routing
from modelhost.spec.scalable import scalable
from modelhost.spec.serverless_rule import within
from modelhost.spec.strategy import STRATEGIES, one_of

__all__ = ["AlarmSpec", "EndpointSpec", "Platform", "SloSpec", "SmokeSpec"]


class EndpointSpec(EndpointScaling):
    """A model, the machine it runs on, and how it scales."""

    _no_machine = fits_kind("machine")
    _component_of_its_kind = fits_kind("component")
    _instances_of_their_kind = fits_kind("instances")
    _adapters_of_their_kind = fits_kind("adapters")
    _asynchronous_of_its_kind = fits_kind("asynchronous")
    _serverless_of_its_kind = fits_kind("serverless")
    _isolation_of_its_kind = fits_kind("network_isolation")
    _capacity_of_its_kind = fits_kind("capacity")
    _routing_of_its_kind = fits_kind("routing")
    _capture_of_its_kind = fits_kind("capture")
    _shadow_of_its_kind = fits_kind("shadow")
    _challengers_of_their_kind = fits_kind("challengers")

    @rule("adopt", "name")
    def _adopts_by_name(self, region: str | None) -> Findings:
        """What is taken over is named."""
        if self.adopt and self.name is None:
            yield ("name",), "missing beside adopt; write the name of the endpoint to take over"

    @rule("kind", "serverless", "scaling")
    def _serverless_there(self, region: str | None) -> Findings:
        """A serverless endpoint has memory, and scales inside its concurrency."""
        if self.kind is not EndpointKind.SERVERLESS:
            return
        if self.serverless is None:
            yield ("serverless",), "missing; write {memory_gib: 2, max_concurrency: 10}, with your own numbers"
        else:
            yield from within(self.serverless, self.scaling)

    @rule("kind", "instances", "component", "model", "machine", "scaling")
    def _copies_have_room(self, region: str | None) -> Findings:
        """The instances hold all copies."""
        if self.kind is EndpointKind.COMPONENTS and self.instances is not None and self.machine in machines():
            yield from component_rule.room(self.instances, self.scaling, self.share(), catalogued(self.machine))

    @rule("adapters", "model")
    def _adapters_load(self, region: str | None) -> Findings:
        """The container loads adapters."""
        yield from component_rule.adapted(self.adapters, self.model)

    @rule("capacity", "scaling")
    def _one_owner_of_the_size(self, region: str | None) -> Findings:
        """Either capacity or the ladder chooses the machine type."""
        if self.capacity is None or not self.capacity.sizes:
            return
        if self.scaling.chosen.owns_size:
            text = f"would choose the machine type, and so does strategy {self.scaling.strategy}"
            others = one_of([word for word, each in STRATEGIES.items() if not each.owns_size])
            yield ("capacity", "sizes"), f"{text}; use {others}, or leave sizes out here"
        for place, policy in self.scaling.policies():
            if not capacity_rule.measured_alike(self.capacity, policy.metric):
                text = f"{policy.metric}: AWS sums it over cores or GPUs, of which the sizes in capacity have "
                yield ("scaling", *place, "metric"), f"{text}different numbers; use concurrency or invocations"

    @rule("routing", "model")
    def _cache_known(self, region: str | None) -> Findings:
        """Only vLLM tells what its cache holds."""
        framework = self.model.framework
        if self.routing is None or self.routing.strategy is not Routing.KV_AWARE:
            return
        if framework is not None and framework != "vllm":
            text = f"kv-aware: it asks vLLM what its cache holds, and {framework} is another server"
            yield ("routing", "strategy"), f"{text}; write prefix-aware, or framework: vllm"

    @rule("routing", "model", "challengers")
    def _sessions_held(self, region: str | None) -> Findings:
        """SageMaker routes by sessions that a container makes."""
        if self.routing is None or not self.routing.sessions:
            return
        models = [self.model, *(each.model for each in self.challengers.values())]
        other = next((each.framework for each in models if each.framework not in (None, *SESSIONS)), None)
        if other is not None:
            text = f"true: the session is made by the container, and that of {other} makes none"
            yield ("routing", "sessions"), f"{text}; use framework {' or '.join(SESSIONS)}, or an image of your own"

    @rule("shadow", "challengers")
    def _variants_named(self, region: str | None) -> Findings:
        """Further variants are a shadow, or challengers with names of their own."""
        yield from variant_rule.alone(self.shadow, self.challengers)
        yield from variant_rule.named(self.challengers)

    @rule("kind", "rollout")
    def _rollout_of_its_kind(self, region: str | None) -> Findings:
        """The kind is updated in the chosen way."""
        yield from rollout_rule.of_kind(self.rollout, self.kind)

    @rule("machine", "rollout")
    def _rollout_of_its_family(self, region: str | None) -> Findings:
        """The machine is updated in the chosen way."""
        if self.machine in machines():
            yield from rollout_rule.of_family(self.rollout, catalogued(self.machine).family)

    @rule("rollout", "shadow", "challengers")
    def _rollout_of_variants(self, region: str | None) -> Findings:
        """Several variants are updated in the chosen way."""
        variants = 1 + (self.shadow is not None) + len(self.challengers)
        yield from rollout_rule.of_variants(self.rollout, variants)

    @rule("rollout", "shadow", "challengers")
    def _rollout_of_other_counts(self, region: str | None) -> Findings:
        """The step is a part of each further variant that AWS takes."""
        yield from rollout_rule.of_others(self.rollout, self.others)

    @rule("kind", "rollout", "scaling")
    def _rollout_of_the_count(self, region: str | None) -> Findings:
        """The step is a part of what there is that AWS takes."""
        if self.kind is not EndpointKind.SERVERLESS:
            unit = scalable(self.kind).unit
            yield from rollout_rule.of_count(self.rollout, self.scaling.fewest, self.scaling.most, unit)
