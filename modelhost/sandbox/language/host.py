"""The gRPC service that the engine calls a language host."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from google.protobuf import json_format  # type: ignore[import-untyped]
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2, plugin_pb2
from pulumi.runtime.settings import SETTINGS

from modelhost.sandbox.language.child import Children, command, output, variables
from modelhost.sandbox.language.interpreter import interpreter, is_ours
from modelhost.sandbox.language.main_thread import MainThread
from modelhost.sandbox.language.program import program
from modelhost.sandbox.warm.door import through_door


class LanguageHost(LanguageServer):
    """Runs Python programs in this process and Python plugins as its children."""

    def __init__(self, main_thread: MainThread, children: Children, version: str) -> None:
        """Run programs on *main_thread*, plugins among *children*."""
        super().__init__(lambda: None)
        self._main_thread = main_thread
        self._children = children
        self._version = version

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Accept the engine; it tells us nothing that we need."""
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Report the version of the SDK whose programs we run."""
        return plugin_pb2.PluginInfo(version=self._version)

    def InstallDependencies(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        """Install nothing: `make` already installed everything into the virtualenv."""
        return iter(())

    def GetProgramDependencies(self, request: Any, context: Any) -> Any:  # noqa: N802
        """List the installed packages, for `pulumi about`."""
        found = {(package.name, package.version) for package in metadata.distributions()}
        dependencies = [language_pb2.DependencyInfo(name=name, version=version) for name, version in sorted(found)]
        return language_pb2.GetProgramDependenciesResponse(dependencies=dependencies)

    def Run(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Run the program in the main thread; whatever failed has been reported when this returns."""
        root = Path(request.info.root_directory)
        python = interpreter(root, options(request.info))
        if not is_ours(python):
            return language_pb2.RunResponse(error=f"the sandbox runs in its own virtualenv and cannot run {python}")
        directory = Path(request.info.program_directory)
        self.program = rooted(root, program(directory, request.info.entry_point, list(request.args[1:]), root))
        result = self._main_thread.call(partial(super().Run, request, context))
        return language_pb2.RunResponse(bail=bool(result.error))

    def RunPlugin(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        """Serve a plugin as a child for as long as the engine listens."""
        directory = request.info.program_directory
        python = interpreter(Path(request.info.root_directory), options(request.info))
        argv = command(python, request.kind, directory, list(request.args))
        argv = through_door(argv) if is_ours(python) else argv
        child = self._children.start(argv, request.pwd, variables(request.env))
        context.add_callback(partial(self._children.stop, child))
        for stream, data in output(child):
            yield response(stream, data)
        yield language_pb2.RunPluginResponse(exitcode=child.wait())


def rooted(root: Path, run: Callable[[], None]) -> Callable[[], None]:
    """Let the program know the project's folder, which the SDK's server for inline programs leaves out."""

    def run_in_project() -> None:
        SETTINGS.root_directory = str(root)
        run()

    return run_in_project


def response(stream: str, data: bytes) -> language_pb2.RunPluginResponse:
    """Return the message that carries *data* of the child's *stream*."""
    if stream == "stdout":
        return language_pb2.RunPluginResponse(stdout=data)
    return language_pb2.RunPluginResponse(stderr=data)


def options(info: Any) -> dict[str, Any]:
    """Return the runtime options of a program as plain values."""
    return dict(json_format.MessageToDict(info.options))
