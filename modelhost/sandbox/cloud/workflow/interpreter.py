"""Moto's interpreter of the Amazon States Language, put right and pointed at this very server.

It costs a second to load, so nothing here is imported before the first execution or definition needs it.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from types import SimpleNamespace
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.workflow import client

_installing = Lock()


def install(cloud: Cloud) -> None:
    """Make every correction, once per process."""
    with _installing:
        _install(cloud)


@cache
def _install(cloud: Cloud) -> None:
    _point_at_this_server(cloud)
    _shorten_pauses(cloud)
    from modelhost.sandbox.cloud.workflow import error_name, sdk_task

    sdk_task.install(cloud)
    error_name.install()


def _point_at_this_server(cloud: Cloud) -> None:
    """Replace the maker of clients before any module of the interpreter takes it by name."""
    from moto.stepfunctions.parser.asl.utils import boto_client

    def client_for(region: str, service: str, state_credentials: Any = None) -> Any:
        return client.client_for(cloud, region, service)

    boto_client.boto_client_for = client_for


def _shorten_pauses(cloud: Cloud) -> None:
    """Let a Wait state, and the pause before a retry, last no longer than a transition of the sandbox."""
    from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
    from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction

    def wait(self: Any, env: Any, wait_seconds: float) -> None:
        env.program_state_event.wait(max(0.0, min(wait_seconds, cloud.transition_seconds)))

    def sleep(seconds: float) -> None:
        cloud.pause.wait(min(seconds, cloud.transition_seconds))

    WaitFunction._wait_interval = wait  # type: ignore[method-assign]
    retrier: Any = retrier_decl
    retrier.time = SimpleNamespace(sleep=sleep)
