"""Half-written side files of Pulumi's file backend, which keep it from reading a state that is whole.

The backend writes a state by renaming a finished file, but the `.attrs` file beside it (a checksum) in place. A run
killed between opening and writing that leaves it empty, and every later command says `failed to load checkpoint: EOF`.
Without the side file the backend reads the state as it is; `?metadata=skip` in its URL never writes one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

SUFFIX = ".attrs"
STATES = ".pulumi"


def heal(backend_url: str) -> list[Path]:
    """Remove the side files that hold nothing; return them."""
    removed = list(_broken(backend_url))
    for path in removed:
        path.unlink(missing_ok=True)
    return removed


def _broken(backend_url: str) -> Iterator[Path]:
    """Yield the side files of a file backend that are not JSON."""
    address = urlsplit(backend_url)
    if address.scheme != "file":
        return
    folder = Path(unquote(f"{address.netloc}{address.path}")).expanduser()
    for path in sorted((folder / STATES).rglob(f"*{SUFFIX}")):
        try:
            json.loads(path.read_text())
        except ValueError:
            yield path
        except OSError:
            continue
