"""Showing what an edit changes."""

from __future__ import annotations

from difflib import unified_diff

from rich.text import Text

STYLES = {"---": "bold", "+++": "bold", "@@": "cyan", "+": "green", "-": "red"}


def difference(name: str, before: str, after: str) -> str:
    """Return the lines that differ, as `diff -u` writes them."""
    lines = unified_diff(before.splitlines(), after.splitlines(), name, f"{name} (new)", lineterm="")
    return "\n".join(lines)


def coloured(diff: str) -> Text:
    """Return a diff with its additions green and its removals red."""
    text = Text()
    for line in diff.splitlines():
        style = next((style for mark, style in STYLES.items() if line.startswith(mark)), "")
        text.append(f"{line}\n", style)
    text.rstrip()
    return text
