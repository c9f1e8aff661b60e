"""Moto's interpreter of the Amazon States Language, put right and pointed at this very server.

It costs a second to load, so nothing here is imported before the first execution needs it.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from functools import cache
from threading import Lock
from types import SimpleNamespace
from typing import Any

from modelhost.sandbox.cloud.cloud import Cloud
from modelhost.sandbox.cloud.workflow import client, ending, error_name, grammar, json_path, moment, no_choice, sdk_task

PACKAGE = "moto.stepfunctions.parser"
_installing = Lock()


def install(cloud: Cloud) -> None:
    """Load the interpreter and make every correction, once per process."""
    with _installing:
        _install(cloud)


@cache
def _install(cloud: Cloud) -> None:
    from moto.stepfunctions.parser.backend import execution  # noqa: F401 - loads every module of the interpreter

    def client_for(region: str, service: str, state_credentials: Any = None) -> Any:
        return client.client_for(cloud, region, service)

    _replace("boto_client_for", client_for)
    _replace("extract_json", json_path.extract)
    _replace("TMP_THREADS", deque(maxlen=0))  # a list of every thread ever started, which nobody reads
    _shorten_pauses(cloud)
    grammar.install()
    sdk_task.install(cloud)
    error_name.install()
    no_choice.install()
    moment.install()
    ending.install()
    logging.getLogger(PACKAGE).setLevel(logging.CRITICAL)  # every failure is in the execution's own history


def _replace(name: str, replacement: Any) -> None:
    """Replace a function in every module that took it by name."""
    for module in [module for key, module in list(sys.modules.items()) if key.startswith(PACKAGE)]:
        if hasattr(module, name):
            setattr(module, name, replacement)


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
