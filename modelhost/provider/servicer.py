"""The gRPC face of a provider: each request becomes plain Python, each answer goes back as the engine wants it."""

from __future__ import annotations

import json
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from google.protobuf import empty_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import ResourceProviderServicer, plugin_pb2
from pulumi.runtime.proto import provider_pb2 as pb

from modelhost.provider import config, difference, failure
from modelhost.provider.autoname import Proposal
from modelhost.provider.cloud import Cloud
from modelhost.provider.context import DEFAULT_TIMEOUT_SECONDS, Context
from modelhost.provider.engine import EngineLog
from modelhost.provider.resource import Invoke, ProviderError, Resource
from modelhost.provider.wire import UNKNOWN, decode, encode, secret_keys, secret_texts

PROPOSALS = {0: "propose", 1: "enforce", 2: "disable"}


class Servicer(ResourceProviderServicer):
    """Serves resource types and functions to one engine."""

    def __init__(
        self, resources: Iterable[Resource], invokes: Mapping[str, Invoke], version: str, engine_address: str = ""
    ) -> None:
        self._resources = {resource.type: resource for resource in resources}
        self._invokes = dict(invokes)
        self._version = version
        self._cancelled = threading.Event()
        self._log = EngineLog(engine_address)
        self._context = Context(cloud=Cloud(), cancelled=self._cancelled, logger=self._log)

    def Handshake(self, request: Any, call: Any) -> Any:  # noqa: N802 - gRPC's names
        """Agree on the protocol; resource references come as ids."""
        self._log.connect(request.engine_address)
        return pb.ProviderHandshakeResponse(
            accept_secrets=True,
            accept_resources=False,
            accept_outputs=False,
            supports_autonaming_configuration=True,
        )

    def GetPluginInfo(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Tell the provider's version."""
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Name the types; their properties are those of the SDK in use."""
        resources: dict[str, Any] = {each: {} for each in sorted(self._resources)}
        name = next(iter(resources), "provider").split(":")[0]
        return pb.GetSchemaResponse(schema=json.dumps({"name": name, "version": self._version, "resources": resources}))

    def Cancel(self, request: Any, call: Any) -> Any:  # noqa: N802
        """End waits early; what is under way is reported as half-made."""
        self._cancelled.set()
        return empty_pb2.Empty()

    def CheckConfig(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Keep the configuration that counts, refuse what would be ignored."""
        kept, failures = config.check(decode(request.news))
        return pb.CheckResponse(
            inputs=encode(kept, secret_keys(request.news)),
            failures=[pb.CheckFailure(**vars(each)) for each in failures],
        )

    def DiffConfig(self, request: Any, call: Any) -> Any:  # noqa: N802
        """A changed configuration never replaces what the provider made."""
        changed = decode(request.old_inputs or request.olds) != decode(request.news)
        return pb.DiffResponse(changes=pb.DiffResponse.DIFF_SOME if changed else pb.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Take the configuration and stop at once when the credentials are for another account."""
        settings = {key.rsplit(":", 1)[-1]: value for key, value in request.variables.items()} | decode(request.args)

        def configure() -> Any:
            cloud = Cloud.from_config(settings)
            cloud.check_account()
            self._context = self._context.derive(cloud=cloud)
            return pb.ConfigureResponse(
                acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
            )

        return self._answer(call, configure, request.args)

    def Invoke(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Answer a function."""

        def invoke() -> Any:
            function = self._invokes.get(request.tok)
            if function is None:
                raise ProviderError(_missing(f"the function {request.tok}"))
            return pb.InvokeResponse(**{"return": encode(function(self._context, decode(request.args)))})

        return self._answer(call, invoke, request.args)

    def Check(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Fill in defaults and names, and report what AWS would refuse."""

        def check() -> Any:
            proposal = request.autonaming if request.HasField("autonaming") else None
            context = self._context_of(request).derive(
                random_seed=request.randomSeed,
                proposal=Proposal(PROPOSALS[proposal.mode], proposal.proposed_name) if proposal else None,  # type: ignore[arg-type]
            )
            resource = self._resource(request.urn)
            inputs, failures = resource.check(context, context.name, decode(request.news), decode(request.olds))
            texts = secret_texts(request.news) if failures else frozenset()
            return pb.CheckResponse(
                inputs=encode(inputs, secret_keys(request.news)),
                failures=[
                    pb.CheckFailure(property=f.property, reason=failure.masked(f.reason, texts)) for f in failures
                ],
            )

        return self._answer(call, check, request.news)

    def Diff(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Say what would change and whether that replaces the resource."""

        def diff() -> Any:
            olds = decode(request.olds)
            inputs = decode(request.old_inputs) if request.HasField("old_inputs") else olds
            found = self._resource(request.urn).diff(
                self._context_of(request), request.id, inputs, olds, decode(request.news)
            )
            return difference.response(found)

        return self._answer(call, diff, request.olds, request.news)

    def Create(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Create; a preview only says which outputs are not known yet."""

        def create() -> Any:
            resource, inputs = self._resource(request.urn), decode(request.properties)
            if request.preview:
                unknown = dict.fromkeys(getattr(resource, "computed", ()), UNKNOWN)
                return pb.CreateResponse(properties=encode(unknown | inputs, secret_keys(request.properties)))
            id, outputs = resource.create(self._context_of(request), inputs)
            return pb.CreateResponse(id=id, properties=encode(outputs, secret_keys(request.properties)))

        return self._answer(call, create, request.properties)

    def Read(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Look at the cloud; an empty id says that the resource is gone."""

        def read() -> Any:
            found = self._resource(request.urn).read(
                self._context_of(request), request.id, decode(request.inputs), decode(request.properties)
            )
            if found is None:
                return pb.ReadResponse()
            id, inputs, outputs = found
            secrets = secret_keys(request.inputs) | secret_keys(request.properties)
            return pb.ReadResponse(id=id, inputs=encode(inputs, secrets), properties=encode(outputs, secrets))

        return self._answer(call, read, request.inputs, request.properties)

    def Update(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Change in place; a preview keeps the outputs that an update cannot change."""

        def update() -> Any:
            resource, outputs = self._resource(request.urn), decode(request.olds)
            inputs = decode(request.old_inputs) if request.HasField("old_inputs") else outputs
            news, secrets = decode(request.news), secret_keys(request.news) | secret_keys(request.olds)
            if request.preview:
                kept = {key: value for key, value in outputs.items() if key not in inputs}
                volatile = dict.fromkeys(getattr(resource, "volatile", ()), UNKNOWN)
                return pb.UpdateResponse(properties=encode(kept | volatile | news, secrets))
            found = resource.update(self._context_of(request), request.id, outputs, inputs, news)
            return pb.UpdateResponse(properties=encode(found, secrets))

        return self._answer(call, update, request.olds, request.news)

    def Delete(self, request: Any, call: Any) -> Any:  # noqa: N802
        """Remove the resource."""

        def delete() -> Any:
            outputs = decode(request.old_inputs) | decode(request.properties)
            self._resource(request.urn).delete(self._context_of(request), request.id, outputs)
            return empty_pb2.Empty()

        return self._answer(call, delete, request.properties)

    def _resource(self, urn: str) -> Resource:
        type = urn.split("::")[2].rsplit("$", 1)[-1]
        found = self._resources.get(type)
        if found is None:
            raise ProviderError(_missing(f"the resource type {type}"))
        return found

    def _context_of(self, request: Any) -> Context:
        timeout_seconds = getattr(request, "timeout", 0) or DEFAULT_TIMEOUT_SECONDS
        return self._context.derive(
            urn=request.urn,
            name=request.urn.split("::", 3)[3],
            timeout_seconds=timeout_seconds,
            preview=getattr(request, "preview", False),
        )

    def _answer(self, call: Any, work: Callable[[], Any], *structs: Any) -> Any:
        try:
            return work()
        except Exception as error:
            secrets = frozenset().union(*(secret_texts(each) for each in structs))
            if not isinstance(error, ProviderError):
                self._log("debug", failure.masked(traceback.format_exc(), secrets), "")
            keys = frozenset().union(*(secret_keys(each) for each in structs))
            failure.abort(call, error, secrets, keys)


def _missing(what: str) -> str:
    return f"this provider does not have {what}; `modelhost sandbox coverage` lists what the sandbox has"
