"""Start the language host: the first line of standard output is the port, then serve until the engine ends."""

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import language_pb2_grpc

from modelhost.sandbox.language.child import Children
from modelhost.sandbox.language.host import LanguageHost
from modelhost.sandbox.language.lifetime import end_on_signal, end_with_parent
from modelhost.sandbox.language.main_thread import MainThread

MESSAGE_BYTES = 400 * 1024 * 1024
STREAMS = 64
"""Calls served at once; each running plugin occupies one."""


def main() -> None:
    """Serve on a free loopback port."""
    children, main_thread = Children(), MainThread()
    end_on_signal(children.kill_all)
    end_with_parent(children.kill_all)
    limits = [("grpc.max_send_message_length", MESSAGE_BYTES), ("grpc.max_receive_message_length", MESSAGE_BYTES)]
    server = grpc.server(ThreadPoolExecutor(STREAMS), options=limits)
    host = LanguageHost(main_thread, children, metadata.version("pulumi"))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    main_thread.serve()


if __name__ == "__main__":
    main()
