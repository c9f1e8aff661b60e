"""The WSGI application: identify, apply faults, answer ourselves or let moto answer, journal."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from moto.core.exceptions import ServiceException, _RESTError
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from modelhost.sandbox.cloud import answer, cbor
from modelhost.sandbox.cloud.call import Call, NotHereError, NotOursError, Outcome, RefusalError
from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.constraint import refuse_invalid
from modelhost.sandbox.cloud.control import PREFIX, Control
from modelhost.sandbox.cloud.faults import DEFERRED, NO_CAPACITY, Fault, refusal_of
from modelhost.sandbox.cloud.identify import Environ, identify
from modelhost.sandbox.cloud.moto_operations import pretended
from modelhost.sandbox.cloud.table import ANSWERS, GUARDS, UNLOCKED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

log = logging.getLogger(__name__)
NOT_HERE = "the sandbox does not implement {service}:{operation}; AWS would. See `modelhost sandbox coverage`."
TRANSITIONS = frozenset(
    {
        *("CreateEndpoint", "UpdateEndpoint", "UpdateEndpointWeightsAndCapacities", "DeleteEndpoint"),
        *("CreateInferenceComponent", "UpdateInferenceComponent", "UpdateInferenceComponentRuntimeConfig"),
        "DeleteInferenceComponent",
    }
)


class Application:
    """Answers AWS requests from our handlers first and from moto otherwise."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._control = Control(cloud)
        self._pause = Event()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            return self._control.respond(environ)(environ, start_response)
        in_cbor = cbor.to_json(environ)
        call = identify(environ, self._moto)
        if call is None:
            return self._moto(environ, start_response)  # type: ignore[no-any-return]
        response = self._respond(call, environ)
        self._cloud.journal.record(call, response.status_code, answer.error_code(response))
        return (cbor.to_cbor(call, response) if in_cbor else response)(environ, start_response)

    def _respond(self, call: Call, environ: Environ) -> Response:
        try:
            return self._attempt(self._with_fault(call), environ)
        except RefusalError as refusal:
            return answer.refused(call, refusal)
        except ServiceException as error:  # raised by moto's backends that a handler of ours calls
            return answer.refused(call, RefusalError(error.code, error.message))
        except _RESTError as error:
            return answer.refused(call, RefusalError(error.error_type, error.message, error.code))
        except (NotHereError, NotImplementedError):  # the latter is moto's, for an operation that it lacks
            text = NOT_HERE.format(service=call.service, operation=call.operation)
            return answer.refused(call, RefusalError("NotImplementedInSandbox", text, 501))
        except Exception as error:  # a defect of the sandbox must read as one, never as an answer of AWS
            log.exception("%s:%s failed in the sandbox", call.service, call.operation)
            text = f"the sandbox failed on {call.service}:{call.operation}: {type(error).__name__}: {error}"
            return answer.refused(call, RefusalError("SandboxFailure", text, 501))

    def _attempt(self, call: Call, environ: Environ) -> Response:
        key = (call.service, call.operation)
        lock = nullcontext() if key in UNLOCKED else self._cloud.lock  # neither our shelves nor moto's are thread-safe
        try:
            with lock:
                return self._answer(key, call, environ)
        finally:
            self._cloud.catch_up()

    def _answer(self, key: tuple[str, str], call: Call, environ: Environ) -> Response:
        if key in ANSWERS:
            refuse_invalid(call)
        if key in GUARDS:
            GUARDS[key](call, self._cloud)
        with suppress(NotOursError):
            if key in ANSWERS:
                return answer.answered(call, ANSWERS[key](call, self._cloud))
        if pretended(*key):
            raise NotHereError
        return self._by_moto(environ)

    def _by_moto(self, environ: Environ) -> Response:
        body, status, headers = run_wsgi_app(self._moto, environ, buffered=True)
        return Response(b"".join(body), status=status, headers=headers)

    def _with_fault(self, call: Call) -> Call:
        fault = self._cloud.faults.take(call)
        if fault is None:
            return call
        refusal = refusal_of(fault, call)
        if refusal:
            raise refusal
        if fault.kind == "slow" and call.operation not in TRANSITIONS:
            self._pause.wait(fault.seconds)
            return call
        return replace(call, outcome=_outcome(fault))


def _outcome(fault: Fault) -> Outcome:
    seconds = fault.seconds or None
    if fault.kind in DEFERRED:
        return Outcome(fault.reason or "The endpoint was rolled back because of a fault on demand.", seconds)
    if fault.kind == "capacity":
        return Outcome(fault.reason or NO_CAPACITY, seconds)
    return Outcome(seconds=seconds)
