"""What is asked of the planner."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from modelhost.footprint.architecture import Architecture
from modelhost.footprint.serving import Serving
from modelhost.planner.load.trace import Trace
from modelhost.planner.policy import Startup
from modelhost.planner.search.candidate import Candidate
from modelhost.planner.service.service import Service
from modelhost.planner.service.slo import Slo


@dataclass(frozen=True, eq=False)
class Offer:
    """A machine type that may serve the endpoint."""

    service: Service
    """How one replica on it answers."""
    usd_per_hour: float
    """Price of one replica, by the chosen price option."""
    startup: Startup
    """Time from launch to first answer."""
    price_source: str = ""
    """Where the price comes from, with its date."""
    quota: int | None = None
    """Most replicas that the account may have; none when not known."""
    misfit: str = ""
    """Why the model does not fit it, with the arithmetic; empty when it fits."""
    interruptions_per_hour: float = 0.0
    """How often a replica is taken back; of spot only."""

    @property
    def machine(self) -> str:
        """The machine type, such as ml.g6.xlarge."""
        return self.service.machine


@dataclass(frozen=True, eq=False)
class Question:
    """An endpoint, the load it saw, the promise to its callers, and what may serve it."""

    endpoint: str
    """Name of the endpoint in the stack file."""
    region: str
    """AWS region."""
    trace: Trace
    """The past that decides; nothing after its end is known."""
    slo: Slo
    """What callers are promised."""
    offers: tuple[Offer, ...]
    """Machine types to choose from, those that do not fit included."""
    today: Candidate | None = None
    """What stands today; none for an endpoint that is new, or where `today_note` says why."""
    today_note: str = ""
    """Why what stands today cannot be judged; empty where it can, or where nothing stands."""
    today_machine: str = ""
    """Machine type that stands today, judged or not; empty for an endpoint that is new."""
    today_sizes: tuple[str, ...] = ()
    """The ladder of machine types that the stack file has, smallest first."""
    zones: int = 1
    """Availability zones that replicas are spread over."""
    zone_loss: bool = False
    """Whether the promise must hold, for the mean hour, when one of the zones is lost."""
    failed_launches: float = 0.0
    """Share of the launches that find no machine and are tried again: an insufficient-capacity error."""
    rollout_share: float = 1.0
    """Replicas that an update needs beside those that serve, as a share of them: 1 for blue/green."""
    price_option: str = "on-demand"
    """`on-demand`, `spot` or `committed`: how the prices of the offers came about."""
    committed_ratio: float | None = None
    """Price of a committed replica over that of one on demand; none where commitment is not asked for."""
    fixed_usd_per_month: float = 0.0
    """What the endpoint costs whatever its replicas do: its alarms; those that scaling makes come on top."""
    fixed_basis: tuple[str, ...] = ()
    """How that comes about, with its source."""
    unpriced: tuple[str, ...] = ()
    """Machine types that were to be looked at and have no price in the region."""
    architecture: Architecture | None = None
    """The model's, where the stack file tells it: answers whether it fits, splits, or could be smaller."""
    serving: Serving | None = None
    """What the model's server is told; none without an architecture."""
    may_split: bool = False
    """Whether the server spreads the model over the accelerators of a machine by itself."""
    physical_factor: float | None = None
    """Factor on the physical model's times; none where the service was measured, or is somebody's word."""
    timezone: str = "UTC"
    """IANA zone in which schedules are written."""
    what_if: Mapping[str, str] = field(default_factory=dict)
    """What was changed for this question, such as {"load": "2x"}; already applied to the other fields."""
    seed: int = 1
    """Seed of every random stream."""
    budget_seconds: float = 30.0
    """Time that the search may take on two cores, counted in requests that are replayed."""
