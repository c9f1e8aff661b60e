"""Compiled code on disk is taken only while what it was made from is unchanged."""

import subprocess
import sys
from pathlib import Path

CALLEE = "from modelhost.planner.compiled import leaf\n\n@leaf\ndef inner(x: int) -> int:\n    return x + {}\n"
CALLER = (
    "from lower.callee import inner\nfrom modelhost.planner.compiled import compiled\n\n"
    "@compiled\ndef outer(x: int) -> int:\n    return inner(x) * 10\n"
)


def answer(folder: Path) -> str:
    """Return what the caller says to 1 in a process of its own."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); from upper.caller import outer; print(outer(1))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.strip()


def test_a_changed_callee_is_compiled_into_its_caller(tmp_path: Path) -> None:
    """The caller's file stays as it is, and its code on disk is not used after the callee has changed."""
    for name, text in {"lower/callee.py": CALLEE.format(1), "upper/caller.py": CALLER}.items():
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(text)
    first = answer(tmp_path)
    (tmp_path / "lower" / "callee.py").write_text(CALLEE.format(100))
    assert (first, answer(tmp_path)) == ("20", "1010")
