"""The control plane for tests and for `modelhost sandbox`, under /_modelhost/, in JSON.

GET health                                    whether it serves
GET, DELETE calls?service=&operation=         the journal of AWS calls
GET, POST, DELETE faults                      what the next calls of an operation are answered with (faults.py)
POST scale {endpoint, variant, count}         pretend that the autoscaler acted on instances,
POST scale {component, count}                 or on the copies of an inference component
POST fire {endpoint, action}                  do now what a scheduled action does at its time (also of a component)
POST fire {schedule}                          or what a schedule of EventBridge Scheduler does, by name or group/name
GET launches                                  what rules and schedules have started, and what kept them from it
GET activities                                what step-scaling policies did when their alarms went off
GET, POST capacity {machine, instances|null}  how many more machines of a type are to be had; null for any number
GET deliveries, POST {service, source, topic} whether notifications reached their topic, and why not
GET executions                                the executions of state machines, oldest first
GET resources                                 everything of ours that stands
GET coverage                                  who answers which operation
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from modelhost.sandbox.cloud.answer import plain
from modelhost.sandbox.cloud.autoscaling.scheduled_action import fire
from modelhost.sandbox.cloud.autoscaling.step import SHELF as ACTIVITIES
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.cloudwatch.delivery import SHELF, deliver
from modelhost.sandbox.cloud.coverage import coverage
from modelhost.sandbox.cloud.launch import SHELF as LAUNCHES
from modelhost.sandbox.cloud.resources import resources
from modelhost.sandbox.cloud.sagemaker import capacity
from modelhost.sandbox.cloud.sagemaker.scale import scale, scale_component
from modelhost.sandbox.cloud.scheduler.fire import fire as fire_schedule
from modelhost.sandbox.cloud.workflow.execution import EXECUTIONS, shown

PREFIX = "/_modelhost/"
Page = Callable[[Request], Any]


class Control:
    """Reads and steers the embedded AWS: health, journal, faults and what is left."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._pages: dict[tuple[str, str], Page] = {
            ("GET", "health"): self._health,
            ("GET", "calls"): self._calls,
            ("DELETE", "calls"): self._clear_calls,
            ("GET", "faults"): self._faults,
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "scale"): self._scale,
            ("POST", "fire"): self._fire,
            ("GET", "capacity"): self._capacity,
            ("POST", "capacity"): self._capacity,
            ("POST", "clock"): self._advance,
            ("GET", "deliveries"): self._deliveries,
            ("POST", "deliveries"): self._deliver,
            ("GET", "executions"): self._executions,
            ("GET", "launches"): lambda _: list(cloud.shelf(LAUNCHES).values()),
            ("GET", "activities"): lambda _: list(cloud.shelf(ACTIVITIES).values()),
            ("GET", "resources"): self._resources,
            ("GET", "coverage"): self._coverage,
        }

    def respond(self, environ: dict[str, Any]) -> Response:
        """Answer one request of the control plane in JSON."""
        request = Request(environ)
        page = self._pages.get((request.method, request.path.removeprefix(PREFIX)))
        if page is None:
            return plain({"error": f"{request.method} {request.path} is not a page of the control plane"}, 404)
        try:
            return plain(page(request))
        except (ValueError, TypeError, KeyError) as error:
            return plain({"error": f"{type(error).__name__}: {error}"}, 400)

    def _health(self, request: Request) -> Any:
        return {"status": "ok"}

    def _calls(self, request: Request) -> Any:
        return self._cloud.journal.entries(request.args.get("service"), request.args.get("operation"))

    def _clear_calls(self, request: Request) -> Any:
        self._cloud.journal.clear()
        return {}

    def _faults(self, request: Request) -> Any:
        return self._cloud.faults.entries()

    def _add_fault(self, request: Request) -> Any:
        self._cloud.faults.add(body_of(request))
        return self._cloud.faults.entries()

    def _clear_faults(self, request: Request) -> Any:
        self._cloud.faults.clear()
        return {}

    def _scale(self, request: Request) -> Any:
        wanted = body_of(request)
        with self._cloud.lock:
            if "component" in wanted:
                return scale_component(self._cloud, wanted["component"], int(wanted["count"]))
            return scale(self._cloud, wanted["endpoint"], wanted["variant"], int(wanted["count"]))

    def _fire(self, request: Request) -> Any:
        wanted = body_of(request)
        if "schedule" in wanted:
            return fire_schedule(self._cloud, wanted["schedule"])
        with self._cloud.lock:
            return fire(self._cloud, wanted["endpoint"], wanted["action"])

    def _capacity(self, request: Request) -> Any:
        with self._cloud.lock:
            return capacity.shown(self._cloud, body_of(request) if request.method == "POST" else None)

    def _advance(self, request: Request) -> Any:
        with self._cloud.lock:
            self._cloud.advance(float(body_of(request)["seconds"]))
            return {"now": self._cloud.now()}

    def _deliveries(self, request: Request) -> Any:
        return list(self._cloud.shelf(SHELF).values())

    def _deliver(self, request: Request) -> Any:
        wanted = body_of(request)
        region = wanted["topic"].split(":")[3]
        with self._cloud.lock:
            return deliver(self._cloud, region, wanted["service"], wanted["source"], wanted["topic"])

    def _executions(self, request: Request) -> Any:
        with self._cloud.lock:
            return [shown(one) for one in self._cloud.shelf(EXECUTIONS).values()]

    def _resources(self, request: Request) -> Any:
        with self._cloud.lock:
            return resources(self._cloud)

    def _coverage(self, request: Request) -> Any:
        return coverage()


def body_of(request: Request) -> dict[str, Any]:
    """Read the JSON object sent to the control plane."""
    body = json.loads(request.get_data() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("the body is not a JSON object")
    return body
