"""Find out which operation a raw HTTP request asks for, with moto's own routing and parsing."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from moto import backends
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model, service_name_from_moto_package_name
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from werkzeug.datastructures import Headers

from modelhost.sandbox.cloud.call import Call

DEFAULT_REGION = "us-west-2"
OPAQUE_BODIES = frozenset(
    {
        *(("s3", "PutObject"), ("s3", "UploadPart")),
        *(("sagemaker-runtime", "InvokeEndpoint"), ("sagemaker-runtime", "InvokeEndpointAsync")),
    }
)
RENAMED_BACKENDS = {"awslambda": "lambda", "s3bucket_path": "s3", "elbv2": "elbv2"}

Environ = dict[str, Any]


def list_backends_once() -> None:
    """Let moto, which looks through its own folders for each request, do so once."""
    found = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: found


def identify(environ: Environ, dispatcher: DomainDispatcherApplication) -> Call | None:
    """Understand a request, leaving its body readable; None when it names no operation of any service."""
    body = _buffer_body(environ)
    service = _service(environ, dispatcher)
    if service is None:
        return None
    request = Request(environ)
    try:
        call = _parse(service, request, body)
    except Exception:  # any malformed request is moto's to answer, not ours
        call = None
    environ["wsgi.input"] = BytesIO(body)
    return call


def _buffer_body(environ: Environ) -> bytes:
    chunked = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body: bytes = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(length)
    environ["wsgi.input"] = BytesIO(body)
    if chunked:
        environ["CONTENT_LENGTH"] = str(len(body))
    return body


def _service(environ: Environ, dispatcher: DomainDispatcherApplication) -> str | None:
    host = dispatcher.infer_service_region_host(environ, environ.get("PATH_INFO", "")) or "s3.us-east-1.amazonaws.com"
    backend = dispatcher.get_backend_for_host(host)
    return _service_of_backend(str(backend)) if backend else None


@cache
def _service_of_backend(backend: str) -> str:
    return RENAMED_BACKENDS.get(backend) or str(service_name_from_moto_package_name(backend))


def _parse(service: str, request: Request, body: bytes) -> Call:
    model = get_service_model(service)
    operation, path_params = get_service_router(service).match(request)
    protocol = determine_request_protocol(model, request.content_type)
    name = str(operation.name)
    opaque = (service, name) in OPAQUE_BODIES
    params = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": Headers(request.headers),
            "body": b"" if opaque else body,
            "url_path": request.path,
            "url_params": path_params,
        }
    )
    if opaque:
        params.pop("Body", None)
    return Call(
        service,
        name,
        region_of(request.headers.get("Authorization", "")),
        params,
        operation,
        protocol,
        dict(request.headers),
        body,
    )


def region_of(authorization: str) -> str:
    """Read the region from a SigV4 credential scope."""
    scope = authorization.partition("Credential=")[2].split(",")[0].split("/")
    return scope[2] if len(scope) == 5 else DEFAULT_REGION
