"""Reading a `Pulumi.<stack>.yaml` file."""

from pathlib import Path
from typing import Any, NamedTuple

from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.load import load
from modelhost.spec.problem import Path as KeyPath
from modelhost.spec.problem import Problem, SpecError

REGION = "aws:region"
ENVIRONMENT = "modelhost:environment"


class StackFile(NamedTuple):
    """What a stack file says to us."""

    path: Path
    """The file."""
    region: str
    """The AWS region, from `aws:region`."""
    environment: dict[str, Any]
    """The mapping under `modelhost:environment`."""

    def load(self) -> EnvironmentSpec:
        """Return the checked environment; SpecError with all problems and their lines."""
        try:
            return load(self.environment, self.region, self.path.name)
        except SpecError as error:
            raise with_lines(error, self.path) from None


def read(path: Path) -> StackFile:
    """Return region and environment of the stack file at *path*; SpecError when it cannot be read."""
    config = _config(path)
    missing = [
        Problem(("config", key), f"missing; `{command}`")
        for key, command in COMMANDS.items()
        if not isinstance(config.get(key), KINDS[key]) or not config[key]
    ]
    if missing:
        raise SpecError(missing, path.name)
    return StackFile(path, config[REGION], config[ENVIRONMENT])


def with_lines(error: SpecError, path: Path) -> SpecError:
    """Return *error* with the line of each problem in the stack file at *path*, as far as it can be found."""
    try:
        blocks = dict(_parse(path, keep_lines=True)["config"])
    except (SpecError, KeyError, TypeError, ValueError):
        return SpecError(error.problems, path.name)
    found = [(blocks.get(f"modelhost:{next(iter(problem.path), '')}"), problem) for problem in error.problems]
    return SpecError([problem._replace(line=_line(block, problem.path[1:])) for block, problem in found], path.name)


def _config(path: Path) -> dict[str, Any]:
    """Return the `config` block of the file at *path*."""
    content = _parse(path)
    config = content.get("config") if isinstance(content, dict) else None
    if not isinstance(config, dict):
        raise SpecError([Problem(("config",), f"missing; `{COMMANDS[REGION]}`")], path.name)
    return config


def _parse(path: Path, keep_lines: bool = False) -> Any:
    """Return what the file at *path* says, as YAML 1.2 like Pulumi; *keep_lines* keeps where each key stands."""
    # Imported here: the program gets its configuration from the engine and needs no YAML.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="rt" if keep_lines else "safe", pure=True).load(path.read_text("utf-8"))
    except FileNotFoundError:
        stack = path.name.removeprefix("Pulumi.").removesuffix(".yaml")
        raise SpecError([Problem((), f"there is no {path}; `pulumi stack init {stack}` makes it")], path.name) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError([Problem((), f"cannot be read: {error}")], path.name) from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        text = getattr(error, "problem", None) or "not YAML"
        found = Problem((), f"is not YAML: {text}; mind indentation and quotes", mark.line + 1 if mark else None)
        raise SpecError([found], path.name) from None


def _line(tree: Any, path: KeyPath) -> int | None:
    """Return the line where *path* stands, or the nearest block around it."""
    line: int | None = None
    for key in path:
        try:
            line = (tree.lc.item(key) if isinstance(key, int) else tree.lc.key(key))[0] + 1
            tree = tree[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


COMMANDS = {
    REGION: "pulumi config set aws:region us-west-2",
    ENVIRONMENT: "pulumi config set --path 'modelhost:environment.name' <name>",
}
"""How to set what a stack file cannot do without."""
KINDS = {REGION: str, ENVIRONMENT: dict}
