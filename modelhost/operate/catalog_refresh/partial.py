"""What was read so far, kept beside the target so that a killed or throttled run goes on where it stopped.

One JSON line per page. A line that was cut off by a kill is dropped with all after it; a file that is too old to be
one picture with what is read now, or of another region, is begun anew.
"""

from __future__ import annotations

import fcntl
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from modelhost.operate.problem import OperateError

FORMAT = 1
LONGEST = timedelta(hours=24)
"""Older pages are read again: prices and offers of different days are no one picture."""


class Partial:
    """The pages of one region, in the order in which they were read; a context manager that holds its file alone."""

    def __init__(self, path: Path, region: str, now: datetime) -> None:
        """Open nothing yet."""
        self.path = path
        self._head = {"format": FORMAT, "region": region, "at": now.isoformat()}
        self._now = now
        self._file: IO[str] | None = None
        self.pages: list[dict[str, Any]] = []

    def __enter__(self) -> Partial:
        """Lock the file and take over the pages that can be used."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise OperateError(
                f"{self.path.parent} cannot be written to: {error.strerror}; give another place"
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise OperateError(f"{self.path}: another refresh is running; wait for it") from error
        self._take_over()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the file back; it stays while it holds pages, unless `finish` removed it."""
        if not self.pages:
            self.finish()
        if self._file is not None:
            self._file.close()

    def add(self, page: dict[str, Any]) -> None:
        """Keep *page* on disk before the next one is asked for."""
        self.pages.append(page)
        self._write(page)

    def drop(self, step: str) -> None:
        """Forget the pages of *step*, whose place AWS does not know any more."""
        self.pages = [page for page in self.pages if page["step"] != step]
        self._rewrite()

    def finish(self) -> None:
        """Remove the file, once the target is complete."""
        self.path.unlink(missing_ok=True)

    def _take_over(self) -> None:
        """Read the usable pages, and cut off what is not."""
        assert self._file is not None
        self._file.seek(0)
        lines = [_parsed(line) for line in self._file]
        usable = lines[: lines.index(None)] if None in lines else lines
        head = usable[0] if usable else None
        if head is not None and self._fits(head):
            self._head = head
            self.pages = [page for page in usable[1:] if page is not None]
        self._rewrite()

    def _fits(self, head: dict[str, Any]) -> bool:
        """Whether pages under *head* go together with what is read now."""
        try:
            age = self._now - datetime.fromisoformat(head["at"])
        except (KeyError, TypeError, ValueError):
            return False
        same = (head.get("format"), head.get("region")) == (FORMAT, self._head["region"])
        return same and timedelta(0) <= age <= LONGEST

    def _rewrite(self) -> None:
        """Write everything again."""
        assert self._file is not None
        self._file.truncate(0)
        for line in (self._head, *self.pages):
            self._write(line)

    def _write(self, line: dict[str, Any]) -> None:
        """Append one line and bring it to the disk."""
        assert self._file is not None
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _parsed(line: str) -> dict[str, Any] | None:
    """Return a whole line; none for one that was cut off or damaged."""
    try:
        found = json.loads(line) if line.endswith("\n") else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
