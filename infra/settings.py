"""Read the stack file and check all of it before anything is registered."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

from infra.local_files import missing_files
from modelhost.spec.environment import EnvironmentSpec
from modelhost.spec.lint import lints
from modelhost.spec.load import load
from modelhost.spec.problem import Problem, SpecError
from modelhost.spec.stack_file import read, with_lines

NAMESPACE = "modelhost"


@dataclass(frozen=True)
class Settings:
    """What the stack file says, checked."""

    environment: EnvironmentSpec
    """The environment."""
    region: str
    """Region of everything in it."""
    allowed_account_ids: Sequence[str] | None
    """Accounts that the environment may be in; any when not given."""
    profile: str | None
    """Credentials profile; the usual ones when not given."""
    secrets: Mapping[str, pulumi.Output[Mapping[str, str]]]
    """Secret environment variables by endpoint."""
    folder: Path
    """Folder of the stack file, which local artifacts are relative to."""
    cache: Path
    """Folder for packed artifacts."""


def read_settings() -> Settings:
    """Return the settings of this stack; RunError names every problem of its file."""
    ours, aws = pulumi.Config(NAMESPACE), pulumi.Config("aws")
    file = f"Pulumi.{pulumi.get_stack()}.yaml"
    config: Any = ours.get_object("environment")
    region = aws.get("region")
    if region is None:
        raise pulumi.RunError(f"{file}: aws:region is missing; set it with `pulumi config set aws:region us-west-2`")
    if not isinstance(config, dict):
        raise pulumi.RunError(f"{file}: modelhost:environment is missing; start from the one in Pulumi.dev.yaml")
    folder = project_folder(Path.cwd())
    hidden: Any = ours.get_object("secrets") or {}
    return Settings(
        environment=_checked(config, region, hidden, folder, file),
        region=region,
        allowed_account_ids=aws.get_object("allowedAccountIds"),
        profile=aws.get("profile"),
        secrets={key: pulumi.Output.secret(values) for key, values in hidden.items()},
        folder=folder,
        cache=cache_folder(os.environ),
    )


def _checked(
    config: dict[str, Any], region: str, hidden: Mapping[str, Any], folder: Path, file: str
) -> EnvironmentSpec:
    """Return the environment of *config*, or raise everything that is wrong with it at once."""
    problems = [*missing_files(config, folder), *stray_secrets(config, hidden)]
    try:
        environment = load(config, region)
    except SpecError as error:
        raise pulumi.RunError(told([*error.problems, *problems], folder / file, config)) from None
    if problems:
        raise pulumi.RunError(told(problems, folder / file, config))
    for lint in lints(environment, region):
        pulumi.log.warn(f"{file}: {lint}")
    return environment


def told(problems: Sequence[Problem], path: Path, config: Mapping[str, Any]) -> str:
    """Return the text of *problems*, with lines when the file at *path* is where the engine has *config* from."""
    error = SpecError(problems, path.name)
    try:
        same = read(path).environment == config
    except SpecError:
        same = False
    return str(with_lines(error, path) if same else error)


def stray_secrets(config: Mapping[str, Any], hidden: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each entry of `modelhost:secrets` that belongs to no endpoint, or is no mapping."""
    endpoints = config.get("endpoints")
    known = set(endpoints) if isinstance(endpoints, dict) else set()
    return [
        Problem(("secrets", key), "is not one of environment.endpoints; name the endpoint whose container needs it")
        for key in hidden
        if key not in known
    ] + [
        Problem(("secrets", key), "must map names of environment variables to values")
        for key, values in hidden.items()
        if key in known and not isinstance(values, dict)
    ]


def project_folder(start: Path) -> Path:
    """Return the nearest folder from *start* upwards that holds a project; the program itself runs in one below it."""
    return next((each for each in (start, *start.parents) if (each / "Pulumi.yaml").is_file()), start)


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Return where packed artifacts are kept between runs, outside the work tree."""
    home = environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / NAMESPACE / "artifacts"
