"""One model behind one name."""

import re

from modelhost.catalog import region as offers
from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.footprint.fit import misfits
from modelhost.footprint.share import Share, share
from modelhost.footprint.startup import startup_seconds
from modelhost.spec.alarm import AlarmSpec, SloSpec, SmokeSpec
from modelhost.spec.base import Findings, Place, rule
from modelhost.spec.component import ComponentSpec, InstanceRangeSpec
from modelhost.spec.endpoint_words import EndpointWords, Platform
from modelhost.spec.kind import EndpointKind
from modelhost.spec.scaling import unknown_machine
from modelhost.spec.secret import looks_secret
from modelhost.spec.strategy import Auto, Horizontal, Strategy, Vertical

__all__ = ["AlarmSpec", "EndpointSpec", "Platform", "SloSpec", "SmokeSpec"]

FETCHING = ("HF_MODEL_ID", "OPTION_MODEL_ID", "SM_VLLM_MODEL")
"""Variables by which a container is told what to fetch when it starts."""
LONGEST_VALUE = 1024


class EndpointSpec(EndpointWords):
    """A model, the machine it runs on, and how it scales."""

    @rule("machine", "kind")
    def _machine_there(self, region: str | None) -> Findings:
        """Every kind but serverless has a machine."""
        if self.machine is None and self.kind is not EndpointKind.SERVERLESS:
            yield ("machine",), "missing; write the machine type to run on, such as ml.m7i.large"

    @rule("machine")
    def _machine_known(self, region: str | None) -> Findings:
        """The catalogue knows the machine, and the region offers it."""
        if self.machine is None:
            return
        if self.machine not in machines():
            yield ("machine",), unknown_machine(self.machine)
        elif region is not None:
            yield from _offered(("machine",), self.machine, region)

    @rule("machine", "scaling")
    def _sizes_offered(self, region: str | None) -> Findings:
        """The region offers each step of the ladder."""
        for place, size in enumerate(self.scaling.sizes):
            if region is not None and size != self.machine:
                yield from _offered(("scaling", "sizes", place), size, region)

    @rule("machine", "scaling")
    def _machine_on_ladder(self, region: str | None) -> Findings:
        """With a ladder in force the machine is one of its steps."""
        sizes = self.scaling.sizes if self.machine in machines() else []
        if self.scaling.strategy is Strategy.VERTICAL and sizes and self.machine not in sizes:
            yield ("machine",), f"{self.machine!r} is not on the ladder; use {', '.join(sizes)}, or add it to sizes"

    @rule("machine", "model")
    def _image_there(self, region: str | None) -> Findings:
        """There is a container of the framework for the machine in the region."""
        if region is None or self.machine is None or self.machine not in machines() or self.model.framework is None:
            return
        try:
            self.model.image_uri(region, catalogued(self.machine))
        except LookupError as error:
            yield ("model", "version" if self.model.version else "framework"), str(error)

    @rule("machine", "model", "scaling")
    def _model_fits(self, region: str | None) -> Findings:
        """The model fits the machine, and each step of the ladder."""
        size = self.model.known_gib
        if size is None or self.machine is None:
            return
        steps: dict[Place, str] = {("machine",): self.machine}
        for number, name in enumerate(self.scaling.sizes):
            steps[("scaling", "sizes", number)] = name
        for place, name in steps.items():
            if name in machines() and (name != self.machine or place == ("machine",)):
                for text in misfits(size, catalogued(name)):
                    yield place, f"{text}; take a larger machine than {name}, or a smaller dtype"

    @rule("adopt", "name")
    def _adopts_by_name(self, region: str | None) -> Findings:
        """What is taken over is named."""
        if self.adopt and self.name is None:
            yield ("name",), "missing beside adopt; write the name of the endpoint to take over"

    @rule("environment", "network_isolation")
    def _isolated_container_fetches_nothing(self, region: str | None) -> Findings:
        """A container without network is not told to fetch its weights."""
        for name in FETCHING:
            value = self.environment.get(name, "/")
            if self.network_isolation and not value.startswith("/"):
                text = f"{value!r} would be fetched at start, and the container has no network"
                yield ("environment", name), f"{text}; point it at /opt/ml/model, or set network_isolation: false"

    @rule("environment")
    def _environment_clean(self, region: str | None) -> Findings:
        """Variables are well-formed, and none holds a secret."""
        for name, value in self.environment.items():
            if not re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]{0,1023}", name):
                yield ("environment", name), "is not the name of a variable; use letters, digits and underscores"
            if len(value) > LONGEST_VALUE:
                yield ("environment", name), f"has {len(value)} characters, and SageMaker takes {LONGEST_VALUE}"
            if looks_secret(name, value):
                yield ("environment", name), SECRET.format(name=name)

    @property
    def most_replicas(self) -> int:
        """The most replicas that the strategy in force may reach."""
        chosen = self.in_force()
        base = chosen.max if isinstance(chosen, Auto) else chosen.count
        return max([base, *(entry.bounds().max or 0 for entry in chosen.schedule)])

    def in_force(self) -> Horizontal | Vertical | Auto:
        """Return the strategy in force with its own fields only."""
        return self.scaling.in_force(self.machine, self.kind, self.startup)

    @property
    def machine_type(self) -> str:
        """The machine type; ValueError on a serverless endpoint, which has none."""
        if self.machine is None:
            raise ValueError("a serverless endpoint has no machine; look at its kind first")
        return self.machine

    @property
    def startup(self) -> int:
        """Time from launch to first answer in seconds: as given, or estimated."""
        if self.startup_seconds is not None or self.machine is None or self.machine not in machines():
            return self.startup_seconds or 0
        return startup_seconds(self.model.known_gib or 0.0, catalogued(self.machine).gpu)

    @property
    def instance_range(self) -> InstanceRangeSpec:
        """Bounds of the instances beneath components: as given, or as many as there may be copies."""
        chosen = self.in_force()
        sleeps = isinstance(chosen, Auto) and chosen.wakes
        return self.instances or InstanceRangeSpec(min=0 if sleeps else 1, max=max(1, self.most_replicas))

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


SECRET = (
    "looks like a secret in clear text; take it out, and set it with "
    "`pulumi config set --secret --path 'modelhost:secrets.<endpoint>.{name}'`, or keep it in Secrets Manager"
)


def _offered(place: tuple[str | int, ...], name: str, region: str) -> Findings:
    """Yield that *region* does not offer the machine type *name*, with the nearest that it does."""
    if name in machines() and not offers.offered(name, region):
        nearest = ", ".join(offers.nearest(name, region))
        yield place, f"{name} is not offered in {region} (as of {offers.snapshot_date()}); nearest there: {nearest}"
