"""Make the virtualenv and find the engine: `python3 tools/setup.py EXTRA...`; standard library only.

It runs on any Python 3.7 or newer, so that it can say in one sentence that a newer one is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PYTHON = os.path.join(ROOT, ".venv", "bin", "python")
STAMP = os.path.join(ROOT, ".venv", "modelhost-setup.json")
OURS = ("modelhost", "components", "infra")


def main(extras: list[str]) -> None:
    """Leave a virtualenv with *extras* installed and a Pulumi engine that suits, reusing what is there."""
    use_new_python()
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    check_engine()
    inputs, before = fingerprint(), read_stamp()
    if satisfied(before, inputs, extras):
        say("reusing .venv")
    else:
        install(inputs, sorted({*extras, *before["extras"]}))
    provide_engine()


def use_new_python() -> None:
    """Go on with a Python that is new enough, or say that there is none."""
    if sys.version_info >= OLDEST:
        return
    newer = next((found for found in map(shutil.which, NEWER) if found), None)
    if newer is None:
        sys.exit(f"this needs Python 3.11 or newer, and {sys.executable} is {number()}; install one")
    os.execv(newer, [newer, os.path.abspath(__file__), *sys.argv[1:]])


def check_engine() -> None:
    """Say what is missing before anything slow begins."""
    from modelhost.sandbox import engine

    if engine.find() is None and shutil.which("go") is None:
        sys.exit(engine.missing(os.environ))


def provide_engine() -> None:
    """Find the engine, or build it now."""
    from modelhost.sandbox import engine

    try:
        say(f"Pulumi engine: {engine.engine(engine.Path(ROOT, 'tools'), say)}")
    except engine.EngineMissingError as error:
        sys.exit(str(error))


def fingerprint() -> str:
    """Hash what decides the virtualenv's content: the metadata, the pins and the Python version."""
    digest = hashlib.sha256(number().encode())
    for name in ("pyproject.toml", "constraints.txt"):
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def read_stamp() -> dict:
    """Return what the last complete run installed."""
    try:
        with open(STAMP) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {"inputs": None, "extras": []}


def satisfied(before: dict, inputs: str, extras: list[str]) -> bool:
    """Say whether the virtualenv already holds everything that is wanted."""
    return os.path.exists(PYTHON) and before["inputs"] == inputs and set(extras) <= set(before["extras"])


def install(inputs: str, extras: list[str]) -> None:
    """Install the project with *extras* and every pin; the stamp is written last."""
    if python_version() != number():
        say(f"making .venv with Python {number()}")
        run([sys.executable, "-m", "venv", "--clear", ".venv"], "install your system's python3-venv package")
    target = f".[{','.join(extras)}]"
    say(f"installing {target} into .venv (a few minutes, once)")
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", *quiet]
    run([*pip, "-e", target, "-c", "constraints.txt"], "the lines above say why")
    run([PYTHON, "-m", "compileall", "-q", *OURS], "a source file is broken")
    with open(STAMP, "w") as file:
        json.dump({"inputs": inputs, "extras": extras}, file)


def number() -> str:
    """Return the version of the Python that runs this, such as 3.11."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def python_version() -> str:
    """Return the version of the virtualenv's Python, empty where there is none that runs."""
    ask = [PYTHON, "-c", "import sys; print(f'{sys.version_info[0]}.{sys.version_info[1]}')"]
    try:
        return subprocess.run(ask, stdout=subprocess.PIPE, text=True).stdout.strip()
    except OSError:
        return ""


def run(command: list[str], remedy: str) -> None:
    """Run *command*; when it fails, leave with one sentence."""
    if subprocess.call(command):
        sys.exit(f"{' '.join(command)} failed; {remedy}")


def say(message: str) -> None:
    """Show what happens."""
    print(f"--> {message}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, ROOT)
    main(sys.argv[1:])
