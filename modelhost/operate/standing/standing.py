"""Everything that stands of one environment, gathered in parallel."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from modelhost.operate.cloud import Cloud
from modelhost.operate.recovery.execution import dead_executions
from modelhost.operate.recovery.record import records
from modelhost.operate.recovery.subject import COMPONENT
from modelhost.operate.standing.alarm import AlarmFact, alarm_facts, alarms_of
from modelhost.operate.standing.budget import BudgetFact, budget_fact
from modelhost.operate.standing.cost import CostFact, cost_facts
from modelhost.operate.standing.endpoint import EndpointFact, endpoint_fact
from modelhost.operate.standing.fact import Fact
from modelhost.operate.standing.notification import AddressFact, address_facts
from modelhost.operate.standing.scaling import ScalingFact, base_component, scaling_answers, scaling_fact
from modelhost.operate.standing.schedule import ScheduleFact, hours_facts, schedule_facts, timers
from modelhost.operate.standing.viewer import Viewer
from modelhost.spec.calendar import state_at
from modelhost.spec.endpoint import EndpointSpec
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.kind import EndpointKind
from modelhost.spec.lint import lints
from modelhost.spec.name import cloud_name

PARALLEL_QUESTIONS = 8


class EndpointStanding(Fact):
    """One endpoint with everything around it."""

    endpoint: EndpointFact
    scaling: ScalingFact
    schedule: tuple[ScheduleFact, ...]
    alarms: AlarmFact
    update_interrupted: bool
    """Whether an update of it was killed and not repaired yet."""
    machine_died: str | None = None
    """How its state machine ended, when it left scaling that is not put back."""
    open: bool = True
    """Whether the endpoint should exist at this time."""


class Standing(Fact):
    """What stands of one environment."""

    environment: str
    region: str
    account_id: str
    owner: str
    endpoints: tuple[EndpointStanding, ...]
    cost: tuple[CostFact, ...]
    """Floor and ceiling by endpoint and part of the platform."""
    budget: BudgetFact | None
    addresses: tuple[AddressFact, ...]
    lints: tuple[str, ...] = ()
    """What is legal in the stack file and yet most likely not meant."""
    unseen: tuple[str, ...] = ()
    """Parts that the credentials may not see, with what was refused."""


def standing(environment: EnvironmentSpec, cloud: Cloud, now: datetime) -> Standing:
    """Ask AWS for everything that *environment* describes."""
    names = {key: environment.endpoint_name(key) for key in environment.endpoints}
    with ThreadPoolExecutor(PARALLEL_QUESTIONS) as pool:
        viewer = Viewer(pool)
        account = pool.submit(lambda: cloud.account_id)
        alarms = viewer.see("alarms", lambda: alarms_of(cloud, names.values()))
        budget = viewer.see("budget", lambda: budget_fact(cloud, environment.name))
        left = viewer.see("interrupted updates", lambda: records(cloud, recorded(environment, names)))
        dead = viewer.see("ended state machines", lambda: dead_executions(cloud, names.values()))
        clocked = [names[key] for key, spec in environment.endpoints.items() if clockwork(spec)]
        clock = viewer.see("timers", lambda: timers(cloud, clocked) if clocked else {})
        endpoints = pool.submit(scaling_answers, cloud, names.values())
        live = {
            key: pool.submit(endpoint_fact, cloud, key, names[key], spec) for key, spec in environment.endpoints.items()
        }
        watched = alarm_facts(alarms() or [], names.values())
        topics = {arn for fact in watched.values() for arn in fact.topics}
        if environment.notify.topic_arn:
            topics.add(environment.notify.topic_arn)
        addresses = viewer.see("notification", lambda: address_facts(cloud, topics))
        interrupted = {record.endpoint for record in left() or []}
        died = {each.endpoint: each.ended for each in dead() or []}
        ticking = clock() or {}
        answers = endpoints.result()
        return Standing(
            environment=environment.name,
            region=cloud.region,
            account_id=account.result(),
            owner=environment.owner,
            endpoints=tuple(
                EndpointStanding(
                    endpoint=live[key].result(),
                    scaling=scaling_fact(spec, answers[names[key]]),
                    schedule=(
                        *hours_facts(spec.scaling.hours, now, ticking.get(names[key], frozenset())),
                        *schedule_facts(
                            spec.in_force().schedule,
                            answers[names[key]].actions,
                            now,
                            ticking.get(names[key], frozenset()),
                        ),
                    ),
                    alarms=watched[names[key]],
                    update_interrupted=bool(interrupted & {names[key], f"{COMPONENT}{base_component(names[key])}"}),
                    machine_died=died.get(names[key]),
                    open=not state_at(spec.scaling, spec.machine, now).asleep,
                )
                for key, spec in environment.endpoints.items()
            ),
            cost=cost_facts(environment, cloud.region),
            budget=budget(),
            addresses=addresses() or (),
            lints=tuple(map(str, lints(environment, cloud.region, now.date()))),
            unseen=tuple(viewer.unseen),
        )


def recorded(environment: EnvironmentSpec, names: Mapping[str, str]) -> list[str]:
    """Return the names under which an interrupted update would be recorded."""
    components = (
        f"{COMPONENT}{component}"
        for key, spec in environment.endpoints.items()
        if spec.kind is EndpointKind.COMPONENTS
        for component in (
            base_component(names[key]),
            *(cloud_name(names[key], "adapter", adapter) for adapter in spec.adapters),
        )
    )
    return [*names.values(), *components]


def clockwork(spec: EndpointSpec) -> bool:
    """Tell whether timers start a state machine for the endpoint."""
    return spec.scaling.hours is not None or any(entry.size for entry in spec.in_force().schedule)
