"""Questions answered on a Ray cluster; its machines need the same version of modelhost."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from typing import Any

from modelhost.planner.sweeping.answered import Swept, answered, lost

AHEAD = 2
"""Questions handed out per core of the cluster."""
RETRIES = 1
"""How often a question is asked again when its machine is lost, as spot machines are."""
THREADS = {"env_vars": {"NUMBA_NUM_THREADS": "1"}}
"""Ray gives each question one core."""
CLIENT = "ray://"
LISTEN_SECONDS = 10.0
LOCAL = "local"
"""The address of a cluster that is started on this machine and ended with the sweep."""


def on_ray(questions: Sequence[Any], answer: Callable[[Any], Any], address: str) -> Iterator[tuple[int, Swept[Any]]]:
    """Yield the place of each of *questions* and what came of it, as they come.

    ValueError when ray is not installed, nothing answers at *address*, or the cluster has another version of us.
    """
    _reach(address)
    ray = _imported()
    with _connected(ray, address):
        _same_version(ray)
        remote = ray.remote(max_retries=RETRIES)(answered)
        function = ray.put(answer)
        most = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        todo = iter(enumerate(questions))
        running: dict[Any, int] = {}
        while True:
            while len(running) < most and (asked := next(todo, None)) is not None:
                running[remote.remote(function, asked[1])] = asked[0]
            if not running:
                return
            for done in ray.wait(list(running))[0]:
                yield running.pop(done), _result(ray, done)


def _imported() -> Any:
    """Return ray, which is an extra."""
    try:
        import ray
    except ImportError as error:
        raise ValueError("--ray: ray is not installed; run: pip install 'modelhost[ray]'") from error
    return ray


@contextmanager
def _connected(ray: Any, address: str) -> Iterator[None]:
    """Use the cluster at *address*; one that this program is connected to already stays connected."""
    own = not ray.is_initialized()
    if own:
        local = {"include_dashboard": False} if address == LOCAL else {}
        try:
            ray.init(address=address, log_to_driver=False, runtime_env=THREADS, **local)
        except (ConnectionError, TimeoutError, RuntimeError, ValueError) as error:
            raise ValueError(f"--ray: no cluster answers at {address!r} ({error}); check the address") from error
    try:
        yield
    finally:
        if own:
            ray.shutdown()


def _reach(address: str) -> None:
    """Refuse an *address* where nothing listens; Ray itself would try for minutes."""
    host, _, port = address.removeprefix(CLIENT).rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), LISTEN_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ValueError(f"--ray: no cluster answers at {address!r} ({error}); check the address") from error


def _same_version(ray: Any) -> None:
    """Refuse a cluster with another version of modelhost: its answers would be others."""
    here = metadata.version("modelhost")
    try:
        there = ray.get(ray.remote(metadata.version).remote("modelhost"))
    except ray.exceptions.RayError as error:
        raise ValueError(f"--ray: the cluster has no modelhost; install modelhost=={here} on its machines") from error
    if there != here:
        raise ValueError(f"--ray: the cluster has modelhost {there}; install modelhost=={here} on its machines")


def _result(ray: Any, done: Any) -> Swept[Any]:
    """Return what came of one question; a lost worker, or what cannot be copied, is a problem of its own."""
    try:
        found: Swept[Any] = ray.get(done)
    except ray.exceptions.RayError as error:
        return lost(str(error).strip().splitlines()[-1] if str(error).strip() else "")
    return found
