"""From an endpoint of a stack file to the question that the planner answers."""

from collections.abc import Mapping, Sequence

from modelhost.planner.load.trace import Trace
from modelhost.planner.offering import likely, offer, paid, services
from modelhost.planner.policy import Balancer
from modelhost.planner.question import Question
from modelhost.planner.search.candidate import Candidate, Form
from modelhost.planner.search.deploy import deployed
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo
from modelhost.price.option import Option
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.routing import Routing

WAYS = "give `--curve FILE` (a load test), `--service-ms MS` (your word), or the model's architecture in the stack file"


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
) -> Question:
    """Return the question of *endpoint*, called *name*, under *trace*.

    *measured* is how it answers on `measured.machine`; other machines go by their data sheets, those of a language
    model by the physical model. *interruptions_per_hour* of a replica are those of spot; an assumed rate when none is
    given. ValueError when nothing tells how long a request takes.
    """
    known = services(endpoint, trace, measured, service_factor)
    if known is None:
        raise ValueError(f"endpoint {name}: nothing tells how long a request takes; {WAYS}")
    chosen = machines or likely(endpoint, known, region)
    made = (offer(endpoint, each, region, known, startup_seconds, (quota or {}).get(each)) for each in chosen)
    known_offers = [each for each in made if each is not None]
    offers, ratio = paid(known_offers, region, Option(price), interruptions_per_hour)
    architecture = endpoint.model.known_architecture
    return Question(
        endpoint=name,
        region=region,
        trace=trace,
        slo=slo,
        offers=offers,
        today=today(endpoint, trace),
        zones=zones,
        zone_loss=zone_loss,
        price_option=price,
        committed_ratio=ratio,
        architecture=architecture,
        serving=endpoint.model.served(architecture) if architecture else None,
        timezone=timezone,
        what_if=dict(what_if or {}),
        seed=seed,
    )


def today(endpoint: EndpointSpec, trace: Trace) -> Candidate | None:
    """Return what stands, as a candidate; none for what has no machine, or follows what is not simulated."""
    if endpoint.machine is None or endpoint.scaling.missing():
        return None
    scaling = endpoint.scaling.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    routing = None if endpoint.routing is None else endpoint.routing.strategy
    balancer = Balancer.LEAST_OUTSTANDING if routing is Routing.LEAST_OUTSTANDING_REQUESTS else Balancer.RANDOM
    try:
        policy = deployed(scaling, endpoint.machine, trace, endpoint.startup, balancer)
    except ValueError:
        return None
    form = _form(endpoint.scaling.strategy, scaling)
    return Candidate(form, endpoint.machine, policy, {}, scaling, None if routing is None else routing.value)


def _form(strategy: str, scaling: Mapping[str, object]) -> Form:
    """Return which of the forms a scaling block is."""
    scheduled = bool(scaling.get("schedule"))
    if strategy == "auto":
        target = scaling.get("target")
        metric = target.get("metric") if isinstance(target, Mapping) else None
        plain = Form.INVOCATIONS if metric == "invocations" else Form.CONCURRENCY
        return Form.FLOORS if scheduled else plain
    if scheduled:
        return Form.SCHEDULED
    return Form.VERTICAL if strategy == "vertical" else Form.FIXED
