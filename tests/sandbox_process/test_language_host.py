"""What the language host decides before it runs anything."""

import sys
from pathlib import Path

import pulumi
import pytest

from modelhost.sandbox.language.child import Children, command, output, variables
from modelhost.sandbox.language.interpreter import interpreter, is_ours
from modelhost.sandbox.language.program import program
from modelhost.sandbox.warm import client
from modelhost.sandbox.warm.door import VARIABLE, through_door


def test_a_source_plugin_is_run_as_a_folder() -> None:
    """A provider's folder is run with the engine's address as its argument."""
    assert command(Path("/py"), "resource", "/plugin", ["127.0.0.1:1"]) == ["/py", "-u", "/plugin", "127.0.0.1:1"]


def test_a_policy_pack_is_run_by_the_sdk() -> None:
    """A policy pack has no main program of its own."""
    assert command(Path("/py"), "analyzer", "/pack", ["127.0.0.1:1"])[2:] == [
        "-m",
        "pulumi.policy",
        "127.0.0.1:1",
        "/pack",
    ]


@pytest.mark.parametrize(
    ("env", "argv"),
    [
        ({VARIABLE: "/door"}, ["/py", "-I", "-S", client.__file__, "/door", "-u", "/plugin"]),
        ({}, ["/py", "-u", "/plugin"]),
    ],
)
def test_a_plugin_is_forked_by_the_warm_host_where_there_is_one(env: dict[str, str], argv: list[str]) -> None:
    """The provider of the project starts as quickly as those that the engine itself starts."""
    assert through_door(["/py", "-u", "/plugin"], env) == argv


def test_the_virtualenv_of_the_project_is_respected(tmp_path: Path) -> None:
    """The Python of the named virtualenv runs the plugin, ours where none is named or there."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    found = [interpreter(tmp_path, options) for options in ({"virtualenv": ".venv"}, {}, {"virtualenv": "none"})]
    assert found == [python, Path(sys.executable), Path(sys.executable)]


def test_another_virtualenv_is_not_ours(tmp_path: Path) -> None:
    """A program of another virtualenv is not run in this process."""
    assert (is_ours(Path(sys.executable)), is_ours(tmp_path / "bin" / "python")) == (True, False)


def test_compiled_files_are_kept() -> None:
    """A plugin keeps compiled files even where the caller's shell forbids them; start-up would be slow."""
    assert variables(["A=b=c", "PYTHONDONTWRITEBYTECODE=1"]) == {"A": "b=c"}


def test_both_streams_of_a_child_arrive() -> None:
    """What a child says on each stream reaches the engine, and then the stream ends."""
    children = Children()
    script = "import os; os.write(1, b'said'); os.write(2, b'warned')"
    child = children.start([sys.executable, "-c", script], "", {})
    said = sorted(output(child))
    children.stop(child)
    assert (said, child.wait()) == ([("stderr", b"warned"), ("stdout", b"said")], 0)


def test_a_stopped_child_is_gone() -> None:
    """A plugin that runs for ever ends when the engine stops listening, and its streams with it."""
    children = Children()
    child = children.start([sys.executable, "-c", "import signal; signal.pause()"], "", {})
    children.stop(child)
    list(output(child))
    assert child.wait() != 0


def written(folder: Path, text: str) -> Path:
    """A program folder whose main file is *text*."""
    (folder / "part.py").write_text("VALUE = 1\n")
    (folder / "__main__.py").write_text(text)
    return folder


def test_a_run_error_stays_a_message(tmp_path: Path) -> None:
    """A program's RunError is passed on as it is."""
    with pytest.raises(pulumi.RunError, match=r"^two problems$"):
        program(written(tmp_path, "import pulumi\nraise pulumi.RunError('two problems')"), ".", [], tmp_path)()


def test_a_defect_shows_the_programs_own_frames(tmp_path: Path) -> None:
    """An exception that the program let through is shown from the program's first line on."""
    with pytest.raises(pulumi.RunError) as caught:
        program(written(tmp_path, "{}['x']"), ".", [], tmp_path)()
    assert [line for line in str(caught.value).splitlines() if "File" in line] == [
        f'  File "{tmp_path}/__main__.py", line 1, in <module>'
    ]


def test_a_program_leaves_no_modules_behind(tmp_path: Path) -> None:
    """The next run imports the program's modules anew."""
    program(written(tmp_path, "import part"), ".", [], tmp_path)()
    assert "part" not in sys.modules


def test_an_entry_that_the_kernel_refuses_is_left_out() -> None:
    """The configuration of a very large stack does not keep its plugins from starting."""
    assert variables(["A=1", f"PULUMI_CONFIG={'x' * 131_072}"]) == {"A": "1"}
