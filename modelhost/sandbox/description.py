"""The files in which botocore describes AWS: each takes up to 70 ms to read, and every new session reads them anew."""

from __future__ import annotations

from typing import Any, ClassVar

from botocore import loaders  # type: ignore[import-untyped, unused-ignore]


class KeepingLoader(loaders.JSONFileLoader):  # type: ignore[misc, unused-ignore]
    """Reads each file of botocore's own once per process."""

    kept: ClassVar[dict[str, Any]] = {}

    def load_file(self, file_path: str) -> Any:
        """Return what a file says, None when there is no such file."""
        if not file_path.startswith(loaders.Loader.BUILTIN_DATA_PATH):
            return super().load_file(file_path)
        found = self.kept.get(file_path) or super().load_file(file_path)
        if found:
            self.kept[file_path] = found
        return found


def keep() -> None:
    """Let every session of this process take what another has read and listed."""
    kind: Any = loaders.Loader
    if hasattr(kind.FILE_LOADER_CLASS, "kept"):
        return
    kind.FILE_LOADER_CLASS = KeepingLoader
    list_anew, listed = kind.list_available_services, dict[tuple[str, ...], list[str]]()

    def list_once(self: Any, type_name: str) -> list[str]:
        place = (*self.search_paths, type_name)
        if place not in listed:
            listed[place] = list_anew(self, type_name)
        return listed[place]

    kind.list_available_services = list_once
