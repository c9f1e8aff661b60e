"""What a dead execution of an endpoint's state machine left: scaling that it had taken away and not put back.

The machine keeps what it takes in SSM parameters before it touches anything, and names itself in the first of them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from modelhost.operate.cloud import Cloud, found
from modelhost.operate.problem import OperateError
from modelhost.operate.recovery.alarm import unmute
from modelhost.operate.recovery.restore import Pause, settled
from modelhost.operate.recovery.scaling import Captured, live, put
from modelhost.operate.recovery.subject import EndpointSubject
from modelhost.operate.standing.alarm import alarms_of, by_owner

ROOT = "/modelhost/asleep-scaling/"
"""The first parameter of an endpoint; the others, one for each policy and scheduled action, lie below it."""
ASLEEP = "/modelhost/asleep/"
"""What an endpoint wakes with; it is there while the endpoint sleeps."""
POLICIES, ACTIONS = "/policies/", "/scheduled-actions/"
RUNNING = frozenset({"RUNNING", "PENDING_REDRIVE"})


@dataclass(frozen=True)
class DeadExecution:
    """An execution that ended before its work did."""

    endpoint: str
    execution: str
    """Its ARN."""
    action: str
    """What it was to do: resize, step, sleep or wake."""
    started_at: str
    ended: str
    """How it ended, in the words of Step Functions."""
    captured: Captured
    """The scaling that it had taken away."""
    parameters: tuple[str, ...]
    """Parameters that it left."""
    slept: bool
    """Whether it had put the endpoint to sleep, or was waking it."""
    muted_alarms: tuple[str, ...] = ()
    """Alarms that fell asleep with the endpoint."""

    def plain(self) -> dict[str, Any]:
        """Return what a listing shows."""
        return {
            "endpoint": self.endpoint,
            "execution": self.execution,
            "action": self.action,
            "startedAt": self.started_at,
            "ended": self.ended,
            "targets": len(self.captured.targets),
            "policies": len(self.captured.policies),
            "scheduledActions": len(self.captured.scheduled_actions),
            "mutedAlarms": list(self.muted_alarms),
        }


def dead_executions(cloud: Cloud, endpoints: Collection[str]) -> list[DeadExecution]:
    """Return the executions that left something at one of *endpoints*; one that still runs, or a sleep, did not."""
    listed = cloud.items("ssm", "get_parameters_by_path", "Parameters", Path=ROOT.rstrip("/"), Recursive=True)
    texts = {each["Name"]: str(each["Value"]) for each in listed}
    looked = (_look(cloud, name, texts, endpoints) for name in sorted(endpoints) if ROOT + name in texts)
    return [each for each in looked if each is not None]


def _look(cloud: Cloud, endpoint: str, texts: Mapping[str, str], among: Collection[str]) -> DeadExecution | None:
    """Return what was left at *endpoint*, none when its execution lives or the endpoint sleeps."""
    lock = _read(ROOT + endpoint, texts)
    status = found(cloud.client("stepfunctions").describe_execution, executionArn=lock["execution"])
    if status is not None and status["status"] in RUNNING:
        return None
    slept = found(cloud.client("ssm").get_parameter, Name=ASLEEP + endpoint) is not None
    if slept and EndpointSubject(endpoint).look(cloud) is None:
        return None
    return DeadExecution(
        endpoint=endpoint,
        execution=lock["execution"],
        action=lock.get("action", ""),
        started_at=lock.get("startedAt", ""),
        ended=_ended(status),
        captured=Captured(
            targets=tuple(map(_target, lock.get("targets") or ())),
            policies=_below(ROOT + endpoint + POLICIES, texts),
            scheduled_actions=_below(ROOT + endpoint + ACTIONS, texts),
        ),
        parameters=(*(name for name in texts if name.startswith(f"{ROOT}{endpoint}/")), ROOT + endpoint),
        slept=slept,
        muted_alarms=_muted(cloud, endpoint, among) if slept else (),
    )


def _target(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a target as a record holds it, with its tags."""
    return {**_given(item["target"]), "Tags": item.get("tags") or {}}


def _below(path: str, texts: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """Return what the parameters of a path keep."""
    return tuple(_given(_read(name, texts)) for name in texts if name.startswith(path))


def _given(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item without what it lacks, for which the machine writes null."""
    return {key: value for key, value in item.items() if value is not None}


def _read(name: str, texts: Mapping[str, str]) -> Any:
    """Return the JSON of a parameter."""
    try:
        return json.loads(texts[name])
    except ValueError as error:
        raise OperateError(
            f"{name}: what a state machine kept cannot be read ({error}); delete that SSM parameter, "
            f"`pulumi up` puts the scaling of the stack file back"
        ) from error


def _ended(status: Mapping[str, Any] | None) -> str:
    """Say how an execution ended."""
    if status is None:
        return "gone"
    why = ": ".join(status[key] for key in ("error", "cause") if status.get(key))
    return f"{status['status']}: {why}" if why else str(status["status"])


def mend(cloud: Cloud, dead: DeadExecution, patience_seconds: float, pause: Pause = time.sleep) -> list[str]:
    """Wait for the endpoint, put back what is missing of its scaling, forget the execution; return what was done."""
    standing = settled(cloud, EndpointSubject(dead.endpoint), patience_seconds, pause)
    if standing is None or not standing.serving:
        state = "gone" if standing is None else standing.status
        return [f"it is {state}, so its scaling stays recorded; `pulumi up` makes it serve, then run this again"]
    done = unmute(cloud, dead.muted_alarms)
    captured = dead.captured.of(standing.scalable)
    done += put(cloud, captured.without(live(cloud, standing.scalable)))
    forgotten = [*([ASLEEP + dead.endpoint] if dead.slept else []), *dead.parameters]
    for name in forgotten:
        found(cloud.client("ssm").delete_parameter, Name=name)
    return [*done, f"the execution that had ended {dead.ended.partition(':')[0]} is forgotten"]


def _muted(cloud: Cloud, endpoint: str, endpoints: Collection[str]) -> tuple[str, ...]:
    """Return the alarms of *endpoint* that tell nobody."""
    alarms = by_owner(alarms_of(cloud, [endpoint]), {*endpoints, endpoint})[endpoint]
    return tuple(sorted(each["AlarmName"] for each in alarms if not each.get("ActionsEnabled", True)))
