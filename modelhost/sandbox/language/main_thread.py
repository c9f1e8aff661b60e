"""Run calls that arrive on server threads in the main thread, where a Python program expects to be."""

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")


class MainThread:
    """A queue of calls that the main thread works off one by one."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._calls: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()

    def call(self, function: Callable[[], Result]) -> Result:
        """Run *function* in the main thread and return what it returns or raise what it raises."""
        future: Future[Result] = Future()
        self._calls.put((function, future))
        return future.result()

    def serve(self) -> None:
        """Work off calls for ever; only the end of the process ends it."""
        while True:
            function, future = self._calls.get()
            try:
                future.set_result(function())
            except BaseException as error:
                future.set_exception(error)
