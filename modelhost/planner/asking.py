"""From an endpoint of a stack file to the question that the planner answers."""

from collections.abc import Mapping, Sequence

from modelhost.catalog.machine import machine as catalogued
from modelhost.catalog.machine import machines as machines_known
from modelhost.planner.load.trace import Trace
from modelhost.planner.money.charge import endpoint_charges
from modelhost.planner.offering import likely, named, offer, paid, services
from modelhost.planner.policy import Balancer
from modelhost.planner.question import Offer, Question
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.deploy import deployed, sizes_of, strategy_of
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.price.option import Option
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.routing import Routing
from modelhost.spec.strategy import Strategy
from modelhost.spec.target_metric import TargetMetric

WAYS = "give `--curve FILE` (a load test), `--service-ms MS` (your word), or the model's architecture in the stack file"
TOKENS = "give `--curve FILE` with the columns ttft_ms and itl_ms, or the model's architecture in the stack file"
INSTEAD = "set its scaling as docs/scaling.md says and check it with `modelhost schedule`, or plan it as kind: realtime"


def ask(
    endpoint: EndpointSpec,
    name: str,
    region: str,
    trace: Trace,
    slo: Slo,
    *,
    measured: Service | None = None,
    machines: Sequence[str] | None = None,
    startup_seconds: float | None = None,
    price: str = "on-demand",
    service_factor: float = 1.0,
    zones: int = 2,
    zone_loss: bool = False,
    timezone: str = "UTC",
    what_if: Mapping[str, str] | None = None,
    quota: Mapping[str, int] | None = None,
    seed: int = 1,
    interruptions_per_hour: float | None = None,
    failed_launches: float = 0.0,
) -> Question:
    """Return the question of *endpoint*, called *name*, under *trace*.

    *measured* is how it answers on `measured.machine`; other machines go by their data sheets, those of a language
    model by the physical model. *interruptions_per_hour* of a replica are those of spot, assumed when none are given;
    *failed_launches* is the share of launches that find no machine. ValueError for a kind that is not planned, when
    nothing tells how long a request takes or a promised token does, or for machine types that are not known.
    """
    if endpoint.kind is not EndpointKind.REALTIME:
        raise ValueError(f"endpoint {name}: kind {endpoint.kind} is not planned yet; {INSTEAD}")
    known = services(endpoint, trace, measured, service_factor)
    if known is None:
        raise ValueError(f"endpoint {name}: nothing tells how long a request takes; {WAYS}")
    chosen = named(machines, endpoint) if machines else likely(endpoint, known, region)
    made = [offer(endpoint, each, region, known, startup_seconds, (quota or {}).get(each)) for each in chosen]
    known_offers = [each for each in made if each is not None]
    _tokens_known(name, slo, known_offers)
    offers, ratio = paid(known_offers, region, Option(price), interruptions_per_hour)
    architecture = endpoint.model.known_architecture
    stands, unjudged = today(endpoint, trace)
    charges = endpoint_charges(endpoint, catalogued(endpoint.machine) if endpoint.machine in machines_known() else None)
    return Question(
        endpoint=name,
        region=region,
        trace=trace,
        slo=slo,
        offers=offers,
        today=stands,
        today_note=unjudged,
        today_machine=endpoint.machine or "",
        today_sizes=tuple(endpoint.scaling.sizes),
        zones=zones,
        zone_loss=zone_loss,
        price_option=price,
        committed_ratio=ratio,
        fixed_usd_per_month=sum(line.usd_per_month for line in charges),
        fixed_basis=tuple(f"{line.what}: {line.basis}" for line in charges),
        unpriced=tuple(each for each, known_offer in zip(chosen, made, strict=True) if known_offer is None),
        failed_launches=failed_launches,
        architecture=architecture,
        serving=endpoint.model.served(architecture) if architecture else None,
        may_split=endpoint.model.split is None,
        physical_factor=service_factor if architecture and measured is None else None,
        timezone=timezone,
        what_if=dict(what_if or {}),
        seed=seed,
    )


def today(endpoint: EndpointSpec, trace: Trace) -> tuple[Candidate | None, str]:
    """Return what stands, as a candidate; or none, and why it cannot be judged."""
    if endpoint.machine is None:
        return None, "it has no machine"
    if missing := endpoint.scaling.missing():
        return None, f"scaling lacks {' and '.join(missing)}"
    scaling = endpoint.scaling.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    routing = None if endpoint.routing is None else endpoint.routing.strategy
    balancer = Balancer.LEAST_OUTSTANDING if routing is Routing.LEAST_OUTSTANDING_REQUESTS else Balancer.RANDOM
    try:
        policy = deployed(scaling, endpoint.machine, trace, endpoint.startup, balancer)
    except ValueError as error:
        return None, str(error).replace("\n", "; ")
    chosen = strategy_of(scaling, endpoint.machine, endpoint.startup)
    routed = None if routing is None else routing.value
    sizes = sizes_of(chosen, endpoint.machine)
    return Candidate(form_of(chosen), endpoint.machine, policy, {}, scaling, routed, sizes), ""


def _tokens_known(name: str, slo: Slo, offers: Sequence[Offer]) -> None:
    """Raise ValueError when tokens are promised and the service has no times of them: that promise always holds."""
    known = [offer.service for offer in offers if not offer.misfit]
    unknown = [
        option
        for option, promised, lacking in (
            ("--ttft-ms", slo.ttft_ms, any(each.first_seconds is None for each in known)),
            ("--itl-ms", slo.itl_ms, any(each.token_seconds is None for each in known)),
        )
        if promised is not None and lacking
    ]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: nothing tells when tokens of endpoint {name} come; {TOKENS}")


def form_of(chosen: Strategy) -> Form:
    """Return which of the forms a strategy is."""
    if chosen.owns_size:
        moves = Form.SIZES if chosen.demand_ladder is None else Form.CLIMBING
        return moves if chosen.clock_owned_size else Form.VERTICAL
    if not chosen.follows_demand:
        return Form.SCHEDULED if chosen.clocked or chosen.hours is not None else Form.FIXED
    targets, steps = getattr(chosen, "targets", []), getattr(chosen, "steps", [])
    if len(targets) + (1 if steps else 0) > 1:
        return Form.SEVERAL
    if not targets:
        return Form.STEPS
    if chosen.clocked or chosen.hours is not None:
        return Form.FLOORS
    return Form.INVOCATIONS if targets[0].metric is TargetMetric.INVOCATIONS else Form.CONCURRENCY
