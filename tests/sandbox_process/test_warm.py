"""The warm host: what it forks is a fresh interpreter in all but the time it takes, and dies as one would."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from modelhost.sandbox import process
from modelhost.sandbox.layout import Layout
from modelhost.sandbox.warm import client, own
from tests.sandbox_process.test_process import gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the warm host runs on Linux only")

DESCRIBE = """
import gc, json, os, signal, sys, threading
mask = os.umask(0)
os.umask(mask)
streams = [sys.stdin, sys.stdout, sys.stderr]
print(json.dumps({
    "name": __name__, "main": sys.modules["__main__"].__name__, "executable": sys.executable,
    "arguments": [sys.argv, sys.orig_argv], "path": sys.path, "folder": os.getcwd(), "umask": mask,
    "environment": {name: value for name, value in os.environ.items() if name != "_"}, "said": sys.stdin.read(),
    "streams": [[s.encoding, s.errors, s.line_buffering, s.write_through, s.fileno(), s.closed] for s in streams],
    "files": sorted(os.listdir("/proc/self/fd")), "threads": threading.active_count(), "collects": gc.isenabled(),
    "signals": [str(signal.getsignal(each)) for each in sorted(signal.valid_signals())],
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])), "modules": "pulumi_aws.ec2" in sys.modules,
}))
"""
IMPORTED = "import json, sys; print(json.dumps(sorted(sys.modules)))"
ANNOUNCE = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(os.getpid(), child.pid, flush=True)
child.wait()
"""
START_HOST = """
import os, pathlib, sys
from modelhost.sandbox import layout, process_warm
folder = pathlib.Path(sys.argv[1])
process_warm.ensure(layout.Layout(folder, folder), os.environ, int(sys.argv[2]))
"""
START_ANOTHER = """
import os, subprocess, sys
print(os.getpid(), flush=True)
subprocess.Popen(sys.argv[1:], process_group=0).wait()
"""
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in UNWANTED}
"""Variables as the launchers leave them, and without what would hide the option -u."""


class Warm:
    """A warm host in a folder of its own, and programs in that folder."""

    def __init__(self, folder: Path) -> None:
        """Start the host."""
        self.layout = Layout(folder, folder)
        start_host(folder, os.getpid())

    @property
    def record(self) -> process.Record:
        """The host's process."""
        found = process.read(self.layout.warm_record)
        assert found is not None
        return found

    def argv(self, *arguments: str) -> list[str]:
        """The command line that starts a Python through the host."""
        return [sys.executable, "-I", "-S", client.__file__, str(self.layout.warm), *arguments]

    def program(self, name: str, text: str) -> str:
        """Write a module and return its name."""
        (self.layout.root / f"{name}.py").write_text(text)
        return name

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a Python through the host."""
        return subprocess.Popen(
            self.argv(*arguments), cwd=self.layout.root, env=ENVIRONMENT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def run(self, *arguments: str, **variables: str) -> Any:
        """Run a Python through the host and return the JSON that it printed."""
        return printed(self.argv(*arguments), self.layout.root, variables)


def start_host(folder: Path, owner: int) -> None:
    """Start a host as `modelhost sandbox up` does: by a process that ends at once."""
    words = [sys.executable, "-c", START_HOST, str(folder), str(owner)]
    subprocess.run(words, env=ENVIRONMENT, check=True, timeout=60)


def printed(argv: list[str], folder: Path, variables: dict[str, str]) -> Any:
    """The JSON that a command printed."""
    env = ENVIRONMENT | variables
    ran = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, input="hello", timeout=60)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """A warm host for the tests that leave it alone."""
    made = Warm(tmp_path_factory.mktemp("a-folder-whose-name-is-far-too-long-for-the-path-of-a-socket" * 3))
    yield made
    process.stop(made.record)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Warm]:
    """A warm host that may be ended."""
    made = Warm(tmp_path)
    yield made
    process.stop(made.record)


def is_forked(modules: list[str]) -> bool:
    """Whether a process that imported nothing itself has these modules from the host."""
    return "pulumi_aws.ec2" in modules


@pytest.mark.parametrize("options", [("-m", "describe"), ("-u", "FOLDER")])
@pytest.mark.parametrize("ignored", ["HUP INT", "TERM"])
def test_a_forked_process_is_like_a_fresh_one(warm: Warm, options: tuple[str, ...], ignored: str) -> None:
    """Arguments, folder, variables, streams, signals, files and import path are those of a Python of its own."""
    plugin = warm.layout.root / "plugin"
    plugin.mkdir(exist_ok=True)
    (plugin / "__main__.py").write_text(DESCRIBE)
    warm.program("describe", DESCRIBE)
    arguments = [*options[:-1], options[-1].replace("FOLDER", str(plugin)), "a", "-b"]
    shell, good = ["sh", "-c", f"trap '' {ignored}; exec \"$@\"", "sh"], {"GREETING": "good day"}
    fresh = printed([*shell, sys.executable, *arguments], warm.layout.root, good)
    assert printed([*shell, *warm.argv(*arguments)], warm.layout.root, good) == fresh | {"modules": True}


def test_packages_of_others_and_the_installed_modules_of_ours_are_there(warm: Warm) -> None:
    """The program's own folders are not: each project has others."""
    modules = warm.run("-m", warm.program("imported", IMPORTED))
    ours = {name.partition(".")[0] for name in modules} & {"modelhost", "components", "infra", "tests"}
    assert (is_forked(modules), ours, "modelhost.spec.load" in modules) == (True, {"modelhost"}, True)


def test_a_package_of_our_name_in_the_folder_goes_first(mortal: Warm) -> None:
    """A process finds the modules that a Python of its own would have found."""
    own_package = mortal.layout.root / "modelhost"
    own_package.mkdir()
    (own_package / "__init__.py").write_text("NAME = 'another'")
    name = mortal.program("named", "import json, modelhost; print(json.dumps(modelhost.NAME))")
    assert mortal.run("-m", name) == "another"


@pytest.mark.parametrize("edit", [lambda one: one.write_text("2 + 2"), lambda one: (one.parent / "new.py").touch()])
def test_an_edit_of_ours_is_never_missed(tmp_path: Path, edit: Callable[[Path], object]) -> None:
    """A module that changed, or one that came, makes the files others than they were."""
    one = tmp_path / "one.py"
    one.write_text("1")
    before = own.files([str(tmp_path)])
    edit(one)
    assert own.files([str(tmp_path)]) != before


def test_modules_of_ours_are_forgotten_when_a_folder_is_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process starts all the same, with what it finds."""
    monkeypatch.setattr(sys, "modules", sys.modules.copy())
    before = own.files(own.folders())
    monkeypatch.setattr(own, "folders", lambda: {str(tmp_path / "gone")})
    own.forget_unless(before)
    assert not any(map(own.is_ours, sys.modules))


def test_modules_of_ours_are_forgotten_when_a_file_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """They stay while all files are as they were, and go together."""
    monkeypatch.setattr(sys, "modules", sys.modules.copy())
    before = own.files(own.folders())
    own.forget_unless(before)
    kept = "modelhost.sandbox" in sys.modules
    own.forget_unless(before - {next(iter(before))})
    assert (kept, [name for name in sys.modules if own.is_ours(name)]) == (True, [])


def test_two_processes_draw_other_numbers(warm: Warm) -> None:
    """The random numbers of one process are not those of the next."""
    name = warm.program("draw", "import random; print(random.random())")
    assert warm.run("-m", name) != warm.run("-m", name)


@pytest.mark.parametrize(("ending", "code"), [("sys.exit(7)", 7), ("os.kill(os.getpid(), 9)", -9), ("1 / 0", 1)])
def test_the_client_ends_like_the_process(warm: Warm, ending: str, code: int) -> None:
    """Exit code or signal reach whoever started the client."""
    with warm.start("-m", warm.program("ending", f"import os, sys; {ending}")) as started:
        assert started.wait(60) == code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_passed_on(warm: Warm, number: signal.Signals) -> None:
    """A process can do what it wants upon the signals by which an engine ends a plugin."""
    wait = f"signal.signal({int(number)}, lambda *_: os._exit(5)); print(1, flush=True); signal.pause()"
    with warm.start("-m", warm.program("polite", f"import os, signal; {wait}")) as started:
        assert started.stdout is not None
        started.stdout.readline()
        started.send_signal(number)
    assert started.returncode == 5


def test_a_killed_client_takes_everything_along(warm: Warm) -> None:
    """The process and what it started are gone at once, whatever they were doing."""
    with warm.start("-m", warm.program("announce", ANNOUNCE)) as started:
        assert started.stdout is not None
        pids = [int(word) for word in started.stdout.readline().split()]
        watched = [os.pidfd_open(pid) for pid in pids]
        started.kill()
    for each in watched:
        assert select.select([each], [], [], 10)[0]
        os.close(each)


def test_a_killed_client_takes_along_the_clients_of_its_process(warm: Warm) -> None:
    """The provider that a language host started ends with the language host, though it leads a group of its own."""
    inner = warm.argv("-m", warm.program("announce", ANNOUNCE))
    with warm.start("-m", warm.program("outer", START_ANOTHER), *inner) as started:
        assert started.stdout is not None
        outer = int(started.stdout.readline())
        pids = [outer, *(int(word) for word in started.stdout.readline().split())]
        started.kill()
    assert [gone(pid) for pid in pids] == [True, True, True]


def test_a_killed_host_takes_everything_along(mortal: Warm) -> None:
    """No process outlives the host unwatched, and its client reports a failure."""
    with mortal.start("-m", mortal.program("announce", ANNOUNCE)) as started:
        assert started.stdout is not None
        pids = [int(word) for word in started.stdout.readline().split()]
        os.kill(mortal.record.pid, signal.SIGKILL)
    assert (started.returncode, [gone(pid) for pid in pids]) == (1, [True, True])


def test_without_a_host_it_is_python_itself(mortal: Warm) -> None:
    """Where nobody answers, the process is the one that the client would have asked for."""
    name = mortal.program("imported", IMPORTED)
    before = mortal.run("-m", name)
    process.stop(mortal.record)
    assert (is_forked(before), is_forked(mortal.run("-m", name))) == (True, False)


@pytest.mark.parametrize("variable", ["TZ", "PYTHONHASHSEED", "TMPDIR", "PULUMI_ENABLE_LEGACY_APPLY"])
def test_what_was_read_before_the_fork_must_agree(warm: Warm, variable: str) -> None:
    """A process with another value of a variable that the interpreter or a package has read is not forked."""
    assert not is_forked(warm.run("-m", warm.program("imported", IMPORTED), **{variable: "7"}))


def test_an_argument_for_python_itself_goes_to_python_itself(warm: Warm) -> None:
    """What only an interpreter understands is not forked."""
    assert not is_forked(warm.run("-c", IMPORTED))


def test_only_we_reach_the_door(warm: Warm) -> None:
    """Who reaches the socket runs code as us, so its folder is closed to everyone else."""
    assert warm.layout.warm.stat().st_mode & 0o777 == 0o700


def test_the_host_ends_with_its_folder(mortal: Warm) -> None:
    """A sandbox that somebody removed leaves no process behind."""
    (mortal.layout.warm / "door").unlink()
    mortal.layout.warm.rmdir()
    assert gone(mortal.record.pid)


def test_the_host_ends_with_its_owner(tmp_path: Path) -> None:
    """A host that was started for a test run does not outlive it."""
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as owner:
        layout = Layout(tmp_path, tmp_path)
        start_host(tmp_path, owner.pid)
        owner.kill()
    found = process.read(layout.warm_record)
    assert found is not None
    assert gone(found.pid)
