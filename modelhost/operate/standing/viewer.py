"""Asking for many things at the same time, and going without those that the credentials may not see."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from botocore.exceptions import ClientError

from modelhost.operate.cloud import denied

Part = TypeVar("Part")


class Viewer:
    """Asks for the parts at the same time; a part that the credentials may not see is noted and left out."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        """Note nothing yet."""
        self._pool = pool
        self.unseen: list[str] = []

    def see(self, what: str, ask: Callable[[], Part]) -> Callable[[], Part | None]:
        """Start asking; the returned function waits for the answer, which is none when AWS refuses it."""
        future = self._pool.submit(ask)

        def answer() -> Part | None:
            try:
                return future.result()
            except ClientError as error:
                if not denied(error):
                    raise
                self.unseen.append(f"{what}: {error.operation_name} is not allowed")
                return None

        return answer
