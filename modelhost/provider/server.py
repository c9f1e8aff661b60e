"""The process of a provider plugin: serves on loopback, and ends when the engine does."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
import threading
import time
import warnings
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2_grpc

from modelhost.provider.resource import Invoke, Resource
from modelhost.provider.servicer import Servicer

MAX_WORKERS = 128
MAX_MESSAGE_BYTES = 400 * 1024 * 1024
WATCH_SECONDS = 0.5
CONNECT_TIMEOUT_SECONDS = 2.0


def serve(
    resources: Iterable[Resource],
    invokes: Mapping[str, Invoke] | None = None,
    version: str = "0.0.0",
    arguments: list[str] | None = None,
) -> None:
    """Run as the main of a plugin: print the port, serve until the engine ends."""
    parser = argparse.ArgumentParser(description="A Pulumi provider; the Pulumi engine starts it.")
    parser.add_argument("engine", nargs="?", default="", help="address of the engine")
    known, _ = parser.parse_known_args(arguments)
    _be_quiet()
    parent = os.getppid()
    server = grpc.server(
        ThreadPoolExecutor(max_workers=MAX_WORKERS, thread_name_prefix="provider"),
        options=[("grpc.max_receive_message_length", MAX_MESSAGE_BYTES), ("grpc.max_send_message_length", -1)],
    )
    servicer = Servicer(resources, invokes or {}, version, known.engine)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Thread(target=_end_with, args=(parent, known.engine), daemon=True).start()
    server.wait_for_termination()


def _be_quiet() -> None:
    """Say nothing unasked, and end at once on the signals by which the engine ends its plugins.

    The engine starts a plugin in a process group of its own, so an interrupt typed by the user does not reach it.
    """
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: os._exit(0))


def _end_with(parent: int, engine_address: str) -> None:
    """End this process when its parent or its engine is gone.

    The parent may be a language host, which outlives a killed engine; and the kernel's parent-death signal
    follows the parent's thread, which a Go engine may end at any time. So both are looked at.
    """
    while os.getppid() == parent and _listens(engine_address):
        time.sleep(WATCH_SECONDS)
    os._exit(0)


def _listens(address: str) -> bool:
    if not address:
        return True
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_TIMEOUT_SECONDS).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True
    return True
