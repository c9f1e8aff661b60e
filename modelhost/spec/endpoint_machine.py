"""Rules about what an endpoint runs on: machines, containers, memory."""

import re

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines
from modelhost.footprint.fit import USABLE
from modelhost.spec import capacity_rule, component_rule, variant_rule
from modelhost.spec.base import Findings, Place, rule
from modelhost.spec.endpoint_facts import NOMINAL_MACHINE, EndpointFacts
from modelhost.spec.kind import EndpointKind
from modelhost.spec.machine_rule import contained, fits, known, offered
from modelhost.spec.multi_model import takes_many
from modelhost.spec.secret import looks_secret
from modelhost.spec.server_words import word_of

FETCHING = ("HF_MODEL_ID", "OPTION_MODEL_ID", "SM_VLLM_MODEL")
"""Variables by which a container is told what to fetch when it starts."""
LONGEST_VALUE = 1024
SECRET = (
    "looks like a secret in clear text; take it out, and set it with "
    "`pulumi config set --secret --path 'modelhost:secrets.<endpoint>.{name}'`, or keep it in Secrets Manager"
)


class EndpointMachine(EndpointFacts):
    """An endpoint whose machines exist, are offered, and hold their models."""

    @rule("machine", "kind")
    def _machine_there(self, region: str | None) -> Findings:
        """Every kind but serverless has a machine."""
        if self.machine is None and self.kind is not EndpointKind.SERVERLESS:
            yield ("machine",), "missing; write the machine type to run on, such as ml.m7i.large"

    @rule("machine")
    def _machine_known(self, region: str | None) -> Findings:
        """The catalogue knows the machine, and the region offers it."""
        if self.machine is not None:
            yield from known(("machine",), self.machine, region)

    @rule("machine", "scaling")
    def _sizes_offered(self, region: str | None) -> Findings:
        """The region offers each step of the ladder."""
        for place, size in enumerate(self.scaling.sizes):
            if region is not None and size != self.machine:
                yield from offered(("scaling", "sizes", place), size, region)

    @rule("machine", "scaling")
    def _machine_on_ladder(self, region: str | None) -> Findings:
        """With a ladder in force the machine is one of its steps."""
        sizes = self.scaling.sizes if self.machine in machines() else []
        if self.scaling.chosen.owns_size and sizes and self.machine not in sizes:
            yield ("machine",), f"{self.machine!r} is not on the ladder; use {', '.join(sizes)}, or add it to sizes"

    @rule("machine", "model")
    def _image_there(self, region: str | None) -> Findings:
        """There is a container of the framework for the machine in the region."""
        if self.machine is not None:
            yield from contained(("model",), self.model, self.machine, region)

    @rule("kind", "model")
    def _image_without_gpu(self, region: str | None) -> Findings:
        """There is a container of the framework that a serverless endpoint runs."""
        if self.kind is EndpointKind.SERVERLESS:
            for place, _ in contained(("model",), self.model, NOMINAL_MACHINE, region):
                text = f"{self.model.framework} has no container without GPU, and a serverless endpoint has none"
                yield place, f"{text}; write kind: realtime and a machine, or take another framework"

    @rule("machine", "model", "scaling", "component")
    def _model_fits(self, region: str | None) -> Findings:
        """The model fits the machine, and each step of the ladder."""
        if self.machine is None:
            return
        taken = None if self.component is None else self.component.accelerators
        steps: dict[Place, str] = {("machine",): self.machine}
        for number, name in enumerate(self.scaling.sizes):
            steps[("scaling", "sizes", number)] = name
        for place, name in steps.items():
            if name != self.machine or place == ("machine",):
                yield from fits(place, self.model, name, region, taken)

    @rule("serverless", "model")
    def _model_fits_memory(self, region: str | None) -> Findings:
        """The model fits the memory of a serverless endpoint."""
        size = self.model.known_gib
        if self.serverless is None or size is None or size <= self.serverless.memory_gib * USABLE:
            return
        memory = self.serverless.memory_gib
        text = f"weights of {size:.1f} GiB exceed the {memory * USABLE:.1f} GiB usable of {memory} ({USABLE:.2f})"
        yield ("serverless", "memory_gib"), f"{text}; raise it up to 6, or write kind: realtime"

    @rule("kind", "machine", "model")
    def _takes_many_models(self, region: str | None) -> Findings:
        """The container of a multi-model endpoint loads models on demand, from a prefix."""
        if self.kind is EndpointKind.MULTI_MODEL:
            yield from takes_many(self.model, self.machine)

    @rule("machine", "model", "scaling")
    def _sizes_have_images(self, region: str | None) -> Findings:
        """There is a container for each size that a clock or an alarm may choose."""
        moved = self.scaling.ladder is not None or any(entry.size for entry in self.scaling.schedule)
        if moved and self.scaling.chosen.owns_size:
            for place, size in enumerate(self.scaling.sizes):
                found = contained((), self.model, size, region) if size != self.machine else ()
                yield from ((("scaling", "sizes", place), text) for _, text in found)

    @rule("kind", "machine", "component", "capacity")
    def _copy_fits(self, region: str | None) -> Findings:
        """A copy fits the machine, and each that may stand in for it."""
        if self.kind is not EndpointKind.COMPONENTS or self.component is None:
            return
        names = dict.fromkeys([self.machine, *(self.capacity.sizes if self.capacity else [])])
        for name in names:
            if name in machines():
                yield from component_rule.fits(self.component, catalogued(name))

    @rule("capacity", "machine", "model")
    def _capacity_listed(self, region: str | None) -> Findings:
        """The machine types of the capacity ladder may stand in for each other."""
        if self.capacity is not None:
            yield from capacity_rule.bought(self.capacity)
            yield from capacity_rule.listed(self.capacity, self.machine, self.model, region)

    @rule("shadow", "challengers", "machine")
    def _variants_run(self, region: str | None) -> Findings:
        """Further variants run on their machines."""
        if self.shadow is not None:
            yield from variant_rule.runs(("shadow",), self.shadow, self.machine, region)
        for name, challenger in self.challengers.items():
            yield from variant_rule.runs(("challengers", name), challenger, self.machine, region)

    @rule("environment", "network_isolation")
    def _isolated_container_fetches_nothing(self, region: str | None) -> Findings:
        """A container without network is not told to fetch its weights."""
        for name in FETCHING:
            value = self.environment.get(name, "/")
            if self.network_isolation and not value.startswith("/"):
                text = f"{value!r} would be fetched at start, and the container has no network"
                yield ("environment", name), f"{text}; point it at /opt/ml/model, or set network_isolation: false"

    @rule("environment", "model")
    def _server_told_once(self, region: str | None) -> Findings:
        """What a word of the model tells its server, no variable tells again."""
        for name in self.environment if self.model.known_architecture is not None else ():
            word = word_of(self.model.framework, name)
            if word is not None:
                yield ("environment", name), f"is what model.{word} tells the server; move the value there"

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
