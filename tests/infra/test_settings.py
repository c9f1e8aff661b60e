"""A stack file is checked as a whole before anything is registered."""

import json

import pulumi
import pytest
from pulumi.runtime import set_all_config

from infra.settings import cache_folder, project_folder, read_settings
from tests.components.recording import REGION, record
from tests.infra.conftest import DIGITS, digits, environment, scaling


def read(config=None, **changes):
    """Read the settings of an environment in a program of its own; return them and what was registered."""
    written = {"aws:region": REGION, "modelhost:environment": json.dumps(environment(**changes))}
    set_all_config({key: value for key, value in {**written, **(config or {})}.items() if value is not None})
    kept = []
    found = record(lambda: kept.append(read_settings()))
    return kept[0], found


def problems(config=None, **changes):
    """Return the message that refuses a stack file."""
    with pytest.raises(pulumi.RunError) as refused:
        read(config, **changes)
    return str(refused.value)


def test_the_settings_are_those_of_the_stack_file(project):
    """Environment, region, accounts and profile; local artifacts are found beside Pulumi.yaml."""
    settings, _ = read({"aws:allowedAccountIds": '["123456789012"]', "aws:profile": "team"})
    assert settings.environment.name == "dev"
    assert (settings.region, settings.allowed_account_ids, settings.profile) == (REGION, ["123456789012"], "team")
    assert (settings.folder, settings.cache) == (project, project / "cache" / "modelhost" / "artifacts")


def test_all_problems_are_named_at_once(project):
    """Five mistakes make one message with five places, and no resource."""
    endpoints = digits(
        machine="ml.m7i.largee", slo={"p99_ms": -1}, model={"artifact": "./nowhere", "framework": "sklern"}
    )
    message = problems(endpoints=endpoints, owner="", network={"zones": "two"})
    assert message.startswith("Pulumi.dev.yaml has 6 problems:")
    for place in ("owner", "network.zones", "digits.machine", "digits.slo.p99_ms", "digits.model.framework"):
        assert f"environment.{place}" in message.replace("endpoints.", "")
    assert "environment.endpoints.digits.model.artifact: './nowhere' is not a folder" in message


def test_nothing_is_registered_for_a_wrong_file(project):
    """The settings are read before the first provider."""
    set_all_config({"aws:region": REGION, "modelhost:environment": json.dumps(environment(owner=""))})
    registered = []

    def program():
        registered.append(True)
        read_settings()

    with pytest.raises(pulumi.RunError):
        record(program)
    assert registered == [True]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"aws:region": None}, "aws:region is missing"),
        ({"modelhost:environment": None}, "modelhost:environment is missing"),
        ({"modelhost:environment": '"dev"'}, "modelhost:environment is missing"),
    ],
)
def test_what_is_missing_is_named_with_its_remedy(project, config, words):
    """The file is named by its stack, and what to write."""
    message = problems(config)
    assert message.startswith("Pulumi.dev.yaml: ")
    assert words in message
    assert "; " in message


@pytest.mark.parametrize(("owner", "known"), [("", True), ("another", False)])
def test_problems_name_their_lines_when_the_file_is_the_one_in_use(project, owner, known):
    """A file beside the project that says something else was not the one read, so its lines say nothing."""
    block = environment(owner=owner, endpoints={})
    file = {"config": {"aws:region": REGION, "modelhost:environment": block}}
    (project / "Pulumi.dev.yaml").write_text(json.dumps(file, indent=1))
    message = problems(owner="", endpoints={})
    assert "environment.owner" in message
    assert ("[line 6]" in message) is known


def test_what_is_most_likely_not_meant_is_warned_of(project, monkeypatch):
    """It is legal, so it is warned of and not refused; a file without oddities warns of nothing."""
    warned = []
    monkeypatch.setattr(pulumi.log, "warn", warned.append)
    read()
    assert warned == []
    read(endpoints=scaling(sizes=["ml.m7i.2xlarge", "ml.m7i.large"]))
    [text] = warned
    assert text.startswith("Pulumi.dev.yaml: environment.endpoints.digits.scaling.sizes[1]: ml.m7i.large (")


def test_a_missing_folder_is_a_problem_of_its_own(project):
    """A file that is right but for its artifact is refused too."""
    message = problems(endpoints=digits(model={"artifact": "./nowhere", "framework": "sklearn"}))
    assert message.startswith("Pulumi.dev.yaml has 1 problem:")


def test_an_empty_folder_is_a_problem_too(project):
    """What tools leave behind is no model."""
    (project / "empty" / "__pycache__").mkdir(parents=True)
    (project / "empty" / "__pycache__" / "a.pyc").touch()
    message = problems(endpoints=digits(model={"artifact": "./empty", "framework": "sklearn"}))
    assert "environment.endpoints.digits.model.artifact: './empty' holds no files; " in message


def test_a_missing_smoke_request_is_a_problem(project):
    """It is told before the update, not when somebody asks after it; a file that is there is fine."""
    smoke = digits(smoke={"file": "request.json"})
    message = problems(endpoints=smoke)
    assert message.startswith("Pulumi.dev.yaml has 1 problem:")
    assert "environment.endpoints.digits.smoke.file: 'request.json' is not a file beside the stack file; " in message
    (project / "request.json").touch()
    assert read(endpoints=smoke)[0].environment.endpoints["digits"].smoke.file == "request.json"


@pytest.mark.parametrize(
    "endpoints",
    [
        [],
        {"digits": []},
        {"digits": {"model": []}},
        {"digits": {"model": {"artifact": 3}}},
        {"digits": {"smoke": {"file": [1]}}},
    ],
)
def test_a_misshapen_file_is_told_by_its_own_problems(project, endpoints):
    """Looking for folders never fails on what is no mapping."""
    assert "problem" in problems(endpoints=endpoints)


def test_secrets_are_secret_outputs_by_endpoint(project):
    """Nothing of a secret is readable in the settings."""
    settings, _ = read({"modelhost:secrets": '{"digits": {"TOKEN": "pa55phrase"}}'})
    assert list(settings.secrets) == ["digits"]
    assert "pa55phrase" not in repr(settings)


@pytest.mark.parametrize(
    ("secrets", "words"),
    [
        ({"digit": {"TOKEN": "pa55phrase"}}, "secrets.digit: is not one of environment.endpoints"),
        ({"digits": "pa55phrase"}, "secrets.digits: must map names"),
    ],
)
def test_a_stray_secret_is_refused_without_its_value(project, secrets, words):
    """A typo would leave the container without its secret; the message names the place, not the value."""
    message = problems({"modelhost:secrets": json.dumps(secrets)})
    assert words in message
    assert "hidden" not in message


def test_the_project_is_found_from_below(tmp_path):
    """The program runs in a folder of the project; without a project it is where it is."""
    (tmp_path / "Pulumi.yaml").touch()
    inner = tmp_path / "infra" / "deep"
    inner.mkdir(parents=True)
    assert project_folder(inner) == tmp_path


def test_the_cache_is_where_users_keep_theirs(monkeypatch, tmp_path):
    """XDG_CACHE_HOME where it is set, the home folder's cache otherwise."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder({"XDG_CACHE_HOME": "/c"}).as_posix() == "/c/modelhost/artifacts"
    assert cache_folder({}) == tmp_path / ".cache" / "modelhost" / "artifacts"


def test_the_builders_default_is_valid(project):
    """What the tests of this folder override starts from a file without problems."""
    settings, found = read(endpoints={"digits": DIGITS})
    assert list(settings.environment.endpoints) == ["digits"]
    assert found.resources == []
