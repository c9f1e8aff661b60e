"""One model behind one name."""

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec import capacity_rule, component_rule, rollout_rule, variant_rule
from modelhost.spec.alarm import AlarmSpec, SloSpec, SmokeSpec
from modelhost.spec.base import Findings, rule
from modelhost.spec.cycle import resized_for_good
from modelhost.spec.endpoint_machine import EndpointMachine
from modelhost.spec.endpoint_words import Platform
from modelhost.spec.kind import EndpointKind
from modelhost.spec.kind_rule import HOURS_REFUSED, ZERO_REFUSED, ZERO_UNAVAILABLE, fits_kind
from modelhost.spec.metric_rule import OF_GPU, REFUSED, has_gpu, measurable
from modelhost.spec.routing import Routing
from modelhost.spec.scalable import scalable
from modelhost.spec.serverless_rule import within
from modelhost.spec.strategy import STRATEGIES, one_of

__all__ = ["AlarmSpec", "EndpointSpec", "Platform", "SloSpec", "SmokeSpec"]


class EndpointSpec(EndpointMachine):
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

    @rule("kind", "scaling")
    def _scaling_there(self, region: str | None) -> Findings:
        """Only a serverless endpoint needs no count."""
        if self.kind is EndpointKind.SERVERLESS or not self.scaling.chosen.optional:
            return
        if "scaling" not in self.model_fields_set:
            text = "missing; write how it scales, such as {strategy: horizontal, replicas: {count: 2}}"
            yield ("scaling",), text
        else:
            yield from ((("scaling", *place), text) for place, text in self.scaling.lacking())

    @rule("kind", "scaling")
    def _strategy_of_its_kind(self, region: str | None) -> Findings:
        """The kind has the strategy."""
        text = self.scaling.chosen.refused.get(self.kind)
        if text is not None:
            yield ("scaling", "strategy"), f"{self.scaling.strategy}: {text}"

    @rule("kind", "scaling")
    def _zero_of_its_kind(self, region: str | None) -> Findings:
        """Only some kinds reach no replica at all."""
        text = ZERO_REFUSED.get(self.kind)
        for place in self.scaling.zeros() if text is not None else ():
            yield ("scaling", *place), f"0 is too small; {text}"

    @rule("kind", "scaling", "instances")
    def _zero_in_this_region(self, region: str | None) -> Findings:
        """The region takes endpoints without instances."""
        if self.kind is not EndpointKind.COMPONENTS or region not in ZERO_UNAVAILABLE:
            return
        text = f"0 needs an endpoint without instances, which {region} refused in 2026-08; write 1, or take a region "
        text += "that has them, such as eu-west-1"
        if self.instances is not None and self.instances.min == 0:
            yield ("instances", "min"), text
        elif self.instances is None:
            yield from ((("scaling", *place), text) for place in self.scaling.zeros())

    @rule("machine", "scaling")
    def _sizes_return(self, region: str | None) -> Findings:
        """A size that the clock sets, the clock sets back."""
        if self.machine is not None and self.scaling.chosen.owns_size:
            found = resized_for_good(dict(enumerate(self.scaling.schedule)), self.machine)
            yield from ((("scaling", *place), text) for place, text in found)

    @rule("kind", "adopt", "scaling")
    def _hours_of_its_kind(self, region: str | None) -> Findings:
        """Only what is made anew every morning has hours."""
        if self.scaling.hours is None:
            return
        text = HOURS_REFUSED.get(self.kind)
        if text is not None:
            yield ("scaling", "hours"), f"{self.scaling.hours.at!r}: {text}"
        if self.adopt:
            text = f"{self.scaling.hours.at!r} would delete an endpoint that was made elsewhere"
            yield ("scaling", "hours"), f"{text}; leave hours out, or adopt"

    @rule("kind", "machine", "scaling")
    def _loads_measured(self, region: str | None) -> Findings:
        """AWS measures the loads that scaling follows."""
        for place, policy in self.scaling.policies():
            yield from measurable(("scaling", *place), policy.metric, self.kind)
            if self.machine in machines():
                yield from has_gpu(("scaling", *place), policy.metric, catalogued(self.machine))
        bare = self.scaling.chosen.follows_demand and not list(self.scaling.policies())
        if bare and self.kind is EndpointKind.MULTI_MODEL:
            text = "missing; nobody can guess the invocations per minute that an instance with many models bears"
            yield ("scaling", "target"), f"{text}, so write {{metric: invocations, value: <how many>}}"

    @rule("kind", "scaling")
    def _ladder_measured(self, region: str | None) -> Findings:
        """AWS measures the load that moves an endpoint along its ladder, on each of its sizes."""
        ladder = self.scaling.ladder
        if ladder is None:
            return
        place = ("scaling", "ladder", "metric")
        if self.kind in REFUSED.get(ladder.metric, {}):
            text = f"{ladder.metric}: AWS does not measure it on {self.kind.text}"
            yield place, f"{text}; use cpu or memory"
        small = [size for size in self.scaling.sizes if size in machines() and not catalogued(size).gpu]
        if ladder.metric in OF_GPU and small:
            yield place, f"{ladder.metric}: {small[0]} on the ladder has no GPU; use cpu, or sizes with GPUs"

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

    @rule("kind", "rollout", "scaling")
    def _rollout_of_the_count(self, region: str | None) -> Findings:
        """The step is a part of what there is that AWS takes."""
        if self.kind is not EndpointKind.SERVERLESS:
            unit = scalable(self.kind).unit
            yield from rollout_rule.of_count(self.rollout, self.scaling.fewest, self.scaling.most, unit)
