"""Everything that stands of one environment, gathered in parallel."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from botocore.exceptions import ClientError

from modelhost.operate.cloud import Cloud, denied
from modelhost.operate.recovery.record import records
from modelhost.operate.standing.alarm import AlarmFact, alarm_facts, alarms_of
from modelhost.operate.standing.budget import BudgetFact, budget_fact
from modelhost.operate.standing.cost import CostFact, cost_facts
from modelhost.operate.standing.endpoint import EndpointFact, endpoint_fact
from modelhost.operate.standing.fact import Fact
from modelhost.operate.standing.notification import AddressFact, address_facts
from modelhost.operate.standing.scaling import ScalingFact, scaling_answers, scaling_fact
from modelhost.operate.standing.schedule import ScheduleFact, schedule_facts
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.lint import lints

PARALLEL_QUESTIONS = 8

Part = TypeVar("Part")


class EndpointStanding(Fact):
    """One endpoint with everything around it."""

    endpoint: EndpointFact
    scaling: ScalingFact
    schedule: tuple[ScheduleFact, ...]
    alarms: AlarmFact
    update_interrupted: bool
    """Whether an update of it was killed and not repaired yet."""


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


class Viewer:
    """Asks for the parts at the same time; a part that the credentials may not see is noted and left out."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        """Note nothing yet."""
        self._pool = pool
        self.unseen: list[str] = []

    def see(self, what: str, ask: Callable[[], Part]) -> Callable[[], Part | None]:
        """Start asking; the returned function waits for the answer, which is none when AWS refuses it."""
        future = self._pool.submit(ask)

        def answer() -> Part | None:
            try:
                return future.result()
            except ClientError as error:
                if not denied(error):
                    raise
                self.unseen.append(f"{what}: {error.operation_name} is not allowed")
                return None

        return answer


def standing(environment: EnvironmentSpec, cloud: Cloud, now: datetime) -> Standing:
    """Ask AWS for everything that *environment* describes."""
    names = {key: environment.endpoint_name(key) for key in environment.endpoints}
    with ThreadPoolExecutor(PARALLEL_QUESTIONS) as pool:
        viewer = Viewer(pool)
        account = pool.submit(lambda: cloud.account_id)
        alarms = viewer.see("alarms", lambda: alarms_of(cloud, names.values()))
        budget = viewer.see("budget", lambda: budget_fact(cloud, environment.name))
        left = viewer.see("interrupted updates", lambda: records(cloud, names.values()))
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
                    schedule=schedule_facts(spec.in_force().schedule, answers[names[key]].actions, now),
                    alarms=watched[names[key]],
                    update_interrupted=names[key] in interrupted,
                )
                for key, spec in environment.endpoints.items()
            ),
            cost=cost_facts(environment, cloud.region),
            budget=budget(),
            addresses=addresses() or (),
            lints=tuple(map(str, lints(environment, cloud.region, now.date()))),
            unseen=tuple(viewer.unseen),
        )
