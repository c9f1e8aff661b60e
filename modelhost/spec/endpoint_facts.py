"""What follows from an endpoint's block: the strategy in force, counts, start-up time, reservations."""

from modelhost.catalog.machine import Machine, machines
from modelhost.catalog.machine import machine as catalogued
from modelhost.footprint.share import Share, share
from modelhost.footprint.startup import startup_seconds
from modelhost.spec.component import ComponentSpec, InstanceRangeSpec
from modelhost.spec.endpoint_words import EndpointWords
from modelhost.spec.kind import EndpointKind
from modelhost.spec.strategy import Strategy

NOMINAL_MACHINE = "ml.m5.large"
"""Machine whose container a serverless endpoint runs."""


class EndpointFacts(EndpointWords):
    """What is decided without any look at the cloud."""

    def in_force(self) -> Strategy:
        """Return the strategy in force with its own fields only."""
        share = self.share() if self.kind is EndpointKind.COMPONENTS else None
        at_once = self.asynchronous.max_concurrency if self.asynchronous else None
        return self.scaling.in_force(self.machine, self.kind, self.startup, share, at_once)

    @property
    def machine_type(self) -> str:
        """The machine type; ValueError on a serverless endpoint, which has none."""
        if self.machine is None:
            raise ValueError("a serverless endpoint has no machine; look at its kind first")
        return self.machine

    @property
    def image_machine(self) -> Machine:
        """The machine that decides which container runs; a nominal one without GPU when serverless."""
        return catalogued(self.machine or NOMINAL_MACHINE)

    @property
    def startup(self) -> int:
        """Time from launch to first answer in seconds: as given, or estimated."""
        if self.startup_seconds is not None or self.machine is None or self.machine not in machines():
            return self.startup_seconds or 0
        return startup_seconds(self.model.known_gib or 0.0, catalogued(self.machine).gpu)

    @property
    def most_replicas(self) -> int:
        """The most replicas that the strategy in force may reach."""
        return self.scaling.most

    @property
    def most_instances(self) -> int:
        """The most instances that may run beside each other, further variants included; none when serverless."""
        if self.kind is EndpointKind.SERVERLESS:
            return 0
        own = self.instance_range.max if self.kind is EndpointKind.COMPONENTS else self.scaling.most
        return own + sum(self.others.values())

    @property
    def others(self) -> dict[str, int]:
        """Instances of each further variant, by how it is called in the stack file."""
        counts = {f"challengers.{name}": each.count for name, each in self.challengers.items()}
        return {**counts, **({"shadow": self.shadow.count} if self.shadow else {})}

    @property
    def provisioned_concurrency(self) -> int | None:
        """Invocations of a serverless endpoint that are kept warm, at creation; none when it is paid by the request."""
        if self.kind is not EndpointKind.SERVERLESS or self.serverless is None:
            return None
        return self.serverless.provisioned_concurrency if self.scaling.missing() else self.in_force().count

    @property
    def instance_range(self) -> InstanceRangeSpec:
        """Bounds of the instances beneath components: as given, or as many as there may be copies."""
        least = 0 if self.scaling.fewest == 0 else 1
        return self.instances or InstanceRangeSpec(min=least, max=max(1, self.scaling.most))

    def share(self, machine: str | None = None) -> Share:
        """Return what a copy reserves of *machine*, the endpoint's own when none is given."""
        needs = self.component or ComponentSpec()
        return share(
            catalogued(machine or self.machine_type),
            self.model.known_gib or 0.0,
            needs.memory_gib,
            needs.accelerators,
            needs.cpus,
        )
