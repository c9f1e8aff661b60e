"""Reading `Pulumi.<stack>.yaml`: region, environment, and the lines of problems."""

from pathlib import Path

import pytest

from modelhost.spec.problem import Problem, SpecError
from modelhost.spec.stack_file import read, with_lines

ROOT = Path(__file__).parents[2]
SOUND = """\
config:
  aws:region: us-west-2
  other:key: {anything: goes}
  modelhost:environment:
    name: dev
    owner: team
    cost_centre: "42"
    endpoints:
      digits:
        model: {artifact: ./m, framework: sklearn}
        machine: ml.m7i.large
        scaling:
          strategy: auto
          replicas: {min: 1, max: 2}
          schedule:
            - {at: "weekdays 08:00", min: 2}
            - {at: "weekdays 20:00", min: 1}
"""


def refused(path: Path) -> str:
    """Return the text of the error that reading and checking *path* raises."""
    with pytest.raises(SpecError) as error:
        read(path).load()
    return str(error.value)


def written(folder: Path, text: str) -> Path:
    """Write *text* as the dev stack's file."""
    path = folder / "Pulumi.dev.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_our_own_stack_files_are_sound(stack: str) -> None:
    """The files at the root pass every check."""
    assert read(ROOT / f"Pulumi.{stack}.yaml").load().name == stack


def test_region_and_environment_are_read(tmp_path: Path) -> None:
    """What belongs to us is picked out of the file; keys of others are left alone."""
    found = read(written(tmp_path, SOUND))
    assert (found.region, found.environment["name"]) == ("us-west-2", "dev")
    assert found.load().owner == "team"


def test_a_problem_with_a_secret_has_the_line_of_the_secret(tmp_path: Path) -> None:
    """Not that of a key of the environment that happens to have the same name."""
    text = SOUND + "  modelhost:secrets:\n    owner: {TOKEN: hidden}\n"
    located = with_lines(SpecError([Problem(("secrets", "owner"), "stray")]), written(tmp_path, text))
    assert str(located).endswith(f"[line {len(text.splitlines())}]")


def test_problems_have_the_file_in_front_and_lines_behind(tmp_path: Path) -> None:
    """The header names the file and the number of problems, each problem its line."""
    text = SOUND.replace("strategy: auto", "strategy: autoo").replace('20:00", min: 1', '25:00", min: 1')
    here = "environment.endpoints.digits.scaling"
    assert refused(written(tmp_path, text)) == (
        "Pulumi.dev.yaml has 2 problems:\n"
        f"  {here}.strategy: 'autoo' is not a strategy; use horizontal, vertical or auto "
        "(did you mean auto?) [line 13]\n"
        f"  {here}.schedule[1].at: '25:00' in 'weekdays 25:00' is not a time of day; "
        "write it as 08:00, between 00:00 and 23:59 [line 17]"
    )


def test_a_missing_key_has_no_line(tmp_path: Path) -> None:
    """What is not there, at the top of the environment, stands nowhere."""
    text = SOUND.replace("    owner: team\n", "")
    assert refused(written(tmp_path, text)) == (
        "Pulumi.dev.yaml has 1 problem:\n  environment.owner: missing; add it, or "
        "`pulumi config set --path 'modelhost:environment.owner' <value>`"
    )


def test_an_unquoted_time_is_what_the_engine_reads(tmp_path: Path) -> None:
    """YAML 1.2 reads 08:00 as text, as Pulumi does, so that both say the same."""
    text = SOUND.replace('at: "weekdays 08:00"', "at: 08:00")
    assert "'08:00' is not days and a time" in refused(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ["config: missing; `pulumi config set aws:region us-west-2`"]),
        ("config: [a]\n", ["config: missing; `pulumi config set aws:region us-west-2`"]),
        (
            "config:\n  x:y: 1\n",
            [
                "config.aws:region: missing; `pulumi config set aws:region us-west-2`",
                "config.modelhost:environment: missing; `pulumi config set --path 'modelhost:environment.name' <name>`",
            ],
        ),
        (
            "config:\n  aws:region: us-west-2\n  modelhost:environment: dev\n",
            ["config.modelhost:environment: missing; `pulumi config set --path 'modelhost:environment.name' <name>`"],
        ),
    ],
)
def test_a_file_without_our_keys_names_the_commands(tmp_path: Path, text: str, lines: list[str]) -> None:
    """An empty or foreign file is told what to set."""
    noun = "problem" if len(lines) == 1 else "problems"
    assert refused(written(tmp_path, text)) == "\n  ".join([f"Pulumi.dev.yaml has {len(lines)} {noun}:", *lines])


def test_no_file_names_the_command_that_makes_it(tmp_path: Path) -> None:
    """A stack that does not exist yet is initialised first."""
    assert "`pulumi stack init dev` makes it" in refused(tmp_path / "Pulumi.dev.yaml")


def test_what_is_not_yaml_names_the_line(tmp_path: Path) -> None:
    """A slip of indentation or quoting is told with its line."""
    assert "is not YAML:" in refused(written(tmp_path, 'config:\n  a: "b\n'))
    assert "[line 2]" in refused(written(tmp_path, "config:\n  a: [1,,2]\n"))


def test_what_is_not_text_is_told(tmp_path: Path) -> None:
    """A binary file is refused without a traceback."""
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in refused(path)


def test_lines_are_left_out_when_the_file_is_gone(tmp_path: Path) -> None:
    """The problems stay the same without their lines."""
    path = written(tmp_path, SOUND.replace("owner: team", "owner: 1"))
    with pytest.raises(SpecError) as error:
        read(path).load()
    path.unlink()
    assert [problem.line for problem in with_lines(error.value, path).problems] == [6]
