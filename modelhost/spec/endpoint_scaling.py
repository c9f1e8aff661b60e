"""Rules about how an endpoint scales: what its kind and its machine bear."""

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.spec.base import Findings, rule
from modelhost.spec.cycle import resized_for_good
from modelhost.spec.endpoint_machine import EndpointMachine
from modelhost.spec.kind import EndpointKind
from modelhost.spec.kind_rule import HOURS_REFUSED, ZERO_REFUSED, ZERO_UNAVAILABLE
from modelhost.spec.metric_rule import OF_GPU, REFUSED, has_gpu, measurable
from modelhost.spec.registration import burstable, gone_at_night
from modelhost.spec.target import TargetSpec


class EndpointScaling(EndpointMachine):
    """An endpoint that scales as its kind and its machine can."""

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
            yield from measurable(("scaling", *place), policy.metric, self.kind, isinstance(policy, TargetSpec))
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

    @rule("machine", "capacity", "scaling")
    def _scaled_machine_is_steady(self, region: str | None) -> Findings:
        """AWS scales no burstable machine."""
        sizes = self.capacity.sizes if self.capacity else []
        yield from burstable(self.scaling, self.machine, sizes)

    @rule("kind", "scaling")
    def _nothing_registered_at_night(self, region: str | None) -> Findings:
        """What is registered for scaling would go with the endpoint every evening."""
        if self.kind not in HOURS_REFUSED:
            yield from gone_at_night(self.scaling)
