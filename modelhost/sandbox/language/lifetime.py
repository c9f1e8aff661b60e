"""End with the engine: a host whose parent died stops its children and itself."""

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

POLL_SECONDS = 0.5


def end_with_parent(stop_children: Callable[[], None]) -> None:
    """Watch the process that started us; when it is gone, stop our children and leave at once."""
    parent = os.getppid()

    def watch() -> None:
        never = threading.Event()
        while os.getppid() == parent:
            never.wait(POLL_SECONDS)
        leave(stop_children)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def end_on_signal(stop_children: Callable[[], None]) -> None:
    """Leave quietly on SIGINT and SIGTERM, which is how the engine closes a plugin."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        leave(stop_children)

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)


def leave(stop_children: Callable[[], None]) -> None:
    """Stop our children and end without clean-up that could block or print."""
    try:
        stop_children()
    finally:
        os._exit(0)
